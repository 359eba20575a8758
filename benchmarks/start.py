"""A morning's list of 40 clients, against starting Python, a trivial query, and another list.

Targets: JSON at most 9 times `python -c pass`, and faster than one `sqlite-utils query` on the same
file; the table on a terminal at most 13 times; completing a word at most 3 times, a name 4 times.
Taskwarrior's list of as many tasks, written in C++, stands beside it where it is installed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from _build import TODAY, build
from _measure import CASELOAD, line, side_by_side


def main() -> None:
    """Build, run, print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "start.db"
        build(path, 40, 3_000)
        environment = {
            "CASELOAD_FILE": str(path),
            "CASELOAD_CONFIG": str(Path(folder) / "none.toml"),
            "CASELOAD_TODAY": TODAY.isoformat(),
            "COLUMNS": "100",
            # Where `unlock` would keep a key: whoever has a plain file has nothing there.
            "XDG_RUNTIME_DIR": folder,
        }
        beside = Path(sys.executable).with_name("sqlite-utils")
        query = str(beside) if beside.exists() else shutil.which("sqlite-utils") or ""
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "json": [*CASELOAD, "due", "--json"],
            "table": [*CASELOAD, "due", "--format", "table"],
            "query": [query, "query", str(path), "select count(*) from client"],
        }
        task = shutil.which("task")
        if task is not None:
            environment |= _tasks(task, Path(folder))
            commands["task"] = [task, "rc.verbose=nothing", "list"]
        best = side_by_side(commands, environment, 30)
        completed = {
            name: side_by_side(
                {"python": commands["python -c pass"], name: CASELOAD},
                environment | _typed(*words), 30,
            )
            for name, words in {
                "a command": ["pl"], "an option": ["due", "--f"], "a client": ["log", "A"],
            }.items()
        }  # fmt: skip
    line("due --json / python -c pass", best["json"], best["python -c pass"], "9")
    line("due, as a table / python -c pass", best["table"], best["python -c pass"], "13")
    line("due --json / sqlite-utils query", best["json"], best["query"], "1")
    for name, runs in completed.items():
        line(
            f"{name} completed / python -c pass",
            runs[name],
            runs["python"],
            "4" if name == "a client" else "3",
        )
    if task is not None:
        line("due, as a table / Taskwarrior's list", best["table"], best["task"], "-")


def _typed(*words: str) -> dict[str, str]:
    """What bash sets when Tab is pressed after these words."""
    return {
        "_CASELOAD_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(["caseload", *words]),
        "COMP_CWORD": str(len(words)),
    }


def _tasks(task: str, folder: Path) -> dict[str, str]:
    """Give Taskwarrior forty tasks; what it finds them by."""
    environment = {"TASKDATA": str(folder / "tasks"), "TASKRC": os.devnull}
    (folder / "tasks").mkdir()
    tasks = [
        {"description": f"Call client {n}", "due": f"202611{1 + n % 28:02}T120000Z"}
        for n in range(40)
    ]
    subprocess.run(
        [task, "rc.confirmation=off", "import", "-"], input=json.dumps(tasks), text=True,
        env={**os.environ, **environment}, check=True, capture_output=True,
    )  # fmt: skip
    return environment


if __name__ == "__main__":
    main()
