"""Runs the parts of one virtual machine's tests, inside it; Scripts/vm-test reads what this prints.

Each check prints `vm: passed: …` or `vm: failed: …`; the other runners' counts stand for themselves.
"""

import difflib
import errno
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
RELEASE = TOP / ".build" / "release"
STATE = pathlib.Path(os.environ["STATE"])
# What the build machine's kernel answered: a tar archive without a file system around it.
ANSWERS = pathlib.Path("/dev/vdb")
# Where what this machine's kernel answers goes, in the same form.
RESULTS = pathlib.Path("/dev/vdc")
PROGRAMS = STATE / "guests"
SLACK = os.environ.get("SLACK", "10")
# A processor in software has clocks that run unevenly, and writes to code that others run are not whole there. What the
# machines are for, that a call is caught and answered by each means, fails each time or never.
SETTLE = "3"
SUITES = os.environ.get("SUITES", "busybox").split(",")
NOBODY = 65534
# What the machine was started without, as words of Tests/VM/kernel.patch.
CHOICES = pathlib.Path("/proc/cmdline").read_text().split()


def check(what, is_right, account=""):
    print(f"vm: {'passed' if is_right else 'failed'}: {what}" + (f": {account}" if account and not is_right else ""), flush=True)


def run(*command, limit=60, user=None, **options):
    """Status and text of a command; the status is negative for a signal, and an errno's name where it did not start."""
    folder = tempfile.mkdtemp()
    os.chmod(folder, 0o777)
    try:
        done = subprocess.run(
            [str(word) for word in command], capture_output=True, text=True, errors="backslashreplace", timeout=limit,
            stdin=subprocess.DEVNULL, user=user, group=user, extra_groups=[] if user else None, cwd=folder, **options)
    except OSError as error:
        return errno.errorcode[error.errno], ""
    except subprocess.TimeoutExpired:
        return "time limit", ""
    return done.returncode, done.stdout + done.stderr


def stream(*command, limit, user=None):
    """Runs a runner that prints its own counts."""
    identity = {"user": user, "group": user, "extra_groups": []} if user else {}
    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, start_new_session=True, **identity)
    try:
        status = process.wait(limit)
        # Nothing may stay uncounted: status 1 is a count of failures, any other end is one more.
        if status not in (0, 1):
            check(f"{command[0]} ends", False, f"status {status}")
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()
        check(f"{command[0]} ends in {limit} s", False)


def kernel_configuration():
    return set(gzip.open("/proc/config.gz", "rt").read().splitlines())


HELLO = ("static", "dynamic", "x32.static", "x32.dynamic")


def part_refused():
    """The kernel has no 32-bit entry, and refuses the very programs that Dragoman then runs."""
    configuration = kernel_configuration()
    for name in ("CONFIG_IA32_EMULATION", "CONFIG_X86_X32_ABI"):
        check(f"the kernel has no {name}", f"{name}=y" not in configuration)
    busybox = TOP / ".cache" / "i386-root" / "bin" / "busybox"
    for program in (*(PROGRAMS / f"hello.{kind}" for kind in HELLO), busybox):
        if not program.exists():
            continue
        status, _ = run(program)
        check(f"the kernel refuses {program.name} with ENOEXEC", status == "ENOEXEC", f"{status}")
        arguments = ["echo", "hello"] if program is busybox else []
        status, text = run(RELEASE / "dragoman", "run", program, *arguments)
        check(f"Dragoman runs {program.name}", status == 0 and "hello" in text, f"{status} {text}")


def part_doctor():
    """What doctor says, against what the machine was started for; EXPECT is purpose=means;…"""
    status, text = run(RELEASE / "dragoman", "doctor")
    print(text, flush=True)
    json_status, text = run(RELEASE / "dragoman", "doctor", "--json")
    report = json.loads(text)
    decisions = {decision["purpose"]: decision["means"] for decision in report["decisions"]}
    expected = dict(pair.split("=") for pair in os.environ.get("EXPECT", "").split(";") if pair)
    runs = expected.pop("runs", "yes") == "yes"
    check("doctor and its JSON agree on the status", status == json_status, f"{status} {json_status}")
    check(f"doctor says that guests {'run' if runs else 'do not run'}", report["canRunGuests"] == runs and (status == 0) == runs)
    for purpose, means in expected.items():
        check(f"doctor: {purpose}: {means}", decisions.get(purpose) == means, f"{decisions.get(purpose)}")


def part_runs():
    """The tool and the resident start a program, for root and for an ordinary user."""
    for user, answers in ((None, "expected.json"), (NOBODY, "expected-user.json")):
        answers = json.loads((STATE / answers).read_text())
        kinds = [kind for kind in HELLO if not ("x32" in kind and "noseccomp" in CHOICES)]
        for name in (*(f"hello.{kind}" for kind in kinds), "int80-every-register.static", "entry-every-register.dynamic"):
            # The runner gives hello arguments.
            expected = "hello, " if name.startswith("hello") else answers[name]["stdout"]
            status, text = run(RELEASE / "dragoman", "run", PROGRAMS / name, user=user)
            check(f"{name} runs for user {user or 0}", status == 0 and text.startswith(expected), f"{status} {text[-400:]}")


def refuse(name, *options):
    """Whether tool and resident refuse to start a program rather than let its calls escape."""
    for command in ([RELEASE / "dragoman", "run", *options], [RELEASE / "dragoman-resident", *(["--intercept", "all"] if options else []), "--"]):
        status, text = run(*command, PROGRAMS / name)
        said = len(text.splitlines()) == 1 and text.startswith("dragoman: ")
        check(f"{command[0].name} refuses {' '.join((*options, name))} with one line", status == 126 and said, f"{status} {text}")


def part_refusal():
    """Something is missing that nothing replaces: no guest may start."""
    for name in ("hello.static", "hello.dynamic"):
        refuse(name)


def part_refusal64():
    """Nothing traps here: 64-bit code is not run, and i386 programs are."""
    for kind in ("x32.static", "x32.dynamic"):
        refuse(f"hello.{kind}")
    refuse("/bin/true", "--intercept")


def part_intercepted():
    """x86-64 programs under --intercept, and x86-64 children of x32 programs, which a filter makes guests as well."""
    guests("", "--all", *globs("--only", ("abi-*", "hello", "exec-kinds", "clock-*", "posix-spawn")))
    script = "echo a; (echo b; exit 3); echo $?; ls / | grep -c bin; python3 -c 'import os; os.wait4(os.spawnlp(os.P_NOWAIT, \"echo\", \"echo\", \"c\"), 0)'"
    native = run("/bin/sh", "-c", script)
    check("a shell, Python and what they start under --intercept", run(RELEASE / "dragoman", "run", "--intercept", "/bin/sh", "-c", script) == native)


def listed(name):
    """The names in a list of this folder, each of which stands before a colon and the reason."""
    lines = (TOP / "Tests" / "VM" / name).read_text().splitlines()
    return [line.partition(":")[0] for line in lines if line and not line.startswith("#")]


def split(names):
    """Guests, and cases of programs, which are SUITE/CASE."""
    return [name for name in names if "/" not in name], [name for name in names if "/" in name]


def globs(flag, names):
    return [word for name in names for word in (flag, name)]


def part_oracle():
    """This kernel has 32-bit entries: it says what guests print that look at processor and kernel."""
    written = []

    def ask(name, abi, *options, user=None):
        path = pathlib.Path("/tmp") / name
        command = [TOP / "Tests" / "run-guests", "--abi", abi, "--native", "--runs", "0", "--programs", PROGRAMS]
        _, text = run(*command, "--slack", SLACK, *options, "--record", path, limit=1800, user=user)
        print(*(f"vm: oracle: {line}" for line in text.splitlines()), sep="\n", flush=True)
        check(f"this kernel has answers for {name}", path.exists() and len(json.loads(path.read_text())) > 0)
        written.append(name)

    guests, programs = split(listed("MachineGuests.txt"))
    chosen = globs("--only", guests)
    ask("machine.json", "i386", *chosen)
    ask("machine-user.json", "i386", *chosen, user=NOBODY)
    ask("machine-x32.json", "x32")
    command = [TOP / "Tests" / "run-programs", "--native", "--slack", SLACK, *globs("--only", programs), "--save"]
    run(*command, "/tmp/machine-programs.json", limit=600)
    written.append("machine-programs.json")
    compare_x32(json.loads((STATE / "expected-x32.json").read_text()), json.loads(pathlib.Path("/tmp/machine-x32.json").read_text()))
    run("tar", "--create", "--file", RESULTS, "--directory", "/tmp", *written)


def compare_x32(model, own):
    """Here a kernel runs x32 programs: does the x86-64 program say what it has to do?"""
    # By which signal a program dies whose image lies depends on the kernel's version (SIGBUS here, SIGSEGV later).
    machine = listed("MachineGuests.txt") + listed("LeftOut.txt") + ["exec-lying-images"]
    cases = [case for case in own if case in model and case.partition(".")[0] not in machine]
    different = [case for case in cases if own[case] != model[case]]
    for case in different:
        print(f"vm: x32: {case}", *difflib.unified_diff(model[case]["stdout"].splitlines(), own[case]["stdout"].splitlines(), lineterm="", n=0), sep="\n")
    check(f"of {len(cases)} x32 programs the kernel says what the x86-64 program says", not different, " ".join(different))


def guests(name, *options, abi="i386", user=None, limit=3600):
    """All guests, against what the build machine's kernel printed, or this machine's where that depends on the machine."""
    expected = json.loads((STATE / f"expected{name}.json").read_text())
    machine, skipped = STATE / f"machine{name}.json", []
    own = json.loads(machine.read_text()) if machine.exists() else {}
    for guest in split(listed("MachineGuests.txt"))[0]:
        answered = {case: answer for case, answer in own.items() if case.partition(".")[0] == guest}
        expected.update(answered)
        if not answered:
            skipped.append(guest)
    skipped += split(listed("LeftOut.txt"))[0]
    if "nodispatch" in CHOICES and "--all" not in options and abi == "i386":
        # The calls of its 64-bit code, which nothing watches there but with --intercept.
        skipped.append("abi-wide-code")
    if "nomodifyldt" in CHOICES or "nofsgsbase" in CHOICES:
        # Without the instructions the resident's own segments stand in the table.
        skipped.append("modify-ldt")
    print(f"vm: left out: {' '.join(skipped)}", flush=True)
    answers = pathlib.Path(f"/tmp/answers{name}.json")
    answers.write_text(json.dumps(expected))
    answers.chmod(0o644)
    command = [TOP / "Tests" / "run-guests", "--programs", PROGRAMS, "--slack", SLACK, "--settle", SETTLE, "--resident", RELEASE / "dragoman-resident"]
    stream(*command, "--abi", abi, "--expected", answers, *options, *globs("--skip", skipped), user=user, limit=limit)


def part_guests():
    guests("")


def part_user():
    """All guests for an ordinary user, with vm.mmap_min_addr as it is set by default."""
    minimum = pathlib.Path("/proc/sys/vm/mmap_min_addr").read_text().strip()
    check("vm.mmap_min_addr is 65536", minimum == "65536", minimum)
    guests("-user", user=NOBODY)


def part_x32():
    guests("-x32", abi="x32")


# What the way of a call, its signals and its segments are tried with, where a whole run would take too long.
CHOSEN = (
    "hello", "entry-*", "int80-*", "sysenter-*", "segment-*", "thread-areas*", "tls-*", "modify-ldt", "threads-create-join",
    "threads-signals", "threads-many", "fork-and-wait", "exec-kinds", "vfork-shares-memory", "clone-raw", "signal-frame-*",
    "signal-restart", "fault-*", "unknown-calls", "start-registers", "posix-spawn", "siglongjmp-*", "contexts",
)


def part_chosen():
    guests("", *globs("--only", CHOSEN))


def part_unarmed():
    """The user trusts the programs to have no 64-bit code: nothing is armed, and their calls come all the same."""
    guests("", "--intercept", "patch", *globs("--only", CHOSEN))


def part_programs():
    answers = json.loads((STATE / "answers.json").read_text())
    machine = STATE / "machine-programs.json"
    own = json.loads(machine.read_text()) if machine.exists() else {}
    for name in split(listed("MachineGuests.txt"))[1]:
        suite, _, case = name.partition("/")
        answers[suite].pop(case, None)
        if case in own.get(suite, {}):
            answers[suite][case] = own[suite][case]
        else:
            print(f"vm: left out: {name}", flush=True)
    place = pathlib.Path("/tmp/answers-programs.json")
    place.write_text(json.dumps(answers))
    command = [TOP / "Tests" / "run-programs", "--answers", place, "--slack", SLACK, "--settle", SETTLE, *globs("--only", SUITES)]
    stream(*command, limit=3600)


PARTS = {name.removeprefix("part_"): part for name, part in list(globals().items()) if name.startswith("part_")}


def main():
    os.umask(0o022)
    run("tar", "--extract", "--file", ANSWERS, "--directory", STATE, "--no-same-owner")
    for name in sys.argv[1:]:
        print(f"vm: part {name}", flush=True)
        try:
            PARTS[name]()
        except Exception as error:  # One part's own trouble is not the others'.
            check(f"part {name} runs", False, f"{type(error).__name__}: {error}")


main()
