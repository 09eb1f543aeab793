#!/usr/bin/python3
"""python3: threads, processes, asyncio and signals."""

import os
import signal
import sys

from python3_support import attempt, FULL, run_case, show


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
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    show("total", total)
    jobs, results = queue.Queue(), queue.Queue()

    def work():
        while (item := jobs.get()) is not None:
            results.put(item * item)

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for n in range(3000):
        jobs.put(n)
    for _ in workers:
        jobs.put(None)
    for worker in workers:
        worker.join()
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
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
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

    with ThreadPoolExecutor(16) as pool:
        show("pool", sum(pool.map(lambda n: n % 7, range(5000))))


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
    show(
        "preexec",
        run(["sh", "-c", "ulimit -n"], preexec_fn=lambda: __import__("resource").setrlimit(7, (64, 64))).stdout,
    )
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
            for n in range(100):
                await tasks.put(n)

        producer = asyncio.create_task(produce())
        show("queue", sum([await tasks.get() for _ in range(100)]))
        await producer

    asyncio.run(main())


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
        for child in children:
            child.start()
        show("received", [ours.recv() for _ in children])
        for child in children:
            child.join()
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

    with ProcessPoolExecutor(2) as pool:
        show("executor", sum(pool.map(square, range(100), chunksize=10)))


def case_signals():
    import faulthandler
    import threading
    import time

    seen = []
    signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number))
    for _ in range(1000):
        os.kill(os.getpid(), signal.SIGUSR1)
    show("delivered", len(seen))
    signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
    ticks = []
    signal.signal(signal.SIGALRM, lambda *_: ticks.append(1))
    while len(ticks) < 10:
        sum(range(1000))
    show("timer", signal.setitimer(signal.ITIMER_REAL, 0)[1])
    show("pending", signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2, signal.SIGTERM]))
    os.kill(os.getpid(), signal.SIGUSR2)
    show("pending", signal.sigpending())
    show("waited", signal.sigwait([signal.SIGUSR2]))
    show("timed out", signal.sigtimedwait([signal.SIGUSR2], 0.05))
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM)).start()
    information = signal.sigwaitinfo([signal.SIGTERM])
    show(
        "information",
        (information.si_signo, information.si_code, information.si_pid == os.getpid(), information.si_uid),
    )
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
    for code in (
        "import ctypes; ctypes.string_at(0)",
        "import os; os.abort()",
        "import signal, os; os.kill(os.getpid(), 9)",
        "import sys; sys.exit(3)",
        "raise SystemExit('text')",
    ):
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


if __name__ == "__main__":
    run_case(globals())
