"""Runs the cases of one suite inside the i386 root, as the first process of its own namespaces.

Started by Tests/run-programs through `unshare`; takes a JSON task on standard input and prints one JSON line for
each case. Mounts are private to these namespaces, and whatever a case leaves behind is killed before the next one.
"""

import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import time


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True, stdin=subprocess.DEVNULL)


def give_up_the_machine():
    """Drops for good what would reach beyond the namespaces: clock, modules, reboot, raw devices, kernel log."""
    PR_CAPBSET_DROP = 24
    CAP_SYS_MODULE, CAP_SYS_RAWIO, CAP_SYS_BOOT, CAP_SYS_TIME, CAP_SYSLOG = 16, 17, 22, 25, 34
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (CAP_SYS_MODULE, CAP_SYS_RAWIO, CAP_SYS_BOOT, CAP_SYS_TIME, CAP_SYSLOG):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), f"cannot drop capability {capability}")


def make_device(host, place):
    """A device node of the tree's own, so that no case changes the host's; an ordinary user gets the host's, bound."""
    try:
        os.mknod(place, stat.S_IFCHR | 0o666, os.stat(host).st_rdev)
        os.chmod(place, 0o666)
    except PermissionError:
        open(place, "w").close()
        mount("--bind", host, place)


def build_tree(root, suites, programs):
    """Mounts a read-only root with a small /dev, its own /proc, and the suites and the two programs in it."""
    mount("--bind", root, root)
    mount("-o", "remount,bind,ro", root)
    mount("--bind", suites, f"{root}/suites")
    mount("-o", "remount,bind,ro", f"{root}/suites")
    mount("-t", "proc", "proc", f"{root}/proc")
    for name in filter(lambda name: os.path.exists(f"/proc/{name}"), ("sys", "sysrq-trigger")):
        mount("--bind", f"{root}/proc/{name}", f"{root}/proc/{name}")
        mount("-o", "remount,bind,ro", f"{root}/proc/{name}")
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", f"{root}/run")
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", f"{root}/opt/dragoman")
    for program in programs:
        shutil.copy(program, f"{root}/opt/dragoman/")
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", f"{root}/dev")
    for name in ("null", "zero", "full", "random", "urandom", "tty"):
        make_device(f"/dev/{name}", f"{root}/dev/{name}")
    for name in ("pts", "shm"):
        os.mkdir(f"{root}/dev/{name}")
    mount("-t", "devpts", "-o", "newinstance,ptmxmode=0666,mode=620", "devpts", f"{root}/dev/pts")
    mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", f"{root}/dev/shm")
    links = {
        "ptmx": "pts/ptmx",
        "fd": "/proc/self/fd",
        "stdin": "/proc/self/fd/0",
        "stdout": "/proc/self/fd/1",
        "stderr": "/proc/self/fd/2",
    }
    for name, target in links.items():
        os.symlink(target, f"{root}/dev/{name}")


def raise_loopback():
    """Brings up `lo` of the new network namespace, so that every port is free and nobody outside is reached."""
    SIOCSIFFLAGS, IFF_UP_RUNNING = 0x8914, 0x41
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", IFF_UP_RUNNING))


def end_everything():
    """Kills every other process of this pid namespace and waits for all of them."""
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        pass
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def describe(status):
    if os.WIFSIGNALED(status):
        return f"killed by {signal.Signals(os.WTERMSIG(status)).name}"
    return f"exit {os.WEXITSTATUS(status)}"


def run_case(arguments, environment, limit):
    """Runs one case to its end or its limit; returns how it ended, the seconds and all that it printed."""
    with tempfile.TemporaryFile() as output:
        fcntl.fcntl(output, fcntl.F_SETFL, os.O_APPEND | os.O_RDWR)
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        start = time.monotonic()
        child = os.fork()
        if child == 0:
            try:
                os.setsid()
                signal.pthread_sigmask(signal.SIG_SETMASK, [])
                for number in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT):
                    signal.signal(number, signal.SIG_DFL)
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                os.dup2(output.fileno(), 1)
                os.dup2(1, 2)
                os.closerange(3, 256)
                os.umask(0o022)
                os.execvpe(arguments[0], arguments, environment)
            finally:
                os._exit(125)
        ending = None
        while ending is None:
            left = start + limit - time.monotonic()
            if left <= 0:
                ending = f"over its limit of {limit} s"
                break
            signal.sigtimedwait([signal.SIGCHLD], left)
            while True:
                try:
                    pid, status = os.waitpid(-1, os.WNOHANG)
                except ChildProcessError:
                    break
                if pid == 0:
                    break
                if pid == child:
                    ending = describe(status)
        seconds = time.monotonic() - start
        end_everything()
        output.seek(0)
        return ending, seconds, output.read().decode(errors="backslashreplace")


def open_terminal():
    try:
        return os.open("/dev/tty", os.O_RDWR)
    except OSError:
        return os.open(os.devnull, os.O_RDONLY)


def main():
    task = json.load(sys.stdin)
    root = task["root"]
    build_tree(root, task["suites"], task["programs"])
    raise_loopback()
    socket.sethostname("dragoman")
    give_up_the_machine()
    environment = {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/tmp",
        "TERM": "dumb",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "USER": "root",
        "LOGNAME": "root",
        "SHELL": "/bin/bash",
        "PYTHONDONTWRITEBYTECODE": "1",
        **task["environment"],
    }
    for case in task["cases"]:
        mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", f"{root}/tmp")
        arguments = [*task["wrap"], shutil.which("chroot"), root, *task["launch"], *case["command"]]
        if task.get("terminal"):
            child = subprocess.Popen(arguments, env=environment, stdin=open_terminal())
            sys.exit(child.wait())
        ending, seconds, output = run_case(arguments, environment, case["limit"])
        print(json.dumps({"case": case["name"], "ending": ending, "seconds": seconds, "output": output}), flush=True)
        subprocess.run(["umount", "-l", f"{root}/tmp"], check=True)


if __name__ == "__main__":
    main()
