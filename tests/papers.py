"""Caseloads with plans, for documents: one goal, six goals, next to nothing, and hostile texts."""

from datetime import date
from pathlib import Path
from typing import Any

from making import STAFF, TODAY, new_file

from caseload.documents.gather import Wanted
from caseload.documents.making import Form, Made, Maker
from caseload.model import Mode, Purpose, Reached, SignerRole
from caseload.model.planning import (
    Domain,
    Employment,
    Goal,
    Housing,
    Intervention,
    Objective,
    Plan,
    ReviewOutcome,
)
from caseload.records import (
    clients,
    contacts,
    episodes,
    living_situations,
    plan_reviews,
    plans,
    programs,
    progress,
    signatures,
)
from caseload.records._caseload import Caseload
from caseload.settings import config

HOSTILE = (
    "*", "**bold**", "_em_", "#", "# heading", "|", "a | b", "[x]", "[/]", "[a](http://b.example)",
    "![i](x.png)", "<script>alert(1)</script>", "<b>", "&amp;", "&#10;", "{{ 7*7 }}", "{% raw %}",
    "{# x #}", "{_{", '#read("x")', "$x$", "\\", "\\\\|", "a\\", "]]>", "`code`", "~~s~~", "~~~",
    "- item", "+ item", "1. item", "1) item", "---", "===", "> quote", ":--", "    indented", "😀",
    "李", "مرحبا بالعالم", "Nguyễn Thị Hương", "Zoë", "=1+1", "@everyone", "'quoted' \"twice\"",
)  # fmt: skip
"""Texts that must appear whole in every form."""

AGENCY = config.Agency(
    name="Heart of Texas Recovery",
    address="120 Elm Street, Waco, TX 76701",
    phone="(254) 555-0100",
)
SETTINGS = config.Config(agency=AGENCY)


def made(
    caseload: Caseload,
    template: str,
    client_id: str | None,
    form: Form = Form.MD,
    own: Path | None = None,
    settings: config.Config = SETTINGS,
    **wanted: Any,
) -> bytes:
    """The bytes of one document."""
    return made_of(caseload, template, client_id, form, own, settings, **wanted).content


def made_of(
    caseload: Caseload,
    template: str,
    client_id: str | None,
    form: Form = Form.MD,
    own: Path | None = None,
    settings: config.Config = SETTINGS,
    **wanted: Any,
) -> Made:
    """One document."""
    with Maker(caseload, template, form, own, settings) as maker:
        return maker.make(Wanted(wanted.pop("on", caseload.today), **wanted), client_id)


def goal(number: int, objectives: int = 3) -> Goal:
    """A goal with so many objectives, each with two interventions."""
    domains = list(Domain)
    return Goal(
        "",
        domains[number % len(domains)],
        ["Keep my apartment", "Part-time work that I like", "Sleep through the night",
         "See my daughter every week", "Pay off what I owe", "Walk every day"][number % 6],
        objectives=tuple(
            Objective(
                "",
                f"Rent paid on time, part {number + 1}.{place + 1}",
                "Rent paid by the 5th, three months running",
                date(2027, 2, 28),
                interventions=(
                    Intervention("", "Budget worksheet together", "Dana Whitfield", "monthly"),
                    Intervention("", "Set up autopay", "Client", "once", "by December"),
                ),
            )
            for place in range(objectives)
        ),
    )  # fmt: skip


def planned(
    tmp_path: Path, goals: int = 6, *, sign: bool = True, text: str | None = None
) -> Caseload:
    """A file with client C0001, who has a plan; `text` stands in every place where people write."""
    caseload = new_file(tmp_path)
    programs.add(caseload, "ACT-lite")
    clients.add(
        caseload, text or "Ngozi", text or "Okafor", date_of_birth=date(1988, 4, 2),
        phone="(254) 555-0131", preferred_name=text, contact_notes=text or "No voicemail.",
        language=text, pronouns="she/her",
    )  # fmt: skip
    episodes.admit(
        caseload, "C0001", "ACT-lite", date(2026, 1, 5), case_manager=STAFF, level_of_care="2"
    )
    clients.diagnose(caseload, "C0001", "F33.1", description=text or "Major depressive disorder")
    living_situations.note(
        caseload, "C0001", date(2026, 10, 1), housing=Housing.RENTED,
        employment=Employment.LOOKING, income_source=text or "SSI",
    )  # fmt: skip
    plans.new(caseload, "C0001", vision=text or "My own place, my own key.")
    plans.change(caseload, "C0001", "edit plan", lambda plan: filled(plan, goals, text))
    if sign:
        sign_plan(caseload, text)
    for day, purpose in ((date(2026, 9, 15), Purpose.MONITORING), (date(2026, 11, 2), None)):
        contacts.log(
            caseload, "C0001", day, Mode.PHONE, Reached.CLIENT, minutes=20, purpose=purpose,
            note=text or "Data: Rent paid.\n\nAssessment: Doing well.\n\nPlan: Call in December.",
            note_format=None if text else "DAP", sign=True, with_whom=text, location=text,
        )  # fmt: skip
    contacts.log(caseload, "C0001", date(2026, 11, 9), Mode.PHONE, Reached.NOBODY)
    return caseload


def filled(plan: Plan, goals: int, text: str | None = None) -> Plan:
    """A draft with so many goals and with what makes it complete."""
    made = [goal(number) for number in range(goals)]
    if text is not None:
        made = [_hostile(one, text) for one in made]
    return plan._replace(
        strengths=text or "I cook well.\nI know my street.\n\nI get up early.",
        supports=text or "My sister Ada. My church.",
        barriers=text or "The bus comes once an hour.",
        discharge_criteria=text or "Six months in my own place, and I call when I need to.",
        goals=tuple(made),
    )


def _hostile(one: Goal, text: str) -> Goal:
    action = Intervention("", text, text, text, text)
    steps = tuple(
        step._replace(statement=text, measure=text, interventions=(action,))
        for step in one.objectives
    )
    return one._replace(statement=text, objectives=steps)


def sign_plan(caseload: Caseload, text: str | None = None) -> None:
    """Both sign; then the plan is worked on, and looked at once."""
    signatures.sign(caseload, "C0001", SignerRole.CLIENT, date(2026, 5, 11))
    signatures.sign(
        caseload, "C0001", SignerRole.CASE_MANAGER, date(2026, 5, 14), signer="Whitfield"
    )
    progress.note(caseload, "C0001", "1.1", date(2026, 6, 1), rating=20)
    progress.note(
        caseload,
        "C0001",
        "1.1",
        date(2026, 9, 15),
        rating=60,
        remark=text or "Paid twice in a row.",
    )
    plan_reviews.review(
        caseload, "C0001", date(2026, 8, 14), ReviewOutcome.CONTINUE, text or "It helps."
    )


def sparse(tmp_path: Path) -> Caseload:
    """A file with client C0001, of whom next to nothing is known: a draft with nothing in it."""
    caseload = new_file(tmp_path)
    clients.add(caseload, "Bo", "Li")
    plans.new(caseload, "C0001")
    return caseload


__all__ = ["HOSTILE", "SETTINGS", "TODAY", "filled", "made", "made_of", "planned", "sparse"]
