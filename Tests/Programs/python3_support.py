"""What the python3 suites share: printing results and running the case that the first argument names."""

import os
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


def run_case(names):
    """Runs the case of the suite whose names these are, in /tmp."""
    os.chdir("/tmp")
    names["case_" + sys.argv[1]]()
