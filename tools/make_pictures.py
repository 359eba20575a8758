"""Make the pictures of docs/pictures from the shipped templates and an invented client.

Run it after a change to a template or to the page: python tools/make_pictures.py
"""

from datetime import date
from pathlib import Path
from typing import Any

from caseload.documents import environment, fields, kinds, markdown, pdf, people, writing
from caseload.documents.environment import Sandbox
from caseload.documents.folders import Folders
from caseload.documents.making import agency
from caseload.documents.page import Page
from caseload.model import Mode, Purpose, Reached, SignerRole
from caseload.model.planning import (
    Domain,
    Goal,
    Intervention,
    Objective,
    Plan,
    PlanStatus,
    Signature,
    SignatureMethod,
    WorkStatus,
)
from caseload.settings import config

TARGET = Path(__file__).parents[1] / "docs" / "pictures"
TODAY = date(2026, 11, 23)
SETTINGS = config.Agency(
    name="Heart of Texas Recovery",
    address="120 Elm Street, Waco, TX 76701",
    phone="(254) 555-0100",
)
DANA = people.Worker("S0002", "Dana Whitfield", "case_manager", "QMHP-CS")
DOING = WorkStatus.IN_PROGRESS


def main() -> None:
    """Write the pictures."""
    TARGET.mkdir(exist_ok=True)
    for template, facts, wanted in (
        ("plan", _facts(_plan()), (1, 2)),
        ("plan_draft", _facts(_plan(signed=False)), (2,)),
        ("progress_summary", _facts(_plan()), (1,)),
        ("caseload_sheet", {"sheet": _sheet(), "today": TODAY}, (1,)),
    ):
        pages = _pages(template, facts, draft=template == "plan_draft")
        for number in wanted:
            (TARGET / f"{template}-{number}.png").write_bytes(pages[number - 1])


def _pages(template: str, facts: dict[str, Any], *, draft: bool) -> list[bytes]:
    sandbox = Sandbox(Folders(), writing.markdown)
    name = f"{template.removesuffix('_draft')}.md.j2"
    blocks = markdown.read(environment.run(sandbox, name, facts))
    reach = f"{SETTINGS.address} · {SETTINGS.phone}"
    page = Page(
        markdown.title(blocks) or "", SETTINGS.name, reach, agency(SETTINGS).confidentiality_notice,
        None, TODAY, "C0031" if "plan" in facts else None, 3 if "plan" in template else None, draft,
    )  # fmt: skip
    with pdf.Printer() as printer:
        return printer.pictures(blocks, page)


def _facts(plan: Plan) -> dict[str, Any]:
    found = kinds.invented(full=True)
    client = people.Person(
        "C0031", "Ngozi", "Okafor", None, "she/her", date(1988, 4, 2), 38, "(254) 555-0131",
        *[None] * 8,
    )  # fmt: skip
    stay = found["episode"]._replace(program="ACT-lite", level_of_care="2", case_manager=DANA)
    talk = found["contact"]._replace(
        mode=Mode.PHONE, reached=Reached.CLIENT, purpose=Purpose.MONITORING, minutes=20
    )
    signers = tuple(
        fields.Signer(one.role, one.signer, one.credentials, one) for one in plan.signatures
    ) or (
        fields.Signer(SignerRole.CLIENT, "Ngozi Okafor", None, None),
        fields.Signer(SignerRole.CASE_MANAGER, "Dana Whitfield", "QMHP-CS", None),
        fields.Signer(SignerRole.SUPERVISOR, None, None, None),
    )
    tallies = ((Purpose.MONITORING, 4, 95), (Purpose.NAVIGATION, 2, 50), (Purpose.ADVOCACY, 1, 25))
    return found | {
        "agency": agency(SETTINGS),
        "today": TODAY,
        "client": client,
        "episode": stay,
        "diagnoses": (people.Condition("F33.1", "Major depressive disorder, recurrent, moderate",
                                       None, True, None),),
        "plan": plan,
        "last_plan": plan,
        "previous": plan._replace(version=2),
        "signers": signers,
        "changes": _changes(),
        "review_due_on": date(2027, 5, 13),
        "living": found["living"]._replace(income_source="SSI"),
        "period": fields.Period(date(2026, 8, 23), TODAY),
        "contacts": fields.Contacts(
            (talk,) * 7, (talk,) * 2, 170, tuple(fields.Tally(*one) for one in tallies)
        ),
    }  # fmt: skip


def _plan(*, signed: bool = True) -> Plan:
    rent = Objective(
        "O1", "Rent paid on time", "Rent paid by the 5th, three months running",
        date(2027, 2, 28), DOING, 60,
        (Intervention("", "Budget worksheet together", "Dana Whitfield", "monthly"),
         Intervention("", "Set up autopay at the bank", "Ngozi", "once", "by December")),
    )  # fmt: skip
    lease = Objective(
        "O2", "Lease renewed", "Signed lease in the folder", date(2027, 3, 31), DOING, 40,
        (Intervention("", "Call the landlord about the hallway light", "Dana Whitfield", "once"),),
    )  # fmt: skip
    work = Objective(
        "O3", "Two mornings a week at the library", "Hours on the volunteer sheet",
        date(2027, 1, 31), DOING, 20,
        (Intervention("", "Fill in the form with the job coach", "Ngozi, job coach", "once"),
         Intervention("", "Ride the bus there together", "Peer specialist", "twice")),
    )  # fmt: skip
    signatures = (
        Signature("", "Ngozi Okafor", SignerRole.CLIENT, date(2026, 11, 13),
                  SignatureMethod.IN_PERSON),
        Signature("", "Dana Whitfield", SignerRole.CASE_MANAGER, date(2026, 11, 14),
                  SignatureMethod.ELECTRONIC, credentials="QMHP-CS"),
    )  # fmt: skip
    return Plan(
        "P3", "C0031", 3,
        status=PlanStatus.ACTIVE if signed else PlanStatus.DRAFT,
        effective_on=date(2026, 11, 14) if signed else None,
        vision="My own place, my own key. I want to cook for my sister on Sundays.",
        strengths="I get up early. I know my street. I ask when I don't understand.",
        supports="My sister Ada, Pastor Green, the peer group on Tuesdays.",
        barriers="The bus comes once an hour. Mornings are hard when I sleep badly.",
        discharge_criteria="Six months in my own place with the rent paid, and I call when I need "
        "to.",
        goals=(Goal("G1", Domain.HOUSING, "Keep my apartment", DOING, 50, (rent, lease)),
               Goal("G2", Domain.EMPLOYMENT, "Part-time work that I like", DOING, 20, (work,))),
        signatures=signatures if signed else (),
    )  # fmt: skip


def _changes() -> tuple[fields.Change, ...]:
    return (
        fields.Change("G1", "O1", "Rent paid on time", 20, 60, None, date(2026, 11, 5),
                      "Paid on the 3rd, two months in a row.", date(2026, 11, 5)),
        fields.Change("G2", "O3", "Two mornings a week at the library", None, 20, None,
                      date(2026, 11, 12), "Met the librarian; starts after Thanksgiving.",
                      date(2026, 11, 12)),
    )  # fmt: skip


def _sheet() -> fields.Sheet:
    def due(what: str, day: date, days: int, status: str) -> tuple[fields.Due, ...]:
        return (fields.Due(what, day, days, status, ""),)

    program = "ACT-lite"
    lines = (
        ("C0031", "Okafor, Ngozi", "(254) 555-0131", "no voicemail, after 3 pm",
         due("Monthly contact", date(2026, 10, 15), 39, "overdue")),
        ("C0007", "Li, Mei", "(254) 555-0107", "text first",
         due("Plan review", date(2026, 11, 7), 16, "overdue")),
        ("C0019", "Nuñez, José", "(254) 555-0119", "leave no message",
         due("Monthly contact", date(2026, 11, 15), 8, "overdue")),
        ("C0002", "Abbott, Ruth", "(254) 555-0102", None,
         due("Monthly contact", TODAY, 0, "due_today")),
        ("C0040", "Zamora, Luz", "(254) 555-0140", "Spanish; mornings only",
         due("Monthly contact", date(2026, 11, 24), -1, "due_soon")),
        ("C0011", "Haile, Sara", None, "through her mother, (254) 555-0111", ()),
    )  # fmt: skip
    return fields.Sheet(
        DANA,
        tuple(
            fields.Line(client_id, name, phone, notes, program, "2", owed)
            for client_id, name, phone, notes, owed in lines
        ),
    )


if __name__ == "__main__":
    main()
