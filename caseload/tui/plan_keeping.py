"""What the plan editor does with a plan as a whole: reading, drafts, saving, leaving.

Nothing typed is lost: it is kept as the text that `caseload plan edit` keeps too, so that either
door offers it again. What somebody else saved meanwhile is shown beside one's own before either
goes away.
"""

from datetime import datetime

from textual.timer import Timer

from caseload.model.planning import Plan
from caseload.records import clients, drafts, living_situations, plan_saving, plans, progress
from caseload.records.drafts import Draft
from caseload.rules import plan_edits, plan_rules
from caseload.settings import config
from caseload.show import day_style
from caseload.texts import plan_reading, plan_text
from caseload.texts.plan_reading import Living, Recovered
from caseload.tui.base import CaseloadScreen
from caseload.tui.choose import Choose
from caseload.tui.plan_work import Work

SAVED_AFTER = 1.0
"""Seconds for which a draft waits after a key; nothing typed is older than two."""


class PlanKeeping(CaseloadScreen):
    """A screen on one client's plan; how it is drawn, others say."""

    def __init__(self, client_id: str) -> None:
        super().__init__()
        self.client_id = client_id
        self.name_of_client = ""
        self.work: Work | None = None
        self.in_force: Plan | None = None
        self._waiting: Timer | None = None
        self._begun = False

    def show_plan(self) -> None:
        """Draw everything anew."""
        raise NotImplementedError

    def flush(self) -> None:
        """Take in what is typed in the form."""
        raise NotImplementedError

    def begin_with_vision(self) -> None:
        """Put the cursor where a new plan begins."""
        raise NotImplementedError

    # Reading

    def reload(self) -> None:
        """Read the plan anew, unless something is typed that is not saved."""
        if not self._begun:
            self._begun = True
            self.act(self.read)
            self.call_after_refresh(self._offer)
        elif self.unsaved:
            self.act(self._stand)
        else:
            self.act(self.read)

    def read(self) -> None:
        """The newest version, as it stands in the file."""
        client = clients.get(self.caseload, self.client_id)
        self.name_of_client = client.full_name
        found = plans.versions(self.caseload, self.client_id)
        self.in_force = next((one for one in found if one.status == "active"), None)
        self.work = None
        if found:
            living = living_situations.latest(self.caseload, self.client_id)
            whose = f"{client.full_name} ({self.client_id}), version {found[-1].version}"
            self.work = Work(
                found[-1], Living(*living[3:]) if living else Living(), f"Recovery plan of {whose}"
            )
        self.show_plan()

    def _stand(self) -> None:
        """How far goals and objectives have come, beneath what is typed."""
        if self.work is not None:
            self.flush()
            notes = progress.listed(self.caseload, self.client_id, until=self.caseload.today)
            self.work.standing(plan_rules.standings(notes))
            self.show_plan()

    # What was typed before

    def _offer(self) -> None:
        """Offer what was typed before and not saved; or to begin a plan."""
        if self.work is None:
            self.app.push_screen(
                Choose(
                    f"{self.name_of_client} ({self.client_id}) has no recovery plan yet. Begin one "
                    "with their vision, in their own words?",
                    {"begin": "Begin", "no": "Not now"},
                ),
                self._begin,
            )
            return
        kept = self.act(drafts.kept, self.caseload, self.client_id, plan_saving.KIND)
        if kept is None:
            return
        found = self._recovered(kept.text)
        if found is None:
            self._mend(kept.text)
        elif found.said is not None and self._is_of(found):
            self.app.push_screen(
                Choose(
                    f"On {_day(kept)} you typed something in this plan and did not save it. Go on "
                    "with it?",
                    {"on": "Go on with it", "drop": "Throw it away"},
                ),
                lambda answer: self._answered(answer, found),
            )
        else:
            self._beside(found, kept)

    def _begin(self, answer: str | None) -> None:
        made = None
        if answer == "begin":
            made = self.act(plans.new, self.caseload, self.client_id)
        if made is None:
            self.action_leave_at_once()
            return
        self.read()
        self.begin_with_vision()

    def _recovered(self, text: str) -> Recovered | None:
        """What a kept text says, or None when something of it can't be read."""
        assert self.work is not None
        order, today = config.read().date_format, self.caseload.today
        text = plan_text.unmarked(text)
        found = plan_reading.recovered(text, self.work.before, today, order)
        # Ids of parts that are gone by now are no loss: the parts come back as new ones.
        lost = plan_text.loses(found, self.work.before, today, order)
        return None if lost and self._is_of(found) else found

    def _is_of(self, found: Recovered) -> bool:
        """Whether a text was made from the plan as it is now."""
        assert self.work is not None
        made_from = found.said.made_from if found.said else None
        return made_from in (None, plan_text.stamp(self.work.before, self.work.living_before))

    def _answered(self, answer: str | None, found: Recovered) -> None:
        if answer == "on" and self.work is not None:
            self.work.take_up(found)
            self.show_plan()
        elif answer == "drop":
            self.act(drafts.drop, self.caseload, self.client_id, plan_saving.KIND)
        else:
            self.action_leave_at_once()

    def _mend(self, text: str) -> None:
        """A text that can't be read whole is mended as text."""
        from caseload.tui.plan_mend import Mend

        assert self.work is not None
        self.app.push_screen(Mend(text, self.work.before), self._mended)

    def _mended(self, text: str | None) -> None:
        """Go on with a mended text; '' throws it away, None leaves it for later."""
        found = self._recovered(text) if text else None
        if text == "":
            self._answered("drop", Recovered(None, {}, []))
        elif text is None or found is None or found.said is None or self.work is None:
            self.action_leave_at_once()
        else:
            self.work.take_up(found)
            self.show_plan()
            self.keep_draft()

    def _beside(self, found: Recovered, kept: Draft) -> None:
        """The plan was changed since a text was typed: both, side by side."""
        assert self.work is not None
        assert found.said is not None
        before = self.work.before
        yours = Work(before, self.work.living_before, "")
        yours.take_up(found)
        from caseload.tui.plan_conflict import Conflict

        def chosen(answer: str | None) -> None:
            self._answered({"theirs": "drop", "yours": "on"}.get(answer or ""), found)

        self.app.push_screen(Conflict(before, yours.plan, f"typed {_day(kept)}"), chosen)

    # Drafts

    @property
    def unsaved(self) -> bool:
        """Whether anything was typed that is not saved."""
        return self.work is not None and self.work.unsaved

    def keep_soon(self) -> None:
        """Keep what is typed within two seconds."""
        if self._waiting is None:
            self._waiting = self.set_timer(SAVED_AFTER, self.keep_draft)

    def keep_draft(self) -> bool:
        """Keep what is typed in the caseload file, beside what is saved; or say why it can't be."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        if self.work is None or self.home.locked:
            return True
        self.flush()
        return self.act(self._keep, self.work) is not None

    def _keep(self, work: Work) -> Work:
        if work.unsaved:
            drafts.keep(self.caseload, self.client_id, plan_saving.KIND, work.text())
        else:
            drafts.drop(self.caseload, self.client_id, plan_saving.KIND)
        return work

    # Saving

    def action_save(self) -> None:
        """Save the plan, whole."""
        self.save()

    def save(self) -> bool:
        """Save it; False when it can't be, or when two texts must be looked at first."""
        if self.work is None:
            return False
        self.flush()
        if not self.work.unsaved:
            self.say("Nothing changed.")
            return True
        if self.work.state.typed:
            half = next(iter(self.work.state.typed.values()))
            self.say(f"The target date {half[:30]!r} can't be read. Mend it first; what you typed "
                     "is kept.", wrong=True)  # fmt: skip
            return False
        theirs = self.act(plans.newest, self.caseload, self.client_id)
        if theirs is None:
            return False
        if plan_edits.content(theirs) != plan_edits.content(self.work.before):
            self._conflict(theirs)
            return False
        return self._put(theirs)

    def _put(self, over: Plan) -> bool:
        """Save what is typed over a version that was seen."""
        assert self.work is not None
        saved = self.act(
            plan_saving.save, self.caseload, over, self.work.onto(over), self.work.state.living,
            self.work.text(),
        )  # fmt: skip
        if saved is None:
            return False
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        kind = "draft" if saved.status == "draft" else "version"
        self.say(f"Saved: {kind} {saved.version}.")
        self.read()
        return True

    def _conflict(self, theirs: Plan) -> None:
        """Somebody else has saved the plan: both texts, side by side."""
        assert self.work is not None
        self.keep_draft()
        from caseload.tui.plan_conflict import Conflict

        def chosen(answer: str | None) -> None:
            if answer == "yours":
                self._put(theirs)
            elif answer == "theirs":
                self.act(drafts.drop, self.caseload, self.client_id, plan_saving.KIND)
                self.act(self.read)

        self.app.push_screen(Conflict(theirs, self.work.plan, "not saved"), chosen)

    # Leaving

    def action_back(self) -> None:
        """To the screen before; asks when something is not saved."""
        self.flush()
        if not self.unsaved:
            self.action_leave_at_once()
            return
        self.app.push_screen(
            Choose(
                "This plan is not saved. It can stay as a draft of yours, offered again when you "
                "come back.",
                {"save": "Save", "keep": "Keep as draft", "drop": "Throw away"},
            ),
            self._leave,
        )

    def _leave(self, answer: str | None) -> None:
        if (answer == "save" and self.save()) or (answer == "keep" and self.keep_draft()):
            self.action_leave_at_once()
        elif answer == "drop":
            self.act(drafts.drop, self.caseload, self.client_id, plan_saving.KIND)
            self.work = None
            self.action_leave_at_once()

    def action_leave_at_once(self) -> None:
        """To the screen before."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        super().action_back()


def _day(kept: Draft) -> str:
    """The day on which something was typed, by this machine's clock."""
    return day_style.spoken(datetime.fromisoformat(kept.saved_at).astimezone().date())
