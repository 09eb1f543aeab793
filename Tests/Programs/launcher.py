"""Starts cases inside a Debian root, in namespaces of their own, natively or under Dragoman: see inside.py."""

import ctypes
import json
import os
import pathlib
import signal
import subprocess
import sys

SUITES = pathlib.Path(__file__).resolve().parent
TOP = SUITES.parent.parent
CACHE = TOP / ".cache"


def end_with_parent():
    """Lets the kernel end this process with the runner, however the runner ends: nothing is left running."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Launcher:
    """Knows how to start a suite's cases in namespaces of their own, in either mode."""

    def __init__(self, root, resident, wrap="", only64=False, environment=None, options=()):
        self.root, self.resident, self.environment = root, resident, environment or {}
        self.options = list(options)
        self.wrap = wrap.split()
        if only64:
            self.wrap.insert(0, str(build_only64()))

    def task(self, mode, cases):
        guest = mode != "native"
        directory = self.resident.resolve()
        programs = [directory / name for name in ("dragoman-resident", "dragoman")] if guest else []
        return {
            "root": str(self.root),
            "suites": str(SUITES),
            "cases": cases,
            "programs": [str(path) for path in programs if path.exists()],
            "launch": ["/opt/dragoman/dragoman-resident", *self.options, "--"] if guest else [],
            "wrap": self.wrap if guest else [],
            "environment": self.environment,
        }

    def start(self, task, **streams):
        user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
        return subprocess.Popen(
            [
                "unshare",
                *user,
                "--mount",
                "--pid",
                "--net",
                "--ipc",
                "--uts",
                "--fork",
                "--kill-child",
                "--propagation",
                "private",
                sys.executable,
                str(SUITES / "inside.py"),
            ],
            stdin=subprocess.PIPE,
            text=True,
            preexec_fn=end_with_parent,
            **streams,
        )

    def run(self, cases, mode):
        """Runs cases {name, limit, command} in one mode; returns a result for each, also for those not reached."""
        whole = 60 + sum(case["limit"] for case in cases)
        child = self.start(self.task(mode, cases), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            printed, errors = child.communicate(json.dumps(self.task(mode, cases)), timeout=whole)
        except subprocess.TimeoutExpired:
            child.kill()
            printed, errors = child.communicate()
        results = {}
        for line in printed.splitlines():
            result = json.loads(line)
            results[result["case"]] = result
        reason = f"not run: {(errors.strip().splitlines() or ['over the limit of the suite'])[-1]}"
        for case in cases:
            results.setdefault(case["name"], {"case": case["name"], "ending": reason, "seconds": 0, "output": ""})
        return results


def build_only64():
    source, program = TOP / "Tests" / "Support" / "only64.c", CACHE / "only64"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["cc", "-O2", "-o", str(program), str(source)], check=True)
    return program
