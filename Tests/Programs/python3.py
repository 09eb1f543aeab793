#!/usr/bin/python3
"""python3: its standard library against the kernel, a case for each part."""

import os
import signal
import sys

FULL = bool(os.environ.get("FULL"))


def show(label, value=""):
    print(label, value, flush=True)


def attempt(action, *arguments, **named):
    """Prints the result of an action, or the error that it raised."""
    name = getattr(action, "__name__", "action")
    try:
        show(name, action(*arguments, **named))
    except OSError as error:
        show(name, f"{type(error).__name__} {error.errno} {error.strerror}")
    except Exception as error:
        show(name, repr(error))


def case_interactive():  # limit 90
    os.execv(sys.executable, [sys.executable, "/suites/session.py", "python"])


def case_threads():
    import queue
    import threading
    import time
    total, lock = 0, threading.Lock()

    def add():
        nonlocal total
        for _ in range(2000):
            with lock:
                total += 1

    threads = [threading.Thread(target=add) for _ in range(500 if FULL else 100)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    show("total", total)
    jobs, results = queue.Queue(), queue.Queue()

    def work():
        while (item := jobs.get()) is not None:
            results.put(item * item)

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers: worker.start()
    for n in range(3000): jobs.put(n)
    for _ in workers: jobs.put(None)
    for worker in workers: worker.join()
    show("squares", sum(results.get() for _ in range(3000)))
    event, barrier, condition = threading.Event(), threading.Barrier(5), threading.Condition()
    show("event timeout", event.wait(0.05))
    threading.Timer(0.05, event.set).start()
    show("event", event.wait(10))
    order = []

    def meet(n):
        barrier.wait(10)
        with condition:
            condition.wait_for(lambda: len(order) == n, 10)
            order.append(n)
            condition.notify_all()

    threads = [threading.Thread(target=meet, args=(n,)) for n in reversed(range(5))]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    show("order", order)
    local = threading.local()
    local.x = 1
    thread = threading.Thread(target=lambda: show("local", hasattr(local, "x")))
    thread.start()
    thread.join()
    show("identifiers", threading.get_native_id() == os.getpid())
    show("lock timeout", [lock.acquire(), lock.acquire(timeout=0.05)])
    threading.stack_size(256 * 1024)
    deep = threading.Thread(target=lambda: show("deep", sum(range(1000))))
    deep.start()
    deep.join()
    start = time.monotonic()
    time.sleep(0.1)
    show("slept", time.monotonic() - start >= 0.1)
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(16) as pool: show("pool", sum(pool.map(lambda n: n % 7, range(5000))))


def case_subprocess():
    import subprocess
    run = lambda *a, **k: subprocess.run(*a, capture_output=True, text=True, **k)
    show("echo", run(["echo", "hello"]))
    show("shell", run("echo $0 err >&2; exit 5", shell=True))
    show("input", run(["tr", "a-z", "A-Z"], input="shout").stdout)
    show("signal", run(["sh", "-c", "kill -9 $$"]).returncode)
    show("big", len(run(["cat"], input="x" * 3000000).stdout))
    for command in (["/nowhere"], ["/etc/passwd"], ["/tmp"]):
        attempt(subprocess.run, command)
    attempt(subprocess.run, ["true"], cwd="/nowhere")
    try:
        subprocess.run(["sleep", "10"], timeout=0.2)
    except subprocess.TimeoutExpired as error:
        show("timeout", error.cmd)
    show("env", run(["env"], env={"ONLY": "this"}).stdout)
    show("cwd", run(["pwd"], cwd="/usr").stdout)
    show("group", subprocess.run(["true"], start_new_session=True, close_fds=True, umask=0o77).returncode)
    show("preexec", run(["sh", "-c", "ulimit -n"], preexec_fn=lambda: __import__("resource").setrlimit(7, (64, 64))).stdout)
    read, write = os.pipe()
    with subprocess.Popen(["sh", "-c", f"echo passed >&{write}"], pass_fds=[write]):
        show("descriptor", os.read(read, 100))
    first = subprocess.Popen(["seq", "1", "10000"], stdout=subprocess.PIPE)
    second = subprocess.Popen(["wc", "-l"], stdin=first.stdout, stdout=subprocess.PIPE)
    show("pipeline", second.communicate()[0])
    many = [subprocess.Popen(["sh", "-c", f"exit {n % 9}"]) for n in range(40)]
    show("many", [child.wait() for child in many])
    pid = os.posix_spawn("/bin/sh", ["sh", "-c", "exit 6"], os.environ)
    show("spawn", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    attempt(os.posix_spawn, "/nowhere", ["x"], {})
    stopped = subprocess.Popen(["sleep", "20"])
    stopped.send_signal(signal.SIGSTOP)
    show("stopped", os.WIFSTOPPED(os.waitpid(stopped.pid, os.WUNTRACED)[1]))
    stopped.send_signal(signal.SIGCONT)
    show("continued", os.WIFCONTINUED(os.waitpid(stopped.pid, os.WCONTINUED)[1]))
    stopped.terminate()
    show("ended", stopped.wait())


def case_asyncio():
    import asyncio

    async def main():
        async def job(n):
            await asyncio.sleep(n / 100)
            return n
        show("gather", await asyncio.gather(*(job(n) for n in (3, 1, 2))))
        try:
            await asyncio.wait_for(job(1000), 0.05)
        except asyncio.TimeoutError:
            show("timeout")
        child = await asyncio.create_subprocess_exec("cat", stdin=-1, stdout=-1)
        show("child", await child.communicate(b"through cat"))
        children = [await asyncio.create_subprocess_shell(f"exit {n}") for n in range(5)]
        show("children", [await c.wait() for c in children])

        async def serve(reader, writer):
            while data := await reader.readline():
                writer.write(data.upper())
                await writer.drain()
            writer.close()
        server = await asyncio.start_server(serve, "127.0.0.1", 7001)

        async def client(n):
            reader, writer = await asyncio.open_connection("127.0.0.1", 7001)
            for k in range(20):
                writer.write(f"client {n} line {k}\n".encode())
                last = await reader.readline()
            writer.close()
            return last
        answers = await asyncio.gather(*(client(n) for n in range(30)))
        show("clients", [answers[0], answers[-1], len(answers)])
        server.close()
        local = await asyncio.start_unix_server(serve, "/tmp/socket")
        reader, writer = await asyncio.open_unix_connection("/tmp/socket")
        writer.write(b"unix\n")
        show("unix", await reader.readline())
        writer.close()
        local.close()
        loop, caught = asyncio.get_running_loop(), asyncio.Event()
        loop.add_signal_handler(signal.SIGUSR1, caught.set)
        os.kill(os.getpid(), signal.SIGUSR1)
        await asyncio.wait_for(caught.wait(), 5)
        show("signal", caught.is_set())
        show("executor", await loop.run_in_executor(None, sum, range(1000)))
        tasks = asyncio.Queue(3)

        async def produce():
            for n in range(100): await tasks.put(n)
        producer = asyncio.create_task(produce())
        show("queue", sum([await tasks.get() for _ in range(100)]))
        await producer
    asyncio.run(main())


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
    libc.snprintf(buffer, 64, b"%d %s %.3f %lld", 42, b"str", c.c_double(2.5), c.c_longlong(2 ** 40))
    show("snprintf", buffer.value)
    callback = c.CFUNCTYPE(c.c_longlong, c.c_longlong, c.c_double)(lambda a, b: int(a * b))
    show("callback", callback(2 ** 40, 1.5))
    show("sizes", [c.sizeof(t) for t in (c.c_long, c.c_void_p, c.c_longlong, c.c_longdouble, c.c_size_t)])

    class Mixed(c.Structure):
        _fields_ = [("a", c.c_char), ("b", c.c_longlong), ("c", c.c_short), ("d", c.c_double)]
    show("layout", [(f, getattr(Mixed, f).offset) for f in "abcd"] + [c.sizeof(Mixed)])
    libc.getpid.restype = c.c_int
    show("getpid", libc.getpid() == os.getpid() == libc.syscall(20))
    show("handler", repr(libc.signal(10, 1)))
    import threading
    seen = []
    thread = threading.Thread(target=lambda: libc.qsort(numbers, 50, 4, compare(lambda a, b: seen.append(1) or b[0] - a[0])))
    thread.start()
    thread.join()
    show("thread", [numbers[0], len(seen) > 50])
    show("errno in threads", c.get_errno())


def case_sqlite3():
    import sqlite3
    with sqlite3.connect("/tmp/x.db") as db:
        db.execute("pragma journal_mode=wal")
        db.execute("create table t(id integer primary key, name text, value real, data blob)")
        db.executemany("insert into t values(?,?,?,?)", ((n, f"name{n}", n / 7, bytes([n % 256]) * 10) for n in range(5000)))
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


def square(n):
    return n * n


def report(connection, lock, value):
    with lock:
        value.value += 1
    connection.send({"list": list(range(5))})
    connection.close()


def case_multiprocessing():
    import multiprocessing
    from multiprocessing import shared_memory
    for method in ("fork", "spawn", "forkserver"):
        context = multiprocessing.get_context(method)
        with context.Pool(3) as pool:
            show(method, sum(pool.map(square, range(300))))
        ours, theirs = context.Pipe()
        lock, value = context.Lock(), context.Value("i", 0)
        children = [context.Process(target=report, args=(theirs, lock, value)) for _ in range(2)]
        for child in children: child.start()
        show("received", [ours.recv() for _ in children])
        for child in children: child.join()
        show("children", [value.value] + [child.exitcode for child in children])
    block = shared_memory.SharedMemory(create=True, size=10000, name="dragoman")
    block.buf[:5] = b"share"
    again = shared_memory.SharedMemory(name="dragoman")
    show("shared", bytes(again.buf[:5]))
    again.close()
    block.close()
    block.unlink()
    child = multiprocessing.Process(target=os._exit, args=(7,))
    child.start()
    child.join()
    show("exit", child.exitcode)
    child = multiprocessing.Process(target=signal.pause)
    child.start()
    child.terminate()
    child.join()
    show("terminated", child.exitcode)
    from concurrent.futures import ProcessPoolExecutor
    with ProcessPoolExecutor(2) as pool: show("executor", sum(pool.map(square, range(100), chunksize=10)))


def case_signals():
    import faulthandler
    import threading
    import time
    seen = []
    signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number))
    for _ in range(1000): os.kill(os.getpid(), signal.SIGUSR1)
    show("delivered", len(seen))
    signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
    ticks = []
    signal.signal(signal.SIGALRM, lambda *_: ticks.append(1))
    while len(ticks) < 10: sum(range(1000))
    show("timer", signal.setitimer(signal.ITIMER_REAL, 0)[1])
    show("pending", signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2, signal.SIGTERM]))
    os.kill(os.getpid(), signal.SIGUSR2)
    show("pending", signal.sigpending())
    show("waited", signal.sigwait([signal.SIGUSR2]))
    show("timed out", signal.sigtimedwait([signal.SIGUSR2], 0.05))
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM)).start()
    information = signal.sigwaitinfo([signal.SIGTERM])
    show("information", (information.si_signo, information.si_code, information.si_pid == os.getpid(), information.si_uid))
    start = time.monotonic()
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGUSR1)).start()
    time.sleep(0.4)
    show("sleep goes on", time.monotonic() - start >= 0.4)

    def interrupt(*_):
        raise InterruptedError("by handler")
    signal.signal(signal.SIGUSR1, interrupt)
    read, write = os.pipe()
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGUSR1)).start()
    try:
        os.read(read, 1)
    except InterruptedError as error:
        show("read", error)
    other, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGUSR2, lambda *_: None)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR2])
    signal.pthread_kill(threading.main_thread().ident, signal.SIGUSR2)
    show("wake", os.read(other, 10))
    for code in ("import ctypes; ctypes.string_at(0)", "import os; os.abort()", "import signal, os; os.kill(os.getpid(), 9)",
                 "import sys; sys.exit(3)", "raise SystemExit('text')"):
        import subprocess
        result = subprocess.run([sys.executable, "-X", "faulthandler", "-c", code], capture_output=True, text=True)
        show(code, (result.returncode, result.stderr.splitlines()[:1]))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)
    except KeyboardInterrupt:
        show("interrupt")
    show("siginterrupt", signal.siginterrupt(signal.SIGUSR1, True))
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.alarm(1)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pause()
    show("alarm", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def case_mmap():
    import mmap
    with open("/tmp/m", "w+b") as file:
        file.truncate(1 << 20)
        with mmap.mmap(file.fileno(), 0) as view:
            view[4096:4101] = b"hello"
            view.flush()
            view.resize(2 << 20)
            show("size", (len(view), view.find(b"hello"), os.fstat(file.fileno()).st_size))
            view.move(0, 4096, 5)
            view.madvise(mmap.MADV_DONTNEED)
            show("moved", view[:5])
        with mmap.mmap(file.fileno(), 8192, access=mmap.ACCESS_COPY, offset=4096) as view:
            view[0] = 0
            show("private", (view[:5], os.pread(file.fileno(), 5, 4096)))
    shared = mmap.mmap(-1, 4096)
    if os.fork() == 0:
        shared[:5] = b"child"
        os._exit(0)
    os.wait()
    show("shared", shared[:5])
    private = mmap.mmap(-1, 300 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    private[299 << 20] = 7
    show("large", private[299 << 20])
    private.close()
    attempt(mmap.mmap, -1, 0)
    attempt(mmap.mmap, 999, 4096)
    attempt(lambda: len(bytearray(1 << 31 - 1)))
    attempt(lambda: bytearray((1 << 32) - (1 << 20)))
    attempt(lambda: mmap.mmap(-1, 3800 << 20))
    blocks = [bytearray(10 << 20) for _ in range(20)]
    show("blocks", sum(map(len, blocks)))


def case_sockets():
    import array
    import select
    import selectors
    import socket
    import struct
    import threading
    a, b = socket.socketpair()
    read, write = os.pipe()
    socket.send_fds(a, [b"with descriptor"], [write])
    data, descriptors, flags, _ = socket.recv_fds(b, 100, 4)
    os.write(descriptors[0], b"through")
    show("passed", (data, len(descriptors), os.read(read, 100)))
    b.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    a.send(b"who")
    message, control, _, _ = b.recvmsg(10, 200)
    pid, uid, gid = struct.unpack("3i", control[0][2][:12])
    show("credentials", (message, control[0][:2], pid == os.getpid(), uid, gid))
    server = socket.create_server(("127.0.0.1", 7002))
    show("server", server.getsockname())

    def serve():
        peer, _ = server.accept()
        with peer, peer.makefile("rwb") as file:
            for line in file:
                file.write(line[::-1].strip() + b"\n")
                file.flush()
    thread = threading.Thread(target=serve)
    thread.start()
    with socket.create_connection(("127.0.0.1", 7002), 5) as client:
        client.sendall(b"hello\nworld\n")
        client.shutdown(socket.SHUT_WR)
        show("client", b"".join(iter(lambda: client.recv(100), b"")))
        show("options", [client.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), client.gettimeout(),
                         client.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE), client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)])
    thread.join()
    client = socket.socket()
    attempt(client.connect, ("127.0.0.1", 1))
    client = socket.socket()
    client.settimeout(0.1)
    attempt(socket.socket, socket.AF_INET, 77)
    attempt(client.setsockopt, socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 5))
    show("linger", struct.unpack("ii", client.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)))
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 1, 500000))
    show("timeout option", struct.unpack("ll", client.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, 8)))
    one, two = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
    one.bind(("127.0.0.1", 7003))
    two.bind(("127.0.0.1", 7004))
    two.sendto(b"datagram", ("127.0.0.1", 7003))
    show("datagram", one.recvfrom(100))
    two.sendmsg([b"scatter ", b"gather"], [], 0, ("127.0.0.1", 7003))
    buffers = [bytearray(5), bytearray(20)]
    show("scattered", (one.recvmsg_into(buffers)[0], buffers))
    one.settimeout(0.05)
    attempt(one.recv, 10)
    six = socket.create_server(("::1", 7005), family=socket.AF_INET6)
    show("six", six.getsockname()[:2])
    abstract = socket.socket(socket.AF_UNIX)
    abstract.bind("\0dragoman")
    abstract.listen()
    show("abstract", abstract.getsockname())
    sequence = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    sequence[0].send(b"ab")
    sequence[0].send(b"cd")
    show("packets", [sequence[1].recv(10), sequence[1].recv(10)])
    with open("/tmp/f", "wb+") as file:
        file.write(b"z" * 100000)
        file.seek(0)
        c, d = socket.socketpair()
        reader = threading.Thread(target=lambda: show("sent", len(b"".join(iter(lambda: d.recv(65536), b"")))))
        reader.start()
        show("sendfile", c.sendfile(file))
        c.close()
        reader.join()
    read, write = os.pipe()
    show("select idle", select.select([read], [write], [], 0.05) == ([], [write], []))
    os.write(write, b"x")
    poll = select.poll()
    poll.register(read, select.POLLIN)
    show("poll", [event for _, event in poll.poll(1000)])
    epoll = select.epoll()
    epoll.register(read, select.EPOLLIN | select.EPOLLET)
    show("epoll", [[e for _, e in epoll.poll(0.1)] for _ in range(2)])
    with selectors.DefaultSelector() as selector:
        selector.register(read, selectors.EVENT_READ, "data")
        show("selector", [(k.data, e) for k, e in selector.select(1)])
    show("names", (socket.gethostname(), socket.gethostbyname("localhost"), socket.getservbyport is not None, socket.if_nameindex(), socket.inet_ntop(socket.AF_INET6, b"\0" * 15 + b"\1")))
    attempt(socket.getaddrinfo, "127.0.0.1", 80, type=socket.SOCK_STREAM)
    packet = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    packet.bind((0, 0))
    show("netlink", packet.getsockname()[1])


def case_files():
    import fcntl
    import glob
    import shutil
    import stat
    import struct
    import tempfile
    os.chdir("/tmp/work" if os.path.isdir("/tmp/work") else "/tmp")
    os.makedirs("d/e/f", exist_ok=True)
    for n in range(300):
        with open(f"d/f{n:03}", "w") as file: file.write("x" * n)
    show("list", (len(os.listdir("d")), sorted(e.name for e in os.scandir("d") if e.is_dir()), sum(e.stat().st_size for e in os.scandir("d/"))))
    show("walk", [(root, len(files)) for root, _, files in os.walk("d")])
    for action, *arguments in ((os.stat, "nothing"), (os.mkdir, "d"), (os.rmdir, "d"), (os.unlink, "d"), (os.rename, "d", "d/e/f/g"),
                               (os.readlink, "d"), (os.link, "nothing", "x"), (os.open, "d", os.O_WRONLY), (os.truncate, "nothing", 1), (os.chdir, "d/f001"),
                               (os.listdir, "nothing"), (os.utime, "nothing"), (os.lseek, 999, 0, 0), (os.close, 999), (os.dup2, 999, 3), (os.kill, 999999, 0),
                               (os.waitpid, -1, 0), (os.setxattr, "d", "user.x", b"1"), (os.getxattr, "d", "user.none"), (os.statvfs, "nothing"), (os.sched_setaffinity, 0, []), (os.open, "x" * 300, 0), (os.symlink, "a", "d"), (os.chmod, "nothing", 0), (os.mknod, "d")):
        attempt(action, *arguments)
    descriptor = os.open("big", os.O_RDWR | os.O_CREAT)
    os.lseek(descriptor, 6 << 30, 0)
    os.write(descriptor, b"end")
    show("large", (os.fstat(descriptor).st_size, os.pread(descriptor, 3, 6 << 30), os.lseek(descriptor, -1, 2), os.lseek(descriptor, 0, os.SEEK_DATA) >= 0))
    os.ftruncate(descriptor, 5 << 30)
    show("truncated", os.stat("big").st_size)
    os.posix_fallocate(descriptor, 0, 10000)
    os.posix_fadvise(descriptor, 5 << 30, 0, 0)
    os.pwrite(descriptor, b"at", (4 << 30) + 1)
    show("pwrite", os.pread(descriptor, 4, 4 << 30))
    os.writev(descriptor, [b"a", b"b"])
    show("vectors", (os.preadv(descriptor, [bytearray(2)], 0), os.pwritev(descriptor, [b"q", b"r"], 4 << 30)))
    fcntl.lockf(descriptor, fcntl.LOCK_EX, 100, 5 << 30)
    pid = os.fork()
    if pid == 0:
        try:
            fcntl.lockf(os.open("big", os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB, 10, (5 << 30) + 50)
        except OSError as error: show("locked", error.errno)
        try:
            fcntl.flock(os.open("big", os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB)
            show("flock free")
        finally: os._exit(0)
    os.wait()
    show("fcntl", (fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE, fcntl.fcntl(descriptor, fcntl.F_GETFD), os.get_inheritable(descriptor)))
    os.utime("big", ns=(1500000000123456789, 1100000000987654321))
    attempt(os.utime, "big", (0, 1 << 33))
    status = os.stat("big")
    show("times", (status.st_atime_ns, status.st_mtime_ns))
    os.utime("big", (-1000, -5.5))
    show("early", (os.stat("big").st_atime, os.stat("big").st_mtime))
    show("mode", [stat.filemode(os.lstat(p).st_mode) for p in ("d", "big", "/dev/null", "/bin/sh")])
    os.symlink("d/f010", "s")
    os.link("d/f010", "h")
    os.rename("h", "i")
    show("links", (os.stat("s").st_nlink, os.path.realpath("s"), os.path.samefile("s", "i")))
    os.mkfifo("p")
    show("fifo", stat.S_ISFIFO(os.stat("p").st_mode))
    show("access", [os.access("d/f001", m) for m in (os.R_OK, os.X_OK)])
    shutil.copytree("d", "copy")
    shutil.copy2("big", "/dev/null")
    show("glob", (len(glob.glob("copy/f*")), shutil.disk_usage("/tmp").total > 0))
    shutil.rmtree("copy")
    shutil.make_archive("a", "gztar", "d")
    shutil.unpack_archive("a.tar.gz", "out")
    show("archive", len(os.listdir("out")))
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile(dir=folder) as file: show("temporary", os.path.exists(file.name))
    directory = os.open("d", os.O_RDONLY)
    show("relative", (os.stat("f005", dir_fd=directory).st_size, os.path.exists(f"/proc/self/fd/{directory}"), len(os.listdir(directory))))
    os.chown("i", 12, 34)
    os.chmod("i", 0o4751)
    show("owner", (os.stat("i").st_uid, os.stat("i").st_gid, oct(os.stat("i").st_mode)))
    show("copy range", os.copy_file_range(os.open("d/f299", 0), os.open("cr", os.O_CREAT | os.O_WRONLY), 299))
    show("memory file", os.write(os.memfd_create("x"), b"12345"))
    show("event", os.eventfd_read(os.eventfd(7)))
    read, write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    attempt(os.read, read, 1)
    show("size", fcntl.fcntl(write, 1031, 65536))
    show("splice", os.splice(os.open("d/f299", 0), write, 299))
    import termios
    attempt(termios.tcgetattr, read)
    show("available", struct.unpack("i", fcntl.ioctl(read, termios.FIONREAD, b"\0" * 4)))
    attempt(os.setxattr, "i", "user.x", b"1")
    vfs = os.statvfs("/tmp")
    show("vfs", (vfs.f_bsize, vfs.f_namemax, vfs.f_blocks > 0))
    os.chroot("/")
    os.sync()


def case_processes():
    import resource
    import time
    pid = os.fork()
    if pid == 0: os._exit(9)
    ended = os.waitid(os.P_PID, pid, os.WEXITED)
    show("waitid", [getattr(ended, n) for n in ("si_signo", "si_status", "si_code")])
    pid = os.fork()
    if pid == 0: os.kill(os.getpid(), signal.SIGSEGV)
    _, status, usage = os.wait4(pid, 0)
    show("wait4", (os.WTERMSIG(status), usage.ru_maxrss > 0))
    pid = os.fork()
    if pid == 0: time.sleep(60)
    show("nohang", os.waitpid(pid, os.WNOHANG))
    os.kill(pid, 15)
    show("killed", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    show("ids", (os.getuid(), os.geteuid(), os.getresuid(), os.getresgid(), os.getgroups(), os.getpgrp() == os.getpgid(0), os.getsid(0) > 0))
    pid = os.fork()
    if pid == 0:
        os.setgroups([5, 70000])
        os.setresgid(7, 8, 9)
        os.setresuid(1, 2, 3)
        show("changed", (os.getresuid(), os.getresgid(), os.getgroups()))
        attempt(os.setuid, 0)
        attempt(os.setgroups, [])
        os._exit(0)
    os.wait()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        show("session", os.getsid(0) == os.getpid())
        attempt(os.setsid)
        os._exit(0)
    os.wait()
    resource.setrlimit(resource.RLIMIT_NOFILE, (30, 40))
    show("limit", resource.getrlimit(resource.RLIMIT_NOFILE))
    attempt(lambda: [os.dup(1) for _ in range(60)])
    os.closerange(3, 40)
    show("infinite", resource.getrlimit(resource.RLIMIT_CPU))
    resource.setrlimit(resource.RLIMIT_FSIZE, (5 << 30, -1))
    show("large", resource.getrlimit(resource.RLIMIT_FSIZE))
    attempt(resource.setrlimit, resource.RLIMIT_CORE, (5, 4))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    show("usage", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss > 0)
    show("priority", (os.getpriority(0, 0), os.nice(3), os.sched_getscheduler(0), os.sched_get_priority_max(1), len(os.sched_getaffinity(0)) == os.cpu_count()))
    os.sched_setaffinity(0, {0})
    show("affinity", os.sched_getaffinity(0))
    os.sched_yield()
    show("umask", (os.umask(0o27), os.umask(0o22)))
    show("uname", os.uname().sysname)
    show("times", os.times().elapsed > 0)
    show("load", len(os.getloadavg()))
    show("random", (len(os.getrandom(16)), len(os.urandom(100))))
    show("conf", (os.sysconf("SC_PAGESIZE"), os.sysconf("SC_CLK_TCK"), os.sysconf("SC_OPEN_MAX"), os.confstr("CS_GNU_LIBC_VERSION")))
    show("clocks", [time.clock_getres(c) for c in (time.CLOCK_MONOTONIC, time.CLOCK_REALTIME)] + [time.clock_gettime(c) > 0 for c in (time.CLOCK_MONOTONIC, time.CLOCK_PROCESS_CPUTIME_ID, time.CLOCK_THREAD_CPUTIME_ID, time.CLOCK_BOOTTIME)])
    attempt(time.clock_gettime, 99)
    show("localtime", time.strftime("%F %T", time.localtime(2 ** 31 - 1)))
    with open("/proc/self/cmdline") as file: show("cmdline", file.read().split("\0"))
    with open("/proc/self/comm") as file: show("comm", file.read())
    show("exe", os.readlink("/proc/self/exe"))
    show("executable", sys.executable)
    show("environ", "PATH" in open("/proc/self/environ").read())
    show("descriptors", len(os.listdir("/proc/self/fd")))
    show("tasks", len(os.listdir("/proc/self/task")))
    pid = os.pidfd_open(os.getpid())
    show("pidfd", pid > 2)
    os.close(pid)
    pid = os.fork()
    if pid == 0:
        os.execve("/bin/sh", ["renamed", "-c", "echo $0 $VARIABLE; readlink /proc/$$/exe"], {"VARIABLE": "value"})
    os.wait()
    pid = os.fork()
    if pid == 0: os.execve(os.open("/bin/echo", os.O_RDONLY), ["echo", "by descriptor"], {})
    os.wait()
    for _ in range(300 if FULL else 100):
        pid = os.fork()
        if pid == 0: os._exit(0)
        os.waitpid(pid, 0)
    show("forks")


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
    show("decimal", [decimal.Decimal(2).sqrt(), decimal.Decimal(1) / 7, decimal.Decimal("1e400").ln(), decimal.Decimal(3) ** 200])
    show("fraction", sum(fractions.Fraction(1, n) for n in range(1, 30)))
    show("floats", [0.1 + 0.2, 1e22, 1e23, 5e-324, 1.7976931348623157e308, 2.5e-8, -0.0, 1 / 3, float("1e-400"), float("inf"), 123456789.123456789])
    show("format", f"{math.pi:.20f} {1e10:g} {255:#x} {-7 // 2} {-7 % 3} {1234567.891:,.2f} {0.000012345:e} {2 ** 100:,} {12345:>10} {3.5:.0f} {2.5:.0f} {1e16!r}")
    show("math", [math.sin(1e22), math.exp(-1), math.gamma(5.5), math.lgamma(100), math.fsum([0.1] * 10), math.hypot(3, 4), math.erf(0.5), math.atan2(-1, -1), math.fmod(-7, 3), math.nextafter(1, 2), math.ldexp(1, -1074), math.log2(10), math.isqrt(10 ** 40), math.comb(60, 30)])
    show("hex", [x.hex() for x in (0.1, math.e, 1e-310)] + [float.fromhex("0x1.8p3")])
    show("round", [round(2.675, 2), round(-0.5), round(1e15 + 0.3, 1)])
    show("complex", [(1 + 2j) ** 3, abs(3 - 4j)])
    show("struct", [struct.pack("<dfqHh", 1.5, 0.1, -2 ** 62, 65535, -5).hex(), struct.calcsize("@bqi"), struct.calcsize("P")])
    random.seed(7)
    show("random", [random.random(), random.randint(0, 10 ** 9), random.gauss(0, 1), random.sample(range(100), 5)])
    show("big", [pow(3, 10 ** 5, 10 ** 20 + 39), len(str(2 ** 10000)), hash(2 ** 61), hash(0.5), hash("x" * 0), (-2 ** 40) >> 3, int.from_bytes(b"\xff" * 9, "big")])
    show("digest", [hashlib.new(n, b"data").hexdigest() for n in ("md5", "sha1", "sha256", "sha3_256", "blake2b")])
    show("dates", [datetime.datetime.fromtimestamp(t, datetime.timezone.utc).isoformat() for t in (0, 2 ** 31 - 1, -2 ** 31, 0.5)] + [str(datetime.date(2024, 2, 29) + datetime.timedelta(366))])
    show("json", json.dumps({"a": [1.5, 1e100, None, True, "é\u2028"]}))
    total = 0.0
    for n in range(1, 1000000 if FULL else 200000): total += math.sin(n) / n
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
    show("compress", [len(m.decompress(m.compress(data))) for m in (zlib, gzip, bz2, lzma)] + [zlib.crc32(data), len(zlib.compress(data, 9))])
    with zipfile.ZipFile("/tmp/z.zip", "w", zipfile.ZIP_DEFLATED) as archive: archive.writestr("a/b", data)
    show("zip", zipfile.ZipFile("/tmp/z.zip").testzip())
    show("regex", [re.findall(r"(?i)\b(\w)(\w*)\1\b", "Anna abba x civic noon deed")[:4], re.sub(r"(?P<y>\d{4})-(\d\d)", r"\2/\g<y>", "on 2024-05")])
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
        def log_message(self, *arguments): pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 7010), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    show("http", [len(urllib.request.urlopen(f"http://127.0.0.1:7010/{n}").read()) for n in (1, 22, 333)])
    server.shutdown()
    failed = []
    for name in sorted(sys.stdlib_module_names):
        if name in ("antigravity", "this", "idlelib") or name.startswith("_"): continue
        try: importlib.import_module(name)
        except ImportError: failed.append(name)
    show("not importable", failed)
    import curses, shelve, dbm.dumb, pickle, locale, tracemalloc, cProfile
    with shelve.open("/tmp/shelf") as shelf: shelf["k"] = list(range(10))
    show("shelf", shelve.open("/tmp/shelf")["k"])
    show("locale", locale.setlocale(locale.LC_ALL, "C.UTF-8"))
    show("recursion", recurse(900))
    import readline, grp, pwd
    show("users", (pwd.getpwuid(0).pw_name, grp.getgrgid(0).gr_name))
    show("pickle", len(pickle.dumps(data)))
    try: recurse(10 ** 6)
    except RecursionError as error: show("too deep", error)


def recurse(n):
    return 0 if n == 0 else 1 + recurse(n - 1)


if __name__ == "__main__":
    sys.path.insert(0, "/suites")
    os.chdir("/tmp")
    globals()["case_" + sys.argv[1]]()
