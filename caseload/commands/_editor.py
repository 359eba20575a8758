"""Text in the person's own editor, and back again when it can't be saved."""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from caseload.errors import UsageError


def edited(text: str, name: str) -> str:
    """The text as it came back from `$VISUAL` or `$EDITOR`.

    It lies in a folder of one's own for as long as the editor is open, in memory where the system
    has such a place.

    Args:
        text: What to begin with.
        name: The file's name, which tells the editor what sort of text it is.

    Raises:
        UsageError: There is no editor, or it failed.
    """
    with tempfile.TemporaryDirectory(prefix="caseload-", dir=_in_memory()) as folder:
        path = Path(folder) / name
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(text.encode())
        command = [*_editor(), str(path)]
        try:
            # The person's own editor, from their own settings.
            done = subprocess.run(command, check=False)  # noqa: S603
        except OSError:
            raise UsageError(f"The editor {command[0]!r} can't be started. Set EDITOR.") from None
        if done.returncode != 0:
            raise UsageError(f"The editor {command[0]!r} failed; nothing was saved.")
        return path.read_text(encoding="utf-8", errors="surrogateescape")


def _in_memory() -> str | None:
    """A folder of this person's that lies in memory, where there is one."""
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    return own if own and os.access(own, os.W_OK) else None


def _editor() -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        return shlex.split(named, posix=sys.platform != "win32")
    usual = ("notepad",) if sys.platform == "win32" else ("sensible-editor", "nano", "vi")
    found = next((one for one in usual if shutil.which(one)), None)
    if found is None:
        raise UsageError("There is no editor. Set EDITOR, or give the text on standard input: -")
    return [found]
