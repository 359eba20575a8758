"""The lock: a blank screen until the one who acts is back. The file is closed meanwhile."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Input, Static

from caseload import entrance
from caseload.entrance import Door
from caseload.errors import CaseloadError
from caseload.model import Staff
from caseload.records._caseload import Caseload
from caseload.records._opening import is_encrypted
from caseload.tui.base import Dialog


class Lock(Dialog[Caseload]):
    """Nothing of any client is on this screen; it ends with the caseload opened anew."""

    def __init__(self, door: Door, acting: Staff | None) -> None:
        super().__init__()
        self._door, self._acting = door, acting
        self._encrypted = is_encrypted(door.path)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("caseload is locked.", markup=False)
            if self._encrypted:
                yield Input(password=True, placeholder="Passphrase", id="passphrase")
            yield Button("Unlock", variant="primary", id="unlock")
            yield Static("", id="wrong", markup=False)

    def on_input_submitted(self) -> None:
        self._unlock()

    def on_button_pressed(self) -> None:
        self._unlock()

    def _unlock(self) -> None:
        try:
            typed = self.query_one(Input).value if self._encrypted else ""
            opened = entrance.open_as(self._door, lambda: typed)
        except CaseloadError as error:
            self.query_one("#wrong", Static).update(str(error))
            return
        opened.staff = self._acting
        self.dismiss(opened)

    def action_leave(self) -> None:
        """Escape opens nothing."""
