"""An assessment in the full-screen program: an instrument chosen, its items answered by digits.

What is flagged comes up at once, over the items, with what to do now. Each answer is kept as the
command keeps it, so either door goes on with what the other left.
"""

import io
import json
from collections.abc import Callable
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Footer, Static

from caseload.model.assessing import NARRATIVE, Assessment, Flag, Instrument, InstrumentItem
from caseload.records import clients, drafts, staff
from caseload.rules import assessment_rules
from caseload.settings import config, instruments
from caseload.show import assessment as show_assessment
from caseload.show import safe_line, safe_text
from caseload.show.widths import fit
from caseload.tui.assess_words import NARRATIVE_KIND, Narrative, Words, answers_kind
from caseload.tui.base import Dialog
from caseload.tui.rows import Rows

FLAG_WIDTH = 70


class Offered(NamedTuple):
    """An instrument to choose."""

    name: str
    title: str
    begun: str = ""
    """What was answered before and not saved."""


class ChooseInstrument(Dialog[None]):
    """Which instrument, or words alone; what was begun and not saved says so."""

    def __init__(self, client_id: str) -> None:
        super().__init__()
        self._client_id = client_id

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog choose-instrument"):
            yield Static("Assess with what?", classes="form-title", markup=False)
            yield Rows(self._draw, lambda one: one.name, empty="There are none.", id="offered")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        rows = self.query_one(Rows)
        rows.show(self.act(self._offered) or [])
        rows.focus()

    def _offered(self) -> list[Offered]:
        found = []
        for name, one in instruments.known().items():
            answered = len(_kept(self, self._client_id, one))
            begun = f"{answered} answered, not saved" if answered else ""
            found.append(Offered(name, one.title, begun))
        typed = drafts.kept(self.caseload, self._client_id, NARRATIVE_KIND)
        alone = "In words alone: strengths, challenges, needs"
        return [*found, Offered(NARRATIVE, alone, "begun, not saved" if typed else "")]

    def _draw(self, one: Offered, width: int) -> Text:
        text = Text()
        text.append(f"{fit(one.name, 12)} ", "bold")
        begun = f"{one.begun} · " if one.begun else ""
        text.append(fit(f"{begun}{one.title}", max(1, width - text.cell_len)))
        return text

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        one: Offered = event.row
        if one.name == NARRATIVE:
            self.app.switch_screen(Narrative(self._client_id))
            return
        chosen = self.act(instruments.find, one.name)
        if chosen is not None:
            self.app.switch_screen(Assess(self._client_id, chosen))


class Items(Rows):
    """The items with their answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("0", "answer(0)", "Answer", key_display="0-9"),
        *[Binding(str(n), f"answer({n})", "Answer", show=False) for n in range(1, 10)],
        Binding("right", "step(1)", "Next answer", show=False, id="assess.more"),
        Binding("left", "step(-1)", "Answer before", show=False, id="assess.less"),
        Binding("backspace,delete", "clear", "No answer", id="assess.clear"),
    ]
    HELP = (
        "A digit answers the item under the cursor and goes to the next; left and right walk "
        "through its answers, Backspace takes one back. Each answer is kept at once."
    )

    def action_answer(self, value: int) -> None:
        """Answer the item under the cursor, and go on."""
        self.screen.action_answer(value)  # type: ignore[attr-defined]

    def action_step(self, step: int) -> None:
        """Another answer of the item under the cursor."""
        self.screen.action_step(step)  # type: ignore[attr-defined]

    def action_clear(self) -> None:
        """Take the answer back."""
        self.screen.action_clear()  # type: ignore[attr-defined]


class Assess(Dialog[None]):
    """All items of one instrument; ctrl+s goes on to the day and a few words, and saves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="assess.save"),
    ]

    def __init__(self, client_id: str, instrument: Instrument) -> None:
        super().__init__()
        self._client_id, self._instrument = client_id, instrument
        self._answers: dict[str, int] = {}
        self._warned = False

    def compose(self) -> ComposeResult:
        client = clients.get(self.caseload, self._client_id)
        with Vertical(classes="dialog whole assess"):
            title = f"{self._instrument.title} · {client.full_name} ({client.client_id})"
            yield Static(safe_line(title), classes="form-title", markup=False)
            yield Static(safe_text(self._instrument.prompt or ""), id="prompt", markup=False)
            yield Items(self._draw, lambda one: one.item_id, id="items")
            yield Static(id="asked", markup=False)
            yield Static(id="wrong", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self._answers = _kept(self, self._client_id, self._instrument)
        rows = self.query_one(Items)
        rows.show(self._instrument.items)
        if self._answers:
            place = next((n for n, item in enumerate(self._instrument.items)
                          if item.item_id not in self._answers), 0)  # fmt: skip
            rows.cursor = place
        rows.focus()
        self._flag(assessment_rules.raised(self._instrument, self._answers), self._say_kept)

    def _say_kept(self, _: None = None) -> None:
        if self._answers:
            self.say("These are the answers that you did not save before.")

    def _draw(self, one: InstrumentItem, width: int) -> Text:
        text, value = Text(), self._answers.get(one.item_id)
        text.append(f"{one.item_id:>3} ", "dim")
        label = "—" if value is None else f"{value} {assessment_rules.label_of(one, value)}"
        text.append(
            f"{fit(label, 24 if width > 80 else 12)} ", "bold" if value is not None else "dim"
        )
        flagged = any(f.item_id == one.item_id for f in
                      assessment_rules.raised(self._instrument, self._answers))  # fmt: skip
        if flagged:
            text.append("▲ ", "bold")
        text.append(fit(one.text, max(1, width - text.cell_len)))
        return text

    def on_rows_moved(self) -> None:
        one: InstrumentItem | None = self.query_one(Items).row
        if one is None:
            return
        text, value = Text(), self._answers.get(one.item_id)
        left_out = " (may be left out)" if one.optional else ""
        text.append(f"{one.item_id}. {safe_line(one.text)}{left_out}\n", "bold")
        for option in one.options:
            mark = "▸" if option.value == value else " "
            text.append(f" {mark} {option.value} {safe_line(option.label)}\n")
        text.rstrip()
        self.query_one("#asked", Static).update(text)

    # Answering

    def _item(self) -> InstrumentItem | None:
        found: InstrumentItem | None = self.query_one(Items).row
        return found

    def action_answer(self, value: int) -> None:
        """Answer the item under the cursor, and go to the next."""
        one = self._item()
        if one is None:
            return
        if value not in [option.value for option in one.options]:
            self._wrong(f"Answer with one of {assessment_rules.options_in_words(one)}.")
            return
        self._put(one, value)
        self.query_one(Items).action_move(1)

    def action_step(self, step: int) -> None:
        """Another answer of the item under the cursor."""
        one = self._item()
        if one is None:
            return
        values = [option.value for option in one.options]
        now = self._answers.get(one.item_id)
        place = values.index(now) + step if now in values else 0 if step > 0 else len(values) - 1
        self._put(one, values[min(max(place, 0), len(values) - 1)])

    def action_clear(self) -> None:
        """Take the answer back."""
        one = self._item()
        if one is not None and self._answers.pop(one.item_id, None) is not None:
            self._changed()

    def _put(self, one: InstrumentItem, value: int) -> None:
        before = self._answers.get(one.item_id)
        self._answers[one.item_id] = value
        self._changed()
        if value != before:
            flags = assessment_rules.raised(self._instrument, {one.item_id: value})
            self._flag(flags, lambda _: None)

    def _changed(self) -> None:
        self._wrong("")
        self._keep()
        self.query_one(Items).refresh()
        self.on_rows_moved()

    def _keep(self) -> bool:
        """Keep the answers, or say why they can't be kept."""
        return self.act(self._keep_or_drop) is not None

    def _keep_or_drop(self) -> str:
        kind = answers_kind(self._instrument)
        text = json.dumps({item: str(value) for item, value in self._answers.items()})
        if self._answers:
            drafts.keep(self.caseload, self._client_id, kind, text)
        else:
            drafts.drop(self.caseload, self._client_id, kind)
        return text

    def _flag(self, flags: tuple[Flag, ...], then: Callable[[None], None]) -> None:
        if flags:
            self.app.push_screen(Flagged(self._instrument, flags, dict(self._answers)), then)
        else:
            then(None)

    def _wrong(self, sentence: str) -> None:
        self.query_one("#wrong", Static).update(safe_text(sentence))

    # Saving and leaving

    def action_save(self) -> None:
        """On to the day and a few words; says first what lacks."""
        said = {item: str(value) for item, value in self._answers.items()}
        came = self.act(assessment_rules.result, self._instrument, said)
        if came is not None:
            form = Words(self._client_id, self._instrument, said)
            self.app.push_screen(form, self._saved)

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """What is wrong stands below the items, until it is right."""
        if wrong:
            self._wrong(sentence)
        else:
            super().say(sentence)

    def _saved(self, done: bool | None) -> None:
        if done:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Leave; what was answered is kept, and offered again."""
        if self._answers:
            kept = self._keep()
            if not kept and not self._warned:
                self._warned = True
                why = self.query_one("#wrong", Static).content
                self._wrong(f"{why} Your answers are not kept; Escape once more leaves them.")
                return
            if kept:
                super().say("Kept as a draft; it is offered again when you assess them here.")
        self.dismiss(None)


class Flagged(Dialog[None]):
    """What was answered, and what to do now."""

    def __init__(
        self, instrument: Instrument, flags: tuple[Flag, ...], answers: dict[str, int]
    ) -> None:
        super().__init__()
        self._lines = show_assessment.flag_lines(
            instrument, flags, answers, config.read().agency.crisis_line, FLAG_WIDTH
        )

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog flagged", can_focus=False):
            yield Static("\n".join(self._lines), markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Seen", variant="primary", id="seen")

    def on_button_pressed(self) -> None:
        self.dismiss(None)


class Answers(Dialog[None]):
    """One assessment with its answers in words, as `caseload assessment show` tells it."""

    def __init__(self, one: Assessment) -> None:
        super().__init__()
        self._one = one

    def compose(self) -> ComposeResult:
        out, one = io.StringIO(), self._one
        client = clients.get(self.caseload, one.client_id)
        show_assessment.assessment(
            one, f"{client.full_name} ({client.client_id})", staff.names(self.caseload),
            instruments.look_up(one.instrument), self.caseload.today, out,
        )  # fmt: skip
        with VerticalScroll(classes="dialog wide"):
            yield Static(out.getvalue(), markup=False)


def _kept(screen: Dialog[None], client_id: str, instrument: Instrument) -> dict[str, int]:
    """The answers that were not saved before."""
    kept = drafts.kept(screen.caseload, client_id, answers_kind(instrument))
    if kept is None:
        return {}
    return assessment_rules.readable(instrument, json.loads(kept.text))
