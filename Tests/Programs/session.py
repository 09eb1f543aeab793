"""Plays an interactive session on a pseudo-terminal and prints its transcript: what is typed waits for a prompt.

usage: session.py NAME   (a session of this file)
"""

import os
import pty
import re
import select
import signal
import sys
import termios
import time

BASH = ["/bin/bash", "--norc", "--noprofile", "-i"]
PYTHON = ["/usr/bin/python3", "-q", "-i"]


class Session:
    def __init__(self, arguments, prompt, environment=None):
        self.prompt = prompt
        self.number = None
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            # Before the program looks: it would draw its prompt again for a terminal that changed.
            termios.tcsetwinsize(0, (24, 200))
            os.environ.update(environment or {})
            os.execvp(arguments[0], arguments)
        self.pending = b""

    def wait_for(self, pattern, limit=20):
        """Reads until the pattern matches; prints and drops all up to the end of the match."""
        end = time.monotonic() + limit
        while True:
            match = re.search(pattern, self.pending)
            if match:
                seen, self.pending = self.pending[: match.end()], self.pending[match.end() :]
                self.show(seen)
                return match
            ready, _, _ = select.select([self.terminal], [], [], max(0, end - time.monotonic()))
            try:
                data = os.read(self.terminal, 65536) if ready else None
            except OSError:
                data = b""
            if not data:
                self.show(self.pending)
                print(f"\n<{'closed' if data == b'' else 'silent'}; waited for {pattern!r}>")
                self.pending = b""
                return None
            self.pending += data

    def show(self, data):
        text = data.decode(errors="backslashreplace").replace("\r\n", "\n").replace("\r", "<CR>\n")
        text = re.sub(r"\x1b\[\?2004[hl]", "", text)
        text = re.sub(r"^\[(\d+)\] \d+$", r"[\1] PID", text, flags=re.MULTILINE)
        sys.stdout.write(text.replace("\x1b", "<ESC>").replace("\x07", "<BEL>"))

    def wait_for_prompt(self):
        """Waits for the next prompt, which is numbered: a prompt that is only drawn again does not count."""
        found = self.wait_for(self.prompt)
        while found and found.group(1) == self.number:
            found = self.wait_for(self.prompt)
        self.number = found.group(1) if found else None

    def run_in_foreground(self, command, keys, pattern=None):
        """Types a command, and the keys once it has the terminal."""
        self.type(command + "\n")
        end = time.monotonic() + 20
        while os.tcgetpgrp(self.terminal) == self.pid and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.4)
        self.type(keys)
        if pattern:
            self.wait_for(pattern)
        else:
            self.wait_for_prompt()

    def type(self, text):
        os.write(self.terminal, text.encode())

    def lines(self, *lines):
        for line in lines:
            self.type(line + "\n")
            self.wait_for_prompt()

    def end(self):
        _, status = os.waitpid(self.pid, 0)
        print(f"\n<ended {os.waitstatus_to_exitcode(status)}>")


def bash():
    shell = Session(BASH, rb"(\d+)> $", {"PS1": r"\#> ", "PS2": "more> ", "HISTFILE": "/dev/null"})
    shell.wait_for_prompt()
    shell.lines("echo $- | tr -d -c im; echo", "tty", "stty size", "set -m; echo monitor")
    shell.lines("sleep 100 & sleep 200 & jobs | cat", "kill %1; sleep 0.3", "jobs")
    shell.run_in_foreground("sleep 300", "\x1a")
    shell.lines("jobs", "bg %3", "kill %3; read -t 0.3", "kill %2; read -t 0.3", "jobs; wait; echo $?")
    shell.run_in_foreground("cat", "typed line\n", rb"typed line\r\ntyped line\r\n")
    shell.type("\x1a")
    shell.wait_for_prompt()
    shell.run_in_foreground("fg", "again\n", rb"again\r\nagain\r\n")
    shell.type("\x04")
    shell.wait_for_prompt()
    shell.run_in_foreground("sleep 400", "\x03")
    shell.lines("echo $?", "sh -c 'trap \"echo caught; exit 3\" INT; kill -INT $$'; echo $?")
    shell.run_in_foreground("sleep 500 | cat | cat", "\x1c")
    shell.lines("echo ${PIPESTATUS[@]}", "for i in 1 2\ndo echo item $i\ndone")
    shell.lines(
        "echo editi\x08ing\x01\x05 line", "wrong\x15echo killed", "echo \x10\x15echo history", "l\x7fecho erased"
    )
    shell.lines("python3 -c 'import os; print(os.isatty(0), os.tcgetpgrp(0) == os.getpgrp())'")
    shell.lines("(sleep 0.2; kill -CONT $$) & wait", "read -t 0.2 x; echo $?", "stty -echo; stty echo; echo echoed")
    shell.lines("sh -c 'kill -STOP $$'; echo $?", "jobs", "kill -KILL %1; read -t 0.5", "jobs; echo none")
    termios.tcsetwinsize(shell.terminal, (40, 190))
    time.sleep(0.3)
    # `read` waits without being a job itself, which would take the mark of the current job.
    shell.lines("stty size", "cat /dev/tty >/dev/null & sleep 0.5", "kill %1; read -t 0.5", "jobs; echo gone")
    shell.lines("python3 -c 'import os; print(os.get_terminal_size())'", "stty -a | grep -o 'intr = ..; quit = ..'")
    shell.lines(
        "set +m; sleep 0.1 | cat; echo $?; set -m", "trap 'echo hup' HUP; kill -HUP $$", "nothing-like-it; echo $?"
    )
    shell.type("exit 9\n")
    shell.end()


def python():
    shell = Session(PYTHON, rb"(?:^|\n)(\d+)> $", {"TERM": "dumb", "PYTHONSTARTUP": "/suites/numbered_prompt.py"})
    shell.wait_for_prompt()
    shell.lines("1 + 1", "'a' * 5", "import sys, os; sys.maxsize", "os.isatty(0), os.ttyname(0)", "1 / 0")
    shell.lines("def square(x):\n    return x * x\n", "square(12)", "[square(n) for n in range(5)]", "import time")
    shell.type("print('sleeping'); time.sleep(30)\n")
    shell.wait_for(rb"\nsleeping\r\n")
    time.sleep(0.2)
    shell.type("\x03")
    shell.wait_for_prompt()
    shell.type("input('name? ')\n")
    shell.wait_for(rb"\nname\? $")
    shell.lines("dragoman")
    shell.lines("os.system('echo from a shell; exit 3') >> 8", "_ + 1", "import platform; platform.architecture()[0]")
    shell.lines(
        "import signal; signal.signal(signal.SIGWINCH, lambda *_: print('winch')) is not None",
        "os.kill(os.getpid(), signal.SIGWINCH)",
        "'wrong'\x15'right'",
        "'edite\x7f\x7fted'",
    )
    shell.lines(
        "import readline; readline.get_current_history_length() > 5", "raise ValueError('é')", "open('nothing')"
    )
    shell.type("\x04")
    shell.end()


signal.signal(signal.SIGPIPE, signal.SIG_DFL)
{"bash": bash, "python": python}[sys.argv[1]]()
