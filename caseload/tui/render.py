"""Render: a document of one client, made in the background and put into a folder."""

from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Footer, Input, Label, Select, Static

from caseload.documents import folders, placing
from caseload.documents.gather import Wanted
from caseload.documents.making import Form
from caseload.documents.sending import Sending, asked
from caseload.errors import CaseloadError, InvalidError
from caseload.model.planning import Plan
from caseload.records import clients, plans
from caseload.settings import config
from caseload.show import safe_line
from caseload.tui.base import Dialog
from caseload.tui.choose import Choose
from caseload.tui.circle_forms import names_of

IN_FORCE, DRAFT = "in_force", "draft"


class RenderDialog(Dialog[None]):
    """Which document, as what, of which version, where to, for whom."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "make", "Make it", id="render.make"),
    ]
    HELP = (
        "The file is named by client id, template and day, never by a name. An existing file is "
        "never written over without asking. What is made is recorded. What goes to somebody takes "
        "their release, or the reason why none is needed, and is recorded as a disclosure."
    )

    def __init__(
        self, client_id: str, template: str | None = None, advocacy_id: str | None = None
    ) -> None:
        """Offer the documents of a client.

        Args:
            client_id: Whose.
            template: Which is chosen at first.
            advocacy_id: Which advocacy record a letter is about.
        """
        super().__init__()
        self._client_id, self._template = client_id, template
        self._advocacy_id = advocacy_id
        self._offers: list[placing.Offer] = []
        self._busy = False

    def compose(self) -> ComposeResult:
        own = folders.own_templates(None, config.read())
        self._offers = self.act(placing.offers, own) or []
        versions = plans.versions(self.caseload, self._client_id)
        client = clients.get(self.caseload, self._client_id)
        names = [one.name for one in self._offers]
        with VerticalScroll(classes="dialog recording", can_focus=False):
            yield Static(safe_line(f"Render · {client.full_name} ({client.client_id})"),
                         classes="form-title", markup=False)  # fmt: skip
            with Horizontal(classes="row"):
                yield Label("Document")
                yield Select(
                    [(name.replace("_", " "), name) for name in names], id="template",
                    allow_blank=not names, compact=True,
                )  # fmt: skip
            yield Static("", id="purpose", markup=False)
            with Horizontal(classes="row"):
                yield Label("As")
                yield Select([(str(Form.PDF), Form.PDF)], id="form", allow_blank=False,
                             compact=True)  # fmt: skip
            with Horizontal(classes="row"):
                yield Label("Plan")
                which = _versions(versions)
                yield Select(which, id="version", allow_blank=not which, compact=True)
            with Horizontal(classes="row"):
                yield Label("Folder")
                yield Input(str(Path.cwd()), id="folder", compact=True)
            with Horizontal(classes="row"):
                yield Label("Goes to")
                yield Input("", id="to", compact=True, placeholder="nobody: our own use",
                            suggester=names_of(self.caseload, self._client_id))  # fmt: skip
            yield Static("", id="right", markup=False)
            with Horizontal(classes="row"):
                yield Label("No release")
                yield Input("", id="exception", compact=True,
                            placeholder="why none is needed: treatment, emergency: …")  # fmt: skip
            with Horizontal(classes="row"):
                yield Label("Substance use")
                yield Select([("left out", "no"), ("included, as the release says", "yes")],
                             id="include_part2", allow_blank=False, compact=True)  # fmt: skip
            yield Static("", id="where", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Make it", variant="primary", id="make")
                yield Button("Leave", id="leave")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        chosen = self.query_one("#template", Select)
        if self._template in [one.name for one in self._offers]:
            chosen.value = self._template
        chosen.focus()

    # What is chosen

    def on_select_changed(self, event: Select.Changed) -> None:
        if event.select.id == "template":
            self._choose_template()
        elif event.select.id == "include_part2":
            self._say_right()
        self._say_where()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._say_where()
        if event.input.id in ("to", "exception"):
            self._say_right()

    def _sending(self) -> Sending | None:
        return asked(
            self.query_one("#to", Input).value, None,
            self.query_one("#exception", Input).value,
            part2=self.query_one("#include_part2", Select).value == "yes",
        )  # fmt: skip

    def _say_right(self) -> None:
        """By what right it may go there, or why it may not, before anything is made."""
        try:
            sending = self._sending()
            said = "" if sending is None else sending.in_words(self.caseload, self._client_id)
        except CaseloadError as error:
            said = f"! {self.sentence_of(error)}"
        self.query_one("#right", Static).update(safe_line(said))

    def _choose_template(self) -> None:
        one = self._offer()
        if one is None:
            return
        self.query_one("#purpose", Static).update(safe_line(one.purpose))
        form = self.query_one("#form", Select)
        before = form.value
        form.set_options([(str(each), each) for each in one.forms])
        form.value = before if before in one.forms else one.forms[0]

    def _offer(self) -> placing.Offer | None:
        chosen = self.query_one("#template", Select).value
        return next((one for one in self._offers if one.name == chosen), None)

    def _wanted(self) -> Wanted:
        draft = self.query_one("#version", Select).value == DRAFT
        return Wanted(self.caseload.today, draft=draft, advocacy_id=self._advocacy_id)

    def _path(self) -> Path | None:
        one, form = self._offer(), self.query_one("#form", Select).value
        if one is None or form is Select.NULL:
            return None
        folder = Path(self.query_one("#folder", Input).value.strip() or ".").expanduser()
        return placing.file_of(self._client_id, one.name, Form(str(form)), folder, self._wanted())

    def _say_where(self) -> None:
        path = self._path()
        if path is not None and not self._busy:
            there = "\n! A file of that name is there already." if path.exists() else ""
            self.query_one("#where", Static).update(f"→ {safe_line(str(path))}{there}")

    # Making it

    def on_input_submitted(self) -> None:
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "make":
            self.action_make()
        else:
            self.action_leave()

    def action_make(self) -> None:
        """Make the document; asks before a file is written over."""
        path = self.act(self._checked)
        if path is None or self._busy:
            return
        if path.exists():
            self.app.push_screen(
                Choose(f"{path} is there already. Write over it?",
                       {"no": "Leave it", "yes": "Write over it"}),
                lambda answer: self._make(path, force=True) if answer == "yes" else None,
            )  # fmt: skip
        else:
            self._make(path, force=False)

    def _checked(self) -> Path:
        path = self._path()
        if path is None:
            raise InvalidError("Choose a document first.")
        sending = self._sending()
        if sending is not None:
            sending.of(self.caseload, self._client_id)
        return path

    def _make(self, path: Path, *, force: bool) -> None:
        one = self._offer()
        assert one is not None
        self._busy = True
        self.query_one("#where", Static).update("Making it …")
        form = Form(str(self.query_one("#form", Select).value))
        self._in_thread(one.name, form, path, self._wanted(), self._sending(), force)

    @work(thread=True, exclusive=True)
    def _in_thread(
        self,
        template: str,
        form: Form,
        path: Path,
        wanted: Wanted,
        sending: Sending | None,
        force: bool,
    ) -> None:
        """Make it with a caseload of its own, so that the screen goes on."""
        with self.home.reopened() as caseload:
            made = self.act(
                placing.make_file, caseload, self._client_id, template, form, path, wanted,
                sending=sending, force=force,
            )  # fmt: skip
        self.app.call_from_thread(self._made, made)

    def _made(self, path: Path | None) -> None:
        self._busy = False
        if path is None:
            self._say_where()
            return
        self.say(f"Made {path}.")
        self.dismiss(None)


def _versions(found: list[Plan]) -> list[tuple[str, str]]:
    """Which plan a document may be about: the one in force first."""
    kinds = {one.status: one.version for one in found}
    told = []
    if "active" in kinds:
        told.append((f"version {kinds['active']}, in force", IN_FORCE))  # type: ignore[index]
    if "draft" in kinds:
        told.append((f"draft {kinds['draft']}", DRAFT))  # type: ignore[index]
    return told
