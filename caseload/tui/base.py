"""What all screens share: the open caseload, today, one way to act, and where errors come out."""

import re
from collections.abc import Callable
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, ClassVar, ParamSpec, TypeVar, cast

from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Container
from textual.screen import ModalScreen, Screen

from caseload.errors import CaseloadError
from caseload.records._caseload import Caseload
from caseload.show import safe_text

if TYPE_CHECKING:
    from caseload.tui.app import CaseloadApp

P = ParamSpec("P")
R = TypeVar("R")
Result = TypeVar("Result")

_OPTION = re.compile(r'(caseload (?:"[^"]*"|[^.;)"])*)|--([a-z0-9-]+)(?: (?:[A-Z]{2,}|"…"))?')
"""What a message says of the command line: a whole command, or an option with its value."""


class Acting:
    """For screens: reading from the caseload, and acting on it."""

    @property
    def home(self) -> "CaseloadApp":
        """The program."""
        return cast("CaseloadApp", self.app)  # type: ignore[attr-defined]

    @property
    def caseload(self) -> Caseload:
        """The open caseload."""
        return self.home.caseload

    def act(self, verb: Callable[P, R], *given: P.args, **facts: P.kwargs) -> R | None:
        """Do something, or say at the edge why it can't be done; None then."""
        try:
            return verb(*given, **facts)
        except CaseloadError as error:
            sentence = self.sentence_of(error)
            if current_thread() is main_thread():
                self.say(sentence, wrong=True)
            else:
                self.home.call_from_thread(self.say, sentence, wrong=True)
            return None

    def sentence_of(self, error: CaseloadError) -> str:
        """What an error says, for those who read it here."""
        return str(error)

    def action_help(self) -> None:
        """What the keys do, for where one is."""
        from caseload.tui.help import HelpScreen

        self.home.push_screen(HelpScreen(self.home.screen))

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """A sentence at the edge of the screen, for some seconds, in the place of those before."""
        self.home.hush()
        self.home.notify(
            safe_text(sentence),
            severity="error" if wrong else "information",
            timeout=12 if wrong else 5,
            markup=False,
        )


class Keys(Container):
    """The footer, made once the list above it is there: the first row does not wait for it."""

    DEFAULT_CSS = "Keys { dock: bottom; height: 1; }"

    def on_mount(self) -> None:
        self.call_after_refresh(self._fill)

    async def _fill(self) -> None:
        from textual.widgets import Footer

        await self.mount(Footer(show_command_palette=False))
        # A footer waits to be told that keys have changed, and that was told before it came.
        self.screen.refresh_bindings()


FIRST = ("help", "crisis.card", "quit", "chart.log", "chart.plan")
"""Which keys stand first in the footer, by their ids: a tab's own would push a chart's out."""


class CaseloadScreen(Acting, Screen[None]):
    """A whole screen. `reload` reads what it shows; it is called whenever it comes to the front."""

    CSS_PATH: ClassVar[str | None] = "screens.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "Help", key_display="?", id="help"),
        Binding("escape", "back", "Back", show=False, id="back"),
        Binding("q", "app.help_quit", show=False),
    ]

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys, first those that must not be cut from a footer: help, crisis, the way out."""
        found = super().active_bindings
        first = {key: one for name in FIRST for key, one in found.items() if one.binding.id == name}
        return {**first, **found}

    def on_screen_resume(self) -> None:
        if not self.home.locked:
            self.reload()

    def reload(self) -> None:
        """Read what is shown."""

    def action_back(self) -> None:
        """To the screen before."""
        if len(self.home.screen_stack) > self.home.ground + 1:
            self.app.pop_screen()


class Dialog(Acting, ModalScreen[Result]):
    """A question over the screen, answered or left with Escape."""

    CSS_PATH: ClassVar[str | None] = "screens.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="leave"),
        Binding("question_mark", "help", "Help", show=False, key_display="?", id="help"),
    ]

    def sentence_of(self, error: CaseloadError) -> str:
        """What an error says, with the labels of the fields here for options of those names."""
        from textual.widgets import Label

        labels = {
            str(field.id).replace("_", "-"): str(label.content)
            for label in self.query(Label)
            for field in label.siblings
            if field.id
        }

        def here(said: re.Match[str]) -> str:
            label = labels.get(said[2] or "")
            return f'"{label}"' if label else said[0]

        return _OPTION.sub(here, str(error))

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """What is wrong stands with the fields, where there is a place for it."""
        from textual.widgets import Static

        places = list(self.query("#wrong").results(Static)) if wrong else []
        if not places:
            super().say(sentence, wrong=wrong)
            return
        place = places[0]
        place.update(safe_text(sentence))
        self.call_after_refresh(place.scroll_visible, animate=False)

    def action_leave(self) -> None:
        """Leave it without an answer."""
        self.dismiss(None)
