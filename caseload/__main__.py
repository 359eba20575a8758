"""`python -m caseload` and the installed command: the front door, or a shell that asks for words.

A shell asks at each press of Tab, so that way loads nothing of the front door.
"""

import os
import sys


def run() -> None:
    """One command, or the words that complete one."""
    _leave_no_core()
    asked = os.environ.get("_CASELOAD_COMPLETE", "")
    if asked.startswith("complete_"):
        from caseload.completion import answer

        sys.exit(answer(asked))
    import signal

    from caseload.cli import main

    # Told to end, or left by its terminal, a command takes back what it has half made, as after
    # Ctrl-C; not under nohup.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    sys.exit(main())


def _leave_no_core() -> None:
    """A crash leaves no image of the memory, in which key and records lie; others inherit this."""
    if sys.platform == "win32":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    # Of 1 byte: with 0, Linux still hands the image to a program that collects them.
    most = 0 if hard == 0 else 1
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


if __name__ == "__main__":
    run()
