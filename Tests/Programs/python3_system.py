#!/usr/bin/python3
"""python3: its calls on memory, sockets, files and processes."""

import os
import signal
import sys

from python3_support import attempt, FULL, run_case, show


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
    # As a 64-bit program it would get and fill them.
    if sys.maxsize < 1 << 32:
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
        show(
            "options",
            [
                client.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY),
                client.gettimeout(),
                client.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE),
                client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR),
            ],
        )
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
    show(
        "names",
        (
            socket.gethostname(),
            socket.gethostbyname("localhost"),
            socket.getservbyport is not None,
            socket.if_nameindex(),
            socket.inet_ntop(socket.AF_INET6, b"\0" * 15 + b"\1"),
        ),
    )
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
        with open(f"d/f{n:03}", "w") as file:
            file.write("x" * n)
    show(
        "list",
        (
            len(os.listdir("d")),
            sorted(e.name for e in os.scandir("d") if e.is_dir()),
            sum(e.stat().st_size for e in os.scandir("d/")),
        ),
    )
    show("walk", [(root, len(files)) for root, _, files in os.walk("d")])
    for action, *arguments in (
        (os.stat, "nothing"),
        (os.mkdir, "d"),
        (os.rmdir, "d"),
        (os.unlink, "d"),
        (os.rename, "d", "d/e/f/g"),
        (os.readlink, "d"),
        (os.link, "nothing", "x"),
        (os.open, "d", os.O_WRONLY),
        (os.truncate, "nothing", 1),
        (os.chdir, "d/f001"),
        (os.listdir, "nothing"),
        (os.utime, "nothing"),
        (os.lseek, 999, 0, 0),
        (os.close, 999),
        (os.dup2, 999, 3),
        (os.kill, 999999, 0),
        (os.waitpid, -1, 0),
        (os.setxattr, "d", "user.x", b"1"),
        (os.getxattr, "d", "user.none"),
        (os.statvfs, "nothing"),
        (os.sched_setaffinity, 0, []),
        (os.open, "x" * 300, 0),
        (os.symlink, "a", "d"),
        (os.chmod, "nothing", 0),
        (os.mknod, "d"),
    ):
        attempt(action, *arguments)
    descriptor = os.open("big", os.O_RDWR | os.O_CREAT)
    os.lseek(descriptor, 6 << 30, 0)
    os.write(descriptor, b"end")
    show(
        "large",
        (
            os.fstat(descriptor).st_size,
            os.pread(descriptor, 3, 6 << 30),
            os.lseek(descriptor, -1, 2),
            os.lseek(descriptor, 0, os.SEEK_DATA) >= 0,
        ),
    )
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
        except OSError as error:
            show("locked", error.errno)
        try:
            fcntl.flock(os.open("big", os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB)
            show("flock free")
        finally:
            os._exit(0)
    os.wait()
    show(
        "fcntl",
        (
            fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE,
            fcntl.fcntl(descriptor, fcntl.F_GETFD),
            os.get_inheritable(descriptor),
        ),
    )
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
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile(dir=folder) as file:
        show("temporary", os.path.exists(file.name))
    directory = os.open("d", os.O_RDONLY)
    show(
        "relative",
        (
            os.stat("f005", dir_fd=directory).st_size,
            os.path.exists(f"/proc/self/fd/{directory}"),
            len(os.listdir(directory)),
        ),
    )
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
    if pid == 0:
        os._exit(9)
    ended = os.waitid(os.P_PID, pid, os.WEXITED)
    show("waitid", [getattr(ended, n) for n in ("si_signo", "si_status", "si_code")])
    pid = os.fork()
    if pid == 0:
        os.kill(os.getpid(), signal.SIGSEGV)
    _, status, usage = os.wait4(pid, 0)
    show("wait4", (os.WTERMSIG(status), usage.ru_maxrss > 0))
    pid = os.fork()
    if pid == 0:
        time.sleep(60)
    show("nohang", os.waitpid(pid, os.WNOHANG))
    os.kill(pid, 15)
    show("killed", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    show(
        "ids",
        (
            os.getuid(),
            os.geteuid(),
            os.getresuid(),
            os.getresgid(),
            os.getgroups(),
            os.getpgrp() == os.getpgid(0),
            os.getsid(0) > 0,
        ),
    )
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
    show(
        "priority",
        (
            os.getpriority(0, 0),
            os.nice(3),
            os.sched_getscheduler(0),
            os.sched_get_priority_max(1),
            len(os.sched_getaffinity(0)) == os.cpu_count(),
        ),
    )
    os.sched_setaffinity(0, {0})
    show("affinity", os.sched_getaffinity(0))
    os.sched_yield()
    show("umask", (os.umask(0o27), os.umask(0o22)))
    show("uname", os.uname().sysname)
    show("times", os.times().elapsed > 0)
    show("load", len(os.getloadavg()))
    show("random", (len(os.getrandom(16)), len(os.urandom(100))))
    show(
        "conf",
        (
            os.sysconf("SC_PAGESIZE"),
            os.sysconf("SC_CLK_TCK"),
            os.sysconf("SC_OPEN_MAX"),
            os.confstr("CS_GNU_LIBC_VERSION"),
        ),
    )
    show(
        "clocks",
        [time.clock_getres(c) for c in (time.CLOCK_MONOTONIC, time.CLOCK_REALTIME)]
        + [
            time.clock_gettime(c) > 0
            for c in (
                time.CLOCK_MONOTONIC,
                time.CLOCK_PROCESS_CPUTIME_ID,
                time.CLOCK_THREAD_CPUTIME_ID,
                time.CLOCK_BOOTTIME,
            )
        ],
    )
    attempt(time.clock_gettime, 99)
    show("localtime", time.strftime("%F %T", time.localtime(2**31 - 1)))
    with open("/proc/self/cmdline") as file:
        show("cmdline", file.read().split("\0"))
    with open("/proc/self/comm") as file:
        show("comm", file.read())
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
    if pid == 0:
        os.execve(os.open("/bin/echo", os.O_RDONLY), ["echo", "by descriptor"], {})
    os.wait()
    for _ in range(300 if FULL else 100):
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
    show("forks")


if __name__ == "__main__":
    run_case(globals())
