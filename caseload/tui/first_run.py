"""The first screen where there is no caseload file yet: the demo, a new one, or another file."""

from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from caseload import entrance
from caseload.entrance import Door
from caseload.errors import InvalidError
from caseload.records._key import Key
from caseload.records.beginning import Beginning
from caseload.settings import config
from caseload.show import safe_line
from caseload.texts.first_reading import understood
from caseload.tui.base import CaseloadScreen, Dialog
from caseload.tui.form import Form, field
from caseload.tui.toggles import Toggle

CHOICES = {
    "demo": (
        "Try the demo",
        "Some forty invented clients, in a folder of its own. Nothing can break.",
    ),
    "new": ("Make a new caseload", "Your own, encrypted with a passphrase that you choose."),
    "open": ("Open a file", "A caseload that is somewhere else on this machine."),
}


class FirstRun(CaseloadScreen):
    """What to begin with."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Choose", show=False, id="first.choose"),
        Binding("d", "demo", "Demo", id="first.demo"),
        Binding("n", "new", "New", id="first.new"),
        Binding("o", "open", "Open", id="first.open"),
        Binding("j", "walk(1)", "Down", show=False, id="rows.down"),
        Binding("k", "walk(-1)", "Up", show=False, id="rows.up"),
    ]
    HELP = "There is no caseload file yet. Choose with the arrows and Enter, or by the letter."

    def compose(self) -> ComposeResult:
        with Vertical(classes="welcome"):
            yield Static("Welcome to caseload", classes="form-title", markup=False)
            where = f"There is no caseload file yet at {self.home.door.path}."
            yield Static(safe_line(where), markup=False)
            yield OptionList(*[Option(_told(name), id=name) for name in CHOICES], id="choices")
            yield Static("", id="busy", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        {"demo": self.action_demo, "new": self.action_new, "open": self.action_open}[
            str(event.option.id)
        ]()

    def action_walk(self, step: int) -> None:
        """Walk through the choices."""
        choices = self.query_one(OptionList)
        choices.action_cursor_down() if step > 0 else choices.action_cursor_up()

    def action_demo(self) -> None:
        """An invented caseload, in a folder of its own."""
        self.query_one("#busy", Static).update("Making the demo …")
        self._make_demo()

    @work(thread=True, exclusive=True)
    def _make_demo(self) -> None:
        anywhere = self.home.door.anywhere
        path = self.act(entrance.make_demo, Path(entrance.DEMO), anywhere=anywhere)
        self.app.call_from_thread(self._made_demo, path)

    def _made_demo(self, path: Path | None) -> None:
        self.query_one("#busy", Static).update("")
        if path is not None:
            # Nobody of that agency is you, so whoever acts there is not said.
            self.act(self.home.enter, self.home.door._replace(file=path, staff=None))

    def action_open(self) -> None:
        """Another file."""
        form = OpenFile(self.home.door)

        def opened(done: bool | None) -> None:
            if done:
                self.act(self.home.enter, form.door)

        self.app.push_screen(form, opened)

    def action_new(self) -> None:
        """A new file."""
        form = NewFile(self.home.door)

        def made(done: bool | None) -> None:
            if done and form.key is not None:
                self.app.push_screen(RecoveryKey(form.key), written_down)
            elif done:
                self.act(self.home.enter, form.door)
                self.act(config.keep_agency, form.agency)

        def written_down(_: None) -> None:
            key = form.key
            assert key is not None
            form.key = None
            self.act(self.home.enter, form.door, lambda: key)
            # Last, so that it stays in view where the settings can't be kept.
            self.act(config.keep_agency, form.agency)

        self.app.push_screen(form, made)


def _told(name: str) -> Text:
    title, said = CHOICES[name]
    return Text.assemble((f"{title}\n", "bold"), (f"{said}\n", "dim"))


class OpenFile(Form):
    """The path of a file."""

    SAVE = "Open"

    def __init__(self, door: Door) -> None:
        super().__init__("Open a caseload file")
        self.door = door

    def fields(self) -> ComposeResult:
        yield from field("where it is", Input(id="path", placeholder="~/caseload.db"))

    def save(self) -> str:
        typed = self.typed("path")
        if typed is None:
            raise InvalidError("Type where the file is.")
        self.door = self.door._replace(file=Path(typed).expanduser())
        if not entrance.must_ask(self.door):
            entrance.open_as(self.door).close()
        return f"Opening {self.door.path.name} …"


class NewFile(Form):
    """Who begins, and with what passphrase."""

    SAVE = "Make it"
    HELP = (
        "You become the first staff member. Each client is owed a contact a month, until you say "
        "otherwise: caseload standard. Programs and counties can be added later. Without the "
        "passphrase or the recovery key, which is shown next, nobody opens the file again."
    )

    def __init__(self, door: Door) -> None:
        super().__init__("Make a new caseload")
        self.door = door
        self.key: Key | None = None
        self.agency: str | None = None

    def fields(self) -> ComposeResult:
        with Horizontal(classes="fields"):
            yield from field("your full name", Input(id="name"))
            yield from field("credentials", Input(id="credentials", placeholder="LPC, QMHP-CS"))
            yield from field("agency", Input(config.read().agency.name or "", id="agency"))
        with Horizontal(classes="fields"):
            yield from field("programs", Input(id="program", placeholder="ACT-lite; Outreach"))
            yield from field("counties", Input(id="counties", placeholder="McLennan, Hill"))
            yield from field("where", Input(str(self.door.path), id="path"))
        with Horizontal(classes="fields"):
            yield from field("passphrase, of several words", Input(password=True, id="passphrase"))
            yield from field("the same again", Input(password=True, id="again"))
        yield Toggle("Not encrypted: whoever gets the file can read it", id="plain")

    def save(self) -> str:
        name, where = self.typed("name"), self.typed("path")
        if name is None:
            raise InvalidError("Type your full name; what you record is under it.")
        if where is None:
            raise InvalidError("Type where the file is to be.")
        plain = self.query_one("#plain", Toggle).value
        twice = [self.query_one(f"#{one}", Input) for one in ("passphrase", "again")]
        first, again = (one.value for one in twice)
        if plain and (first or again):
            raise InvalidError(
                "A passphrase is typed, and the file is not to be encrypted. Empty the passphrase, "
                "or take the mark out of the box."
            )
        if not plain and first != again:
            for one in twice:
                one.clear()
            twice[0].focus()
            raise InvalidError("The two passphrases differ; type them anew.")
        self.door = self.door._replace(file=Path(where).expanduser())
        said = {
            each: understood(each, self.typed(each) or "")
            for each in ("agency", "name", "credentials", "program", "counties")
        }
        self.agency = said.pop("agency")
        self.key = entrance.make(self.door, None if plain else lambda: first, Beginning(**said))
        return f"Made {self.door.path}." if self.key is None else ""


class RecoveryKey(Dialog[None]):
    """The recovery key, to be written down."""

    HELP = "Write it down and keep it where the computer is not."

    def __init__(self, key: Key) -> None:
        super().__init__()
        self._key = key

    def compose(self) -> ComposeResult:
        groups = self._key.shown().split("-")
        lines = "\n".join("   ".join(groups[at : at + 3]) for at in range(0, len(groups), 3))
        with Vertical(classes="dialog"):
            yield Static("The recovery key", classes="form-title", markup=False)
            yield Static(
                "It opens the file when the passphrase is forgotten. Write it down, and keep it "
                "where the computer is not. With the passphrase, caseload key recovery shows it "
                "again.",
                markup=False,
            )
            yield Static(lines, classes="recovery-key", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("I have written it down", variant="primary", id="written")

    def on_button_pressed(self) -> None:
        self.dismiss(None)

    def action_leave(self) -> None:
        """Escape does not leave it: without the key a forgotten passphrase loses the file."""
