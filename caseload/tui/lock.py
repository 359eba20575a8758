"""The lock: a blank screen until the one who acts is back. The file is closed meanwhile.

The same screen asks for the passphrase when an encrypted file is opened at the start.
"""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Input, Static

from caseload import entrance
from caseload.entrance import Door
from caseload.errors import CaseloadError
from caseload.model import Staff
from caseload.records._caseload import Caseload
from caseload.records._opening import is_encrypted
from caseload.show import safe_line, safe_text
from caseload.tui.base import Dialog


class Lock(Dialog[Caseload]):
    """Nothing of any client is on this screen; it ends with the caseload opened anew."""

    def __init__(self, door: Door, acting: Staff | None, *, opening: bool = False) -> None:
        """Ask for the passphrase.

        Args:
            door: The global options.
            acting: Who acted before it was locked.
            opening: Whether the file is opened for the first time.
        """
        super().__init__()
        self._door, self._acting, self._opening = door, acting, opening
        self._encrypted = is_encrypted(door.path)

    def compose(self) -> ComposeResult:
        said, does = "caseload is locked.", "Unlock"
        if self._opening:
            said, does = f"{self._door.path.name} is encrypted.", "Open"
        with Vertical(classes="dialog"):
            yield Static(safe_line(said), classes="form-title", markup=False)
            if self._encrypted:
                yield Input(
                    password=True, placeholder="Passphrase, or the recovery key", id="passphrase"
                )
            yield Static("", id="wrong", markup=False)
            yield Button(does, variant="primary", id="unlock")
            yield Static("Ctrl+q quits.", classes="label", markup=False)

    def on_input_submitted(self) -> None:
        self._unlock()

    def on_button_pressed(self) -> None:
        self._unlock()

    def _unlock(self) -> None:
        typed = ""
        if self._encrypted:
            field = self.query_one("#passphrase", Input)
            typed, field.value = field.value, ""
        try:
            opened = entrance.open_as(self._door, lambda: typed)
        except CaseloadError as error:
            self.query_one("#wrong", Static).update(safe_text(str(error)))
            return
        if not self._opening:
            opened.staff = self._acting
        self.dismiss(opened)

    def action_leave(self) -> None:
        """Escape opens nothing."""
