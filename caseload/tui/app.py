"""The full-screen program itself: the open caseload, the screens, the lock, and how it may end.

A crash says where in the program it happened and nothing of what was on the screen: Textual would
print every local variable, clients' names among them.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App, SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from caseload import entrance
from caseload.entrance import Door
from caseload.errors import CaseloadError, NoFileError
from caseload.faults import without_secrets
from caseload.records._caseload import Caseload
from caseload.settings import config
from caseload.tui.base import CaseloadScreen

CONTRAST = Theme(
    name="caseload-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    warning="#ffff00",
    error="#ff8080",
    success="#00ff00",
    accent="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
    variables={
        "text-muted": "#ffffff",
        "text-disabled": "#ffffff",
        "border": "#ffffff",
        "border-blurred": "#ffffff",
        "block-cursor-background": "#ffff00",
        "block-cursor-foreground": "#000000",
        "footer-key-foreground": "#ffff00",
    },
)
"""Black, white and yellow, for those who need it."""


class Bright(LineFilter):
    """Dim letters at full strength, for the theme in which all must be read easily."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of a line, none of them dim."""
        return [
            Segment(one.text, one.style + Style(dim=False), one.control)
            if one.style is not None and one.style.dim
            else one
            for one in segments
        ]


THEMES = {"dark": "textual-dark", "light": "textual-light", "contrast": CONTRAST.name}


class CaseloadApp(App[None]):
    """The full-screen program."""

    TITLE = "caseload"
    CSS_PATH = "style.tcss"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual's own
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "go('today')", "Today", show=False, id="today"),
        Binding("f2", "go('clients')", "Clients", show=False, id="clients"),
        Binding("f3", "go('team')", "Team", show=False, id="team"),
        Binding("f4", "go('resources')", "Resources", show=False, id="resources"),
        Binding("f5", "go('watch')", "Watch", show=False, id="watch"),
        Binding("ctrl+l", "lock", "Lock", show=False, id="lock", priority=True),
        Binding("ctrl+z", "undo", "Undo", show=False, id="undo"),
        Binding("ctrl+q", "leave", "Quit", id="quit", priority=True),
        # At once: a field busy with what was typed would get the keys after Tab as well.
        Binding("tab", "focus_next", show=False, priority=True),
        Binding("shift+tab", "focus_previous", show=False, priority=True),
    ]

    caseload: Caseload

    def action_help_quit(self) -> None:
        """Ctrl-C and q don't leave: what leaves is said."""
        self.hush()
        self.notify("Ctrl-Q leaves the program.", timeout=5, markup=False)

    def __init__(self, door: Door, client: str | None = None) -> None:
        """Open the file, unless there is none yet or only a person has its passphrase.

        Args:
            door: The global options.
            client: Whose chart to begin with, as people name a client.

        Raises:
            CaseloadError: The file can't be opened, or no such client is in it.
        """
        super().__init__()
        self.door, self.client = door, client
        self.settings = config.read()
        self.locked = self.missing = False
        self.ground = 0
        """Where today's list lies in the stack of screens; nobody goes back beyond it."""
        self._touched = time.monotonic()
        try:
            if not entrance.must_ask(door):
                self._opened(entrance.open_as(door))
        except NoFileError:
            self.missing = True

    # Coming in and going out

    def get_default_screen(self) -> Screen[Any]:
        """Today's list at once, which is 30 ms sooner than a screen that is put over another."""
        if hasattr(self, "caseload"):
            return self._screen("today")
        if self.missing:
            return self._screen("first_run")
        return super().get_default_screen()

    def on_mount(self) -> None:
        self.register_theme(CONTRAST)
        self.theme = THEMES[self.settings.theme]
        self.set_keymap(dict(self.settings.keys))
        self.set_interval(5, self._lock_when_idle)
        if hasattr(self, "caseload"):
            self._show_client()
        elif not self.missing:
            self._ask()

    def _ask(self) -> None:
        from caseload.tui.lock import Lock

        self.push_screen(Lock(self.door, None, opening=True), self._begin)

    def enter(self, door: Door, secret: Callable[[], str] | None = None) -> None:
        """Open a file and begin; where nothing gives its passphrase, ask for it on the screen.

        Raises:
            CaseloadError: It can't be opened.
        """
        if secret is None and entrance.must_ask(door):
            self.door = door
            self._ask()
            return
        opened = entrance.open_as(door, secret)
        self.door = door
        self._begin(opened)

    def _begin(self, caseload: Caseload | None) -> None:
        if caseload is not None:
            self._opened(caseload)
            # Textual never takes its lowest screen away; what asked stays below, out of reach.
            self.ground = len(self.screen_stack)
            self.push_screen(self._screen("today"))
            self._show_client()

    def _opened(self, caseload: Caseload) -> None:
        """Have a file open, and know whose chart was asked for."""
        if self.client is not None:
            from caseload.records import clients

            self.client = clients.find(caseload, self.client).client_id
        self.caseload = caseload
        caseload.before_first_write = self._keep_daily

    def _keep_daily(self) -> None:
        """Keep the backup of the day, and say why when there is none."""
        from caseload.records import backups

        assert self.caseload is not None
        problem = backups.keep_daily(self.caseload)
        if problem is not None:
            self.notify(problem, severity="warning", timeout=30, markup=False)

    def _show_client(self) -> None:
        if self.client is not None:
            from caseload.tui.chart import Chart

            self.push_screen(Chart(self.client))

    def _screen(self, name: str) -> Screen[Any]:
        """A main screen: each lies in the file of its name, which is read when one goes there."""
        module = import_module(f"caseload.tui.{name}")
        made: Screen[Any] = getattr(module, name.title().replace("_", ""))()
        return made

    def get_line_filters(self) -> Sequence[LineFilter]:
        """As Textual's own; nothing is dim where contrast was asked for."""
        own = super().get_line_filters()
        return [Bright(), *own] if self.theme == CONTRAST.name else own

    def reopened(self) -> Caseload:
        """The same file once more, for work in a thread of its own."""
        return self.caseload.again()

    def hush(self) -> None:
        """Take away what was said at the edge; a warning is said once, and stays its time."""
        for one in [*self._notifications]:
            if one.severity != "warning":
                self._unnotify(one, refresh=False)
        self._refresh_notifications()

    def push_screen(self, *given: Any, **facts: Any) -> Any:
        """As Textual does, without what was told of the screen before."""
        self.hush()
        return super().push_screen(*given, **facts)

    def pop_screen(self) -> AwaitComplete:
        """As Textual does, without what was told of this screen before now."""
        # What a form says as it closes is not among them yet: it comes by a message.
        self.hush()
        return super().pop_screen()

    def action_go(self, name: str) -> None:
        """To one of the main screens, from wherever one is."""
        wanted = self._screen(name)
        for screen in self.screen_stack:
            if isinstance(screen, type(wanted)):
                while self.screen is not screen:
                    self.pop_screen()
                return
        self.push_screen(wanted)

    def action_leave(self) -> None:
        """Quit; asks when something is not saved."""
        unsaved = [one for one in self.screen_stack if getattr(one, "unsaved", False)]
        if not unsaved:
            self.exit()
            return
        from caseload.tui.ask import Ask

        def answered(yes: bool | None) -> None:
            if yes:
                self.exit()

        question = "Something is not saved. It is kept as a draft and offered again. Quit?"
        self.push_screen(Ask(question, "Quit"), answered)

    def action_undo(self) -> None:
        """Take back the last thing that was done; asks first, and names it."""
        from caseload.records import undo
        from caseload.tui.base import CaseloadScreen
        from caseload.tui.choose import Choose

        screen = self.screen
        if not isinstance(screen, CaseloadScreen):
            return
        found = screen.act(undo.last, self.caseload)
        if found is None:
            return

        def answered(answer: str | None) -> None:
            if answer == "undo" and screen.act(undo.undo, self.caseload) is not None:
                screen.say("Taken back.")
                screen.reload()

        of = f" of {found.client_id}" if found.client_id else ""
        question = "\n".join((f"Take this back: {found.action}{of}?", "", *found.changes))
        self.push_screen(Choose(question, {"undo": "Take it back", "no": "Leave it"}), answered)

    # The lock

    def on_event_seen(self) -> None:
        """Note that somebody is there."""
        self._touched = time.monotonic()

    async def on_event(self, event: events.Event) -> None:
        """As Textual does, and somebody is there when a key or the mouse moves."""
        if isinstance(event, events.Key | events.MouseEvent | events.Paste):
            self.on_event_seen()
        await super().on_event(event)

    def _lock_when_idle(self) -> None:
        if time.monotonic() - self._touched > self.settings.idle_lock_minutes * 60:
            self.action_lock()

    def action_lock(self) -> None:
        """Blank the screen and let go of the file and its key; drafts are kept first."""
        if self.locked or not hasattr(self, "caseload"):
            return
        self.keep_drafts()
        from caseload.tui.lock import Lock

        self.locked = True
        acting = self.caseload.staff
        self.workers.cancel_all()
        self.clear_notifications()
        self.caseload.close()
        del self.caseload
        self.push_screen(Lock(self.door, acting), self._unlocked)

    def keep_drafts(self) -> None:
        """Keep what is typed on every screen, before the file is let go of."""
        for screen in self.screen_stack:
            keep = getattr(screen, "keep_draft", None)
            if keep is not None:
                keep()

    def _unlocked(self, caseload: Caseload | None) -> None:
        if caseload is None:
            self.exit()
            return
        self.caseload, self.locked = caseload, False
        caseload.before_first_write = self._keep_daily
        self._touched = time.monotonic()
        self.call_after_refresh(self._read_anew)

    def _read_anew(self) -> None:
        """Others may have written meanwhile. Screens further down read when they come forward."""
        if isinstance(self.screen, CaseloadScreen):
            self.screen.reload()

    # All actions by name

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette offers."""
        from caseload.tui import palette

        return palette.commands(self, screen)

    # A fault of ours

    def _fatal_error(self) -> None:
        """End with one line that says where; Textual's own would print every local variable."""
        self.bell()
        error = self._exception
        words = str(error) if isinstance(error, CaseloadError) else without_secrets(error)
        if isinstance(error, CaseloadError):
            self._return_code = error.exit_code
        from rich.text import Text

        self._exit_renderables.clear()
        self.panic(Text(f"caseload: {words}"))
