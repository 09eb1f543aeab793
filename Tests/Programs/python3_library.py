#!/usr/bin/python3
"""python3: the interactive interpreter, ctypes, sqlite3, numbers and the library at large."""

import os
import sys

from python3_support import attempt, FULL, run_case, show


def case_interactive():  # limit 90
    os.execv(sys.executable, [sys.executable, "/suites/session.py", "python"])


def case_ctypes():
    import ctypes as c
    import ctypes.util

    libc, libm = c.CDLL("libc.so.6", use_errno=True), c.CDLL("libm.so.6")
    compare = c.CFUNCTYPE(c.c_int, c.POINTER(c.c_int), c.POINTER(c.c_int))
    numbers = (c.c_int * 50)(*[(n * 37) % 53 for n in range(50)])
    libc.qsort(numbers, 50, c.sizeof(c.c_int), compare(lambda a, b: a[0] - b[0]))
    show("qsort", list(numbers))
    libm.pow.restype, libm.pow.argtypes = c.c_double, [c.c_double, c.c_double]
    libm.sqrtf.restype, libm.sqrtf.argtypes = c.c_float, [c.c_float]
    show("pow", [libm.pow(2, 0.5), libm.sqrtf(2)])
    show("strlen", libc.strlen(b"twelve bytes"))
    libc.strtoll.restype = c.c_longlong
    show("strtoll", libc.strtoll(b"-9000000000000000001", None, 10))

    class Division(c.Structure):
        _fields_ = [("quot", c.c_int), ("rem", c.c_int)]

    libc.div.restype = Division
    result = libc.div(-17, 5)
    show("div", (result.quot, result.rem))
    show("open", (libc.open(b"/nowhere", 0), c.get_errno()))
    buffer = c.create_string_buffer(64)
    libc.snprintf(buffer, 64, b"%d %s %.3f %lld", 42, b"str", c.c_double(2.5), c.c_longlong(2**40))
    show("snprintf", buffer.value)
    callback = c.CFUNCTYPE(c.c_longlong, c.c_longlong, c.c_double)(lambda a, b: int(a * b))
    show("callback", callback(2**40, 1.5))
    show("sizes", [c.sizeof(t) for t in (c.c_long, c.c_void_p, c.c_longlong, c.c_longdouble, c.c_size_t)])

    class Mixed(c.Structure):
        _fields_ = [("a", c.c_char), ("b", c.c_longlong), ("c", c.c_short), ("d", c.c_double)]

    show("layout", [(f, getattr(Mixed, f).offset) for f in "abcd"] + [c.sizeof(Mixed)])
    libc.getpid.restype = c.c_int
    show("getpid", libc.getpid() == os.getpid() == libc.syscall(20))
    show("handler", repr(libc.signal(10, 1)))
    import threading

    seen = []
    thread = threading.Thread(
        target=lambda: libc.qsort(numbers, 50, 4, compare(lambda a, b: seen.append(1) or b[0] - a[0]))
    )
    thread.start()
    thread.join()
    show("thread", [numbers[0], len(seen) > 50])
    show("errno in threads", c.get_errno())


def case_sqlite3():
    import sqlite3

    with sqlite3.connect("/tmp/x.db") as db:
        db.execute("pragma journal_mode=wal")
        db.execute("create table t(id integer primary key, name text, value real, data blob)")
        db.executemany(
            "insert into t values(?,?,?,?)", ((n, f"name{n}", n / 7, bytes([n % 256]) * 10) for n in range(5000))
        )
    show("sum", db.execute("select count(*), sum(value), max(name), total(length(data)) from t").fetchone())
    db.create_function("twice", 1, lambda x: x * 2)
    show("function", db.execute("select twice(id) from t where id = 21").fetchone())
    try:
        with db:
            db.execute("delete from t")
            raise KeyError
    except KeyError:
        show("rolled back", db.execute("select count(*) from t").fetchone())
    other = sqlite3.connect("/tmp/x.db", timeout=0.1)
    db.execute("begin immediate")
    attempt(other.execute, "insert into t(name) values('busy')")
    db.rollback()
    memory = sqlite3.connect(":memory:")
    db.backup(memory)
    show("backup", memory.execute("select count(*) from t").fetchone())
    show("check", db.execute("pragma integrity_check").fetchone())
    attempt(sqlite3.connect, "/nowhere/x.db")


def case_numbers():
    import datetime
    import decimal
    import fractions
    import hashlib
    import json
    import math
    import random
    import struct

    decimal.getcontext().prec = 60
    show(
        "decimal",
        [decimal.Decimal(2).sqrt(), decimal.Decimal(1) / 7, decimal.Decimal("1e400").ln(), decimal.Decimal(3) ** 200],
    )
    show("fraction", sum(fractions.Fraction(1, n) for n in range(1, 30)))
    show(
        "floats",
        [
            0.1 + 0.2,
            1e22,
            1e23,
            5e-324,
            1.7976931348623157e308,
            2.5e-8,
            -0.0,
            1 / 3,
            float("1e-400"),
            float("inf"),
            123456789.123456789,
        ],
    )
    show(
        "format",
        f"{math.pi:.20f} {1e10:g} {255:#x} {-7 // 2} {-7 % 3} {1234567.891:,.2f} {0.000012345:e} {2 ** 100:,} {12345:>10} {3.5:.0f} {2.5:.0f} {1e16!r}",
    )
    show(
        "math",
        [
            math.sin(1e22),
            math.exp(-1),
            math.gamma(5.5),
            math.lgamma(100),
            math.fsum([0.1] * 10),
            math.hypot(3, 4),
            math.erf(0.5),
            math.atan2(-1, -1),
            math.fmod(-7, 3),
            math.nextafter(1, 2),
            math.ldexp(1, -1074),
            math.log2(10),
            math.isqrt(10**40),
            math.comb(60, 30),
        ],
    )
    show("hex", [x.hex() for x in (0.1, math.e, 1e-310)] + [float.fromhex("0x1.8p3")])
    show("round", [round(2.675, 2), round(-0.5), round(1e15 + 0.3, 1)])
    show("complex", [(1 + 2j) ** 3, abs(3 - 4j)])
    show(
        "struct",
        [struct.pack("<dfqHh", 1.5, 0.1, -(2**62), 65535, -5).hex(), struct.calcsize("@bqi"), struct.calcsize("P")],
    )
    random.seed(7)
    show("random", [random.random(), random.randint(0, 10**9), random.gauss(0, 1), random.sample(range(100), 5)])
    show(
        "big",
        [
            pow(3, 10**5, 10**20 + 39),
            len(str(2**10000)),
            hash(2**61),
            hash(0.5),
            hash("x" * 0),
            (-(2**40)) >> 3,
            int.from_bytes(b"\xff" * 9, "big"),
        ],
    )
    show("digest", [hashlib.new(n, b"data").hexdigest() for n in ("md5", "sha1", "sha256", "sha3_256", "blake2b")])
    show(
        "dates",
        [datetime.datetime.fromtimestamp(t, datetime.timezone.utc).isoformat() for t in (0, 2**31 - 1, -(2**31), 0.5)]
        + [str(datetime.date(2024, 2, 29) + datetime.timedelta(366))],
    )
    show("json", json.dumps({"a": [1.5, 1e100, None, True, "é\u2028"]}))
    total = 0.0
    for n in range(1, 1000000 if FULL else 200000):
        total += math.sin(n) / n
    show("sum", total)
    matrix = [[(i * j) % 7 / 3 for j in range(40)] for i in range(40)]
    show("matrix", sum(sum(a * b for a, b in zip(r, c)) for r in matrix for c in zip(*matrix)))


def case_library():
    import bz2
    import csv
    import email.message
    import gzip
    import importlib
    import io
    import lzma
    import re
    import urllib.request
    import xml.etree.ElementTree as tree
    import zipfile
    import zlib

    data = b"".join(b"%d line\n" % n for n in range(20000))
    show(
        "compress",
        [len(m.decompress(m.compress(data))) for m in (zlib, gzip, bz2, lzma)]
        + [zlib.crc32(data), len(zlib.compress(data, 9))],
    )
    with zipfile.ZipFile("/tmp/z.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b", data)
    show("zip", zipfile.ZipFile("/tmp/z.zip").testzip())
    show(
        "regex",
        [
            re.findall(r"(?i)\b(\w)(\w*)\1\b", "Anna abba x civic noon deed")[:4],
            re.sub(r"(?P<y>\d{4})-(\d\d)", r"\2/\g<y>", "on 2024-05"),
        ],
    )
    show("xml", [e.attrib for e in tree.fromstring("<a><b c='1'/><b c='é'/></a>").iter("b")])
    table = io.StringIO()
    csv.writer(table).writerows([["a", 'q"x'], [1, "n\nl"]])
    show("csv", repr(table.getvalue()))
    import http.server, threading

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.path.encode() * 1000)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 7010), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    show("http", [len(urllib.request.urlopen(f"http://127.0.0.1:7010/{n}").read()) for n in (1, 22, 333)])
    server.shutdown()
    failed = []
    for name in sorted(sys.stdlib_module_names):
        if name in ("antigravity", "this", "idlelib") or name.startswith("_"):
            continue
        try:
            importlib.import_module(name)
        except ImportError:
            failed.append(name)
    show("not importable", failed)
    import curses, shelve, dbm.dumb, pickle, locale, tracemalloc, cProfile

    with shelve.open("/tmp/shelf") as shelf:
        shelf["k"] = list(range(10))
    show("shelf", shelve.open("/tmp/shelf")["k"])
    show("locale", locale.setlocale(locale.LC_ALL, "C.UTF-8"))
    show("recursion", recurse(900))
    import readline, grp, pwd

    show("users", (pwd.getpwuid(0).pw_name, grp.getgrgid(0).gr_name))
    show("pickle", len(pickle.dumps(data)))
    try:
        recurse(10**6)
    except RecursionError as error:
        show("too deep", error)


def recurse(n):
    return 0 if n == 0 else 1 + recurse(n - 1)


if __name__ == "__main__":
    run_case(globals())
