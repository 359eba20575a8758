"""`python -m caseload` and the installed command: the front door, or a shell that asks for words.

A shell asks at each press of Tab, so that way loads nothing of the front door.
"""

import os
import sys


def run() -> None:
    """One command, or the words that complete one."""
    asked = os.environ.get("_CASELOAD_COMPLETE", "")
    if asked.startswith("complete_"):
        from caseload.completion import answer

        sys.exit(answer(asked))
    from caseload.cli import main

    sys.exit(main())


if __name__ == "__main__":
    run()
