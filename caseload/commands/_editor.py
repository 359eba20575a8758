"""Text in the person's own editor, and back again when it can't be saved."""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from caseload.commands import _door as door
from caseload.errors import UsageError

SHARED_MEMORY = "/dev/shm"  # noqa: S108 - a folder with a name that nobody guesses is made in it


def edited(text: str, name: str, keep: Callable[[str], None]) -> str:
    """The text as it came back from `$VISUAL` or `$EDITOR`.

    It lies in a folder of one's own for as long as the editor is open, in memory where the system
    has such a place. Whatever was typed is kept, also when the editor fails; where even that is
    refused, the folder stays and is named.

    Args:
        text: What to begin with.
        name: The file's name, which tells the editor what sort of text it is.
        keep: Is given what was typed, if anything was.

    Raises:
        UsageError: There is no editor, or it failed.
    """
    command = _editor()
    path = Path(tempfile.mkdtemp(prefix="caseload-", dir=_in_memory())) / name
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(text.encode())
    try:
        code = _run([*command, str(path)])
    finally:
        typed = _read_back(path) if path.exists() else text
        if typed != text:
            try:
                keep(typed)
            except BaseException:
                door.say(f"What you typed is in {path}.")
                raise
        gone = not path.exists()
        shutil.rmtree(path.parent, ignore_errors=True)
    if code != 0 or gone:
        raise UsageError(
            f"The editor {command[0]!r} failed; nothing was saved, and what you typed is kept."
        )
    return typed


def _run(command: list[str]) -> int:
    """The editor's exit code. An interrupt is meant for the editor, which shares our terminal."""
    try:
        # The person's own editor, from their own settings.
        editor = subprocess.Popen(command)  # noqa: S603
    except OSError:
        raise UsageError(f"The editor {command[0]!r} can't be started. Set EDITOR.") from None
    with editor:
        while True:
            try:
                return editor.wait()
            except KeyboardInterrupt:
                continue


def _read_back(path: Path) -> str:
    """What the editor left, with plain line ends; in whatever encoding it wrote."""
    typed = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return typed.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise AssertionError("every byte is a letter of Latin 1")


def _in_memory() -> str | None:
    """A folder of this person's that lies in memory, where there is one."""
    for place in (os.environ.get("XDG_RUNTIME_DIR", ""), SHARED_MEMORY):
        if place and os.access(place, os.W_OK):
            return place
    return None


def _editor() -> list[str]:
    for name in ("VISUAL", "EDITOR"):
        try:
            named = shlex.split(os.environ.get(name, ""), posix=sys.platform != "win32")
        except ValueError:
            raise UsageError(f"{name} has a quote that is never closed. Set it anew.") from None
        if named:
            return named
    usual = ("notepad",) if sys.platform == "win32" else ("sensible-editor", "nano", "vi")
    found = next((one for one in usual if shutil.which(one)), None)
    if found is None:
        raise UsageError("There is no editor. Set EDITOR, or give the text on standard input: -")
    return [found]
