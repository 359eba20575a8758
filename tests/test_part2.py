"""Nothing of substance-use treatment goes to anybody but under a release that covers it.

Each such record of one client holds a word of its own, a sentinel; each other record holds a word
too. What goes out is searched for all of them, in every template and form and in every table.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from bringing import Desk, desk_in
from making import STAFF, again, new_file
from making_referrals import PACE
from papers import SETTINGS
from pypdf import PdfReader

from caseload.cli import main
from caseload.documents import letters, withholding
from caseload.documents.folders import Folders
from caseload.documents.gather import Wanted
from caseload.documents.letters import Sending as Letter
from caseload.documents.making import Form, Maker
from caseload.documents.sending import Sending
from caseload.errors import CaseloadError, InvalidError, NotFoundError
from caseload.model import Mode, Purpose, Reached, SignerRole
from caseload.model.assessing import ActionLevel
from caseload.model.circle import CareRole
from caseload.model.linking import ReferralStatus, ResourceNeed
from caseload.model.planning import Domain, ReviewOutcome
from caseload.records import (
    advocacy,
    assessments,
    care_team,
    clients,
    consents,
    contacts,
    disclosures,
    episodes,
    exports,
    needs,
    plan_parts,
    plan_reviews,
    plans,
    programs,
    progress,
    referrals,
    resources,
    safety_plans,
    signatures,
)
from caseload.records._caseload import Caseload
from caseload.records._opening import open_file
from caseload.records.part2 import Part2
from caseload.rules import part2_rules

TODAY = date(2026, 11, 20)
D = date
HIDDEN = (
    "HIDEdiagnosis", "HIDEprogram", "HIDEsource", "HIDEneeds", "HIDEhistory", "HIDEreason",
    "HIDEnoteA", "HIDEnoteB", "HIDEnoteC", "HIDEnoteD", "HIDEgoal", "HIDEobjective",
    "HIDEmeasure", "HIDEaction", "HIDEprogress", "HIDEvision", "HIDEsupports", "HIDEstrengths",
    "HIDEbarriers", "HIDEend", "HIDEreview", "HIDEclinic", "HIDEscope", "HIDEneed",
    "HIDEtoldgood", "HIDEtoldbad",
)  # fmt: skip
SHOWN = (
    "SHOWdiagnosis",
    "SHOWprogram",
    "SHOWnote",
    "SHOWgoal",
    "SHOWobjective",
    "SHOWprogress",
    "SHOWneed",
)
TEMPLATES = [one.template for one in Folders().listed() if one.makes != "docx"]
ABOUT_ONE = sorted({*TEMPLATES} - {"caseload_sheet", "referral_letter"})


def fill(path: Path) -> None:
    with again(path, today=TODAY) as caseload:
        fill_file(caseload)


def fill_file(caseload: Caseload) -> None:
    programs.add(caseload, "SHOWprogram")
    programs.add(caseload, "HIDEprogram", part2=True)
    clients.add(caseload, "Ana", "Ruiz", date_of_birth=D(1990, 2, 1))
    clients.diagnose(caseload, "C0001", "F11.20", description="HIDEdiagnosis", principal=True)
    clients.diagnose(caseload, "C0001", "F33.1", description="SHOWdiagnosis")
    facts = {"case_manager": STAFF, "referral_source": "HIDEsource",
             "presenting_needs": "HIDEneeds", "history": "HIDEhistory"}  # fmt: skip
    episodes.admit(caseload, "C0001", "SHOWprogram", D(2026, 1, 5), case_manager=STAFF)
    episodes.admit(caseload, "C0001", "HIDEprogram", D(2026, 2, 1), **facts)
    advocacy.add(caseload, "C0001", "SHOWissue", "Texas HHSC", opened_on=D(2026, 9, 1))
    safety_plans.new(caseload, "C0001", coping=("SHOWcoping",))
    plans.new(caseload, "C0001", vision="HIDEvision", supports="HIDEsupports",
              strengths="HIDEstrengths", barriers="HIDEbarriers",
              discharge_criteria="HIDEend")  # fmt: skip
    for name, domain in (("HIDE", Domain.SUBSTANCE_USE), ("SHOW", Domain.HOUSING)):
        plan_parts.add_goal(caseload, "C0001", f"{name}goal", domain)
        number = "1" if name == "HIDE" else "2"
        plan_parts.add_objective(
            caseload, "C0001", number, f"{name}objective", measure=f"{name}measure",
            target_on=D(2027, 1, 1),
        )  # fmt: skip
        plan_parts.add_intervention(caseload, "C0001", f"{number}.1", f"{name}action")
    for role in (SignerRole.CLIENT, SignerRole.CASE_MANAGER):
        signatures.sign(caseload, "C0001", role, D(2026, 2, 2), signer=None)
    plan = plans.in_force(caseload, "C0001")
    assert plan is not None
    progress.note(caseload, "C0001", "1.1", D(2026, 9, 2), rating=30, remark="HIDEprogress")
    progress.note(caseload, "C0001", "2.1", D(2026, 9, 2), rating=40, remark="SHOWprogress")
    plan_reviews.review(caseload, "C0001", D(2026, 9, 3), ReviewOutcome.CONTINUE, "HIDEreview")
    hidden_goal = (plan.goals[0].goal_id,)
    for on, note, more in (
        (D(2026, 1, 10), "SHOWnote", {}),  # before the stay under Part 2
        (D(2026, 9, 10), "HIDEnoteA", {}),  # for all programs, within it
        (D(2026, 9, 11), "HIDEnoteB", {"program": "HIDEprogram"}),
        (D(2026, 9, 12), "HIDEnoteC", {"program": "SHOWprogram", "goals": hidden_goal}),
        (D(2026, 9, 13), "SHOWnote", {"program": "SHOWprogram"}),
        (D(2026, 10, 1), "HIDEnoteD", {}),  # on the day that it ended
        (D(2026, 11, 2), "SHOWnote", {}),
    ):
        contacts.log(
            caseload, "C0001", on, Mode.PHONE, Reached.CLIENT, minutes=7, note=note, sign=True,
            purpose=Purpose.MONITORING, **more,
        )  # fmt: skip
    episodes.discharge(caseload, "E0002", D(2026, 10, 1), "HIDEreason")
    goal_ids = [goal.goal_id for goal in plan.goals]
    # Of no need at all, but in the days of that stay.
    assessments.narrate(caseload, "C0001", D(2026, 9, 15), strengths="HIDEtoldgood")
    for name, domain, level in (
        ("HIDEneed", Domain.SUBSTANCE_USE, ActionLevel.ACT_NOW),
        ("SHOWneed", Domain.HOUSING, ActionLevel.ACT),
    ):
        bad = "HIDEtoldbad" if domain is Domain.SUBSTANCE_USE else None
        made = assessments.narrate(
            caseload, "C0001", D(2026, 10, 10), levels={domain: level}, remark=f"{name}remark",
            challenges=bad,
        )  # fmt: skip
        of = made.assessment.assessment_id
        (need,) = (
            one.need_id for one in needs.listed(caseload, "C0001") if one.assessment_id == of
        )
        needs.edit(caseload, need, statement=name)
        if name == "SHOWneed":
            with caseload.write("edit need", "C0001") as change:
                # A need of another part of life that a goal about substance use answers.
                change.update("need", "need_id", need, {"goal_id": goal_ids[0]})
    care_team.add(caseload, "C0001", "Sister", CareRole.FAMILY)
    care_team.add(caseload, "C0001", "Clinic", CareRole.OTHER)
    care_team.add(caseload, "C0001", "Landlord", CareRole.HOUSING)
    for whom, scope, part2 in (("Clinic", "HIDEscope", True), ("Landlord", "SHOWscope", False)):
        consents.add(
            caseload, "C0001", whom, purpose="HIDEclinic" if part2 else "lease", scope=scope,
            signed_on=D(2026, 3, 1), expires_on=D(2027, 3, 1), part2=part2,
        )  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("part2")
    with new_file(folder) as caseload:
        fill_file(caseload)
    return folder / "caseload.db"


@pytest.fixture
def caseload(made: Path) -> Iterator[Caseload]:
    with open_file(made, TODAY, str) as opened:
        yield opened


def text_of(content: bytes, form: Form) -> str:
    """All that a document says, and all that stands in its file."""
    if form is Form.PDF:
        reader = PdfReader(BytesIO(content))
        pages = " ".join(page.extract_text() for page in reader.pages)
        return pages + repr(reader.metadata) + content.decode("latin-1")
    if form is Form.DOCX:
        with ZipFile(BytesIO(content)) as package:
            parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
        return " ".join(re.sub("<[^>]+>", " ", part) for part in parts) + " ".join(parts)
    return content.decode()


def document(
    caseload: Caseload, template: str, form: Form, to_whom: str | None, *, part2: bool = False,
    own: Path | None = None,
) -> str:  # fmt: skip
    with Maker(caseload, template, form, own, SETTINGS) as maker:
        right = None
        if to_whom is not None:
            right = Sending(to_whom, part2=part2).of(caseload, "C0001").right
        return text_of(
            maker.make(Wanted(TODAY, since=D(2026, 1, 1), right=right), "C0001").content, form
        )


FORMS = [(name, form) for name in ABOUT_ONE for form in (Form.MD, Form.HTML, Form.PDF)]


@pytest.mark.parametrize(("template", "form"), [*FORMS, ("plan", Form.DOCX)])
def test_what_goes_to_somebody_holds_nothing_of_it(
    caseload: Caseload, template: str, form: Form
) -> None:
    if template == "discharge_summary":
        # The only stay that ended is one of those.
        with pytest.raises(NotFoundError):
            document(caseload, template, form, "Landlord")
        return
    said = document(caseload, template, form, "Landlord")
    assert [word for word in HIDDEN if word in said] == []
    assert "F11" not in said
    assert "HIDE" not in said
    assert "42 CFR part 2 or" not in said


def test_the_same_documents_for_our_own_use_hold_all_of_it(caseload: Caseload) -> None:
    said = "".join(document(caseload, name, Form.MD, None) for name in ABOUT_ONE)
    found = {word for word in HIDDEN if word in said}
    # What no template shows today may be shown tomorrow, so it is hidden all the same.
    assert set(HIDDEN) - found <= {"HIDEsource", "HIDEneeds", "HIDEhistory", "HIDEclinic",
                                   "HIDEnoteA", "HIDEnoteB", "HIDEnoteC", "HIDEnoteD"}  # fmt: skip
    assert part2_rules.NOTICE[:60] not in said


def test_an_agencys_own_template_gets_none_of_it_either(caseload: Caseload, tmp_path: Path) -> None:
    everything = """{# All that there is. Options: none. lang: en #}
# All
{% for one in episodes %}{{ one.program }} {{ one.referral_source }} {{ one.presenting_needs }}
{{ one.history }} {{ one.discharge_reason }}{% endfor %}
{% if episode %}{{ episode.program }}{% endif %}
{% for one in diagnoses %}{{ one.code }} {{ one.description }}{% endfor %}
{{ plan.vision }} {{ plan.supports }} {{ plan.strengths }} {{ plan.barriers }}
{{ plan.discharge_criteria }}
{% for goal in plan.goals %}{{ goal.statement }}{% for step in goal.objectives %}
{{ step.statement }} {{ step.measure }}{% for one in step.interventions %}{{ one.action }}
{% endfor %}{% endfor %}{% endfor %}
{% if last_plan %}{% for goal in last_plan.goals %}{{ goal.statement }}{% endfor %}
{{ last_plan.vision }}{% endif %}
{% for one in changes %}{{ one.statement }} {{ one.remark }}{% endfor %}
{% for one in reviews %}{{ one.remark }}{% endfor %}
{% for one in contacts.reached %}{{ one.note }} {% for goal in one.goals %}{{ goal }}{% endfor %}
{% endfor %}
{{ contacts.reached | length }} contacts, {{ contacts.minutes }} minutes
{% for one in contacts.by_purpose %}{{ one.times }} times{% endfor %}
{{ contact.note }}
{% for one in needs %}{{ one.domain }} {{ one.statement }} {{ one.goal }}{% endfor %}
{% for one in strengths %}{{ one }}{% endfor %} {{ strengths_told }} {{ challenges_told }}
{% for one in releases %}{{ one.scope }} {{ one.purpose }}{% endfor %}
{% for one in care_team %}{{ one.name }} {{ one.may_tell }}{% endfor %}
"""
    (tmp_path / "all.md.j2").write_text(everything, encoding="utf-8")
    sent = document(caseload, "all", Form.MD, "Landlord", own=tmp_path)
    assert [word for word in HIDDEN if word in sent] == []
    assert [word for word in SHOWN if word not in sent] == []
    # Counts are of what is told, or they would tell that there is more.
    assert "3 contacts, 21 minutes" in sent
    assert "3 times" in sent
    own = document(caseload, "all", Form.MD, None, own=tmp_path)
    assert [word for word in HIDDEN if word not in own] == []
    assert "7 contacts, 49 minutes" in own


@pytest.mark.parametrize("form", [Form.MD, Form.HTML, Form.PDF, Form.DOCX])
def test_under_a_release_that_covers_it_it_goes_with_scope_and_notice(
    caseload: Caseload, form: Form
) -> None:
    said = " ".join(document(caseload, "plan", form, "Clinic", part2=True).split())
    said = re.sub(r"\\(.)", r"\1", said)
    for word in ("HIDEgoal", "HIDEvision", "SHOWgoal", "HIDEscope"):
        assert word in said, word
    assert "agreed in writing on 1 Mar 2026 that Clinic may be told" in said
    for part in part2_rules.NOTICE.split("\n"):
        assert " ".join(part.split()) in said, part


def test_the_notice_is_the_agencys_where_it_has_one(caseload: Caseload) -> None:
    settings = SETTINGS._replace(agency=SETTINGS.agency._replace(part2_notice="Keep *this* shut."))
    with Maker(caseload, "plan", Form.MD, None, settings) as maker:
        right = Sending("Clinic", part2=True).of(caseload, "C0001").right
        said = maker.make(Wanted(TODAY, right=right), "C0001").content.decode()
    assert "Keep \\*this\\* shut." in said or "Keep &#42;this&#42; shut." in said
    assert "This record which has been disclosed" not in said


def test_a_release_that_covers_it_sends_none_of_it_unless_it_is_asked_for(
    caseload: Caseload,
) -> None:
    said = document(caseload, "plan", Form.MD, "Clinic")
    assert "HIDE" not in said
    assert "Federal confidentiality rules" not in said


def test_what_is_handed_to_the_client_is_whole_and_needs_no_notice(caseload: Caseload) -> None:
    said = document(caseload, "plan", Form.MD, "Ana Ruiz")
    assert "HIDEgoal" in said
    assert "Federal confidentiality rules" not in said


def test_a_contact_of_treatment_is_not_sent_by_its_id(caseload: Caseload) -> None:
    hidden = [one.contact_id for one in contacts.listed(caseload) if "HIDE" in (one.note or "")]
    right = Sending("Landlord").of(caseload, "C0001").right
    assert len(hidden) == 4
    with Maker(caseload, "contact_note", Form.MD, None, SETTINGS) as maker:
        for contact_id in hidden:
            with pytest.raises(InvalidError, match="--include-part2"):
                maker.make(Wanted(TODAY, contact_id=contact_id, right=right), "C0001")


def test_a_client_of_nothing_else_goes_to_nobody_without_such_a_release(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        fill_file(caseload)
        programs.edit(caseload, "SHOWprogram", part2=True)
        with pytest.raises(InvalidError, match="All that is recorded of C0001"):
            document(caseload, "who_to_call", Form.MD, "Landlord")
        assert "HIDEgoal" in document(caseload, "plan", Form.MD, "Clinic", part2=True)


def test_the_stay_that_is_told_is_the_newest_of_those_that_may_be(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        fill_file(caseload)
        episodes.admit(caseload, "C0001", "HIDEprogram", D(2026, 10, 5), case_manager=STAFF)
        said = document(caseload, "progress_summary", Form.MD, "Landlord")
    assert "| Program | SHOWprogram |" in said


class Need(NamedTuple):
    """A fact that some other part of the program gives to templates."""

    domain: Domain
    statement: str


def test_a_fact_that_nobody_thought_of_is_known_by_its_fields(caseload: Caseload) -> None:
    part2 = Part2(caseload, ["C0001"], "F10-F19")
    found = (Need(Domain.HOUSING, "a roof"), Need(Domain.SUBSTANCE_USE, "HIDE"))
    kept = withholding.without({"diagnoses": found}, part2, "C0001")
    assert kept == {"diagnoses": found[:1]}
    strengths = (Domain.HOUSING, Domain.SUBSTANCE_USE)
    kept = withholding.without({"strengths": strengths}, part2, "C0001")
    assert kept == {"strengths": strengths[:1]}
    with pytest.raises(NotFoundError, match="--include-part2"):
        withholding.without({"contact": found[1]}, part2, "C0001")
    assert withholding.without({"episode": found[1]}, part2, "C0001") == {"episode": None}


def test_an_agency_names_other_diagnoses(caseload: Caseload) -> None:
    agency = SETTINGS.agency._replace(part2_diagnoses="F10-F19, F33")
    right = Sending("Landlord").of(caseload, "C0001").right
    with Maker(caseload, "plan", Form.MD, None, SETTINGS._replace(agency=agency)) as maker:
        said = maker.make(Wanted(TODAY, right=right), "C0001").content.decode()
    assert "SHOWdiagnosis" not in said


# --- referrals -----------------------------------------------------------------------------------


def refer(caseload: Caseload) -> tuple[str, str]:
    """A referral for each need: the one about substance use, and the one about housing."""
    found = []
    for name, domain in (("HIDE", Domain.SUBSTANCE_USE), ("SHOW", Domain.HOUSING)):
        (need,) = (one for one in needs.listed(caseload, "C0001") if one.domain is domain)
        where = resources.add(
            caseload, f"{name}place", f"{name}service", need=frozenset({ResourceNeed.OTHER})
        )
        made = referrals.refer(
            caseload, "C0001", where.resource_id, D(2026, 11, 1), need_id=need.need_id,
            remark=f"{name}asked",
        )  # fmt: skip
        again, own = D(2026, 12, 1), made.referral_id
        referrals.send(caseload, own, D(2026, 11, 2), exception="treatment", follow_up_on=again)
        referrals.update(
            caseload, own, ReferralStatus.LINKED, D(2026, 11, 3), follow_up_on=again,
            remark=f"{name}heard",
        )  # fmt: skip
        found.append(own)
    return found[0], found[1]


def test_a_referral_that_answers_such_a_need_is_no_service_in_a_document(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        fill_file(caseload)
        refer(caseload)
        for template in ("plan", "progress_summary"):
            said = document(caseload, template, Form.MD, "Landlord")
            assert ("HIDE" in said, "SHOWservice" in said) == (False, True)
            assert "HIDEservice" in document(caseload, template, Form.MD, None)
            assert "HIDEservice" in document(caseload, template, Form.MD, "Clinic", part2=True)


def test_its_letter_goes_to_its_service_and_to_nobody_else(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        fill_file(caseload)
        hidden, shown = refer(caseload)
        right = Sending("Landlord").of(caseload, "C0001").right
        with Maker(caseload, "referral_letter", Form.MD, None, SETTINGS) as maker:
            wanted = Wanted(TODAY, right=right, referral_id=shown)
            assert "SHOWasked" in maker.make(wanted, "C0001").content.decode()
            wanted = wanted._replace(referral_id=hidden)
            with pytest.raises(InvalidError, match=f"caseload referral send {hidden}"):
                maker.make(wanted, "C0001")
        referrals.update(
            caseload, hidden, ReferralStatus.NO_RESPONSE, D(2026, 11, 4)
        )  # fmt: skip
        how = Letter(exception="treatment", letter=tmp_path / "letter.md")
        letters.send(caseload, hidden, TODAY, how, PACE)
        assert "HIDEasked" in (tmp_path / "letter.md").read_text(encoding="utf-8")


def test_its_steps_and_disclosures_stay_out_of_tables(desk: Desk) -> None:
    with desk.open() as caseload:
        hidden, shown = refer(caseload)
    for kind in ("referrals", "referral_updates", "disclosures"):
        assert {hidden, shown} <= {one["referral_id"] for one in desk.rows(kind)}
        said = desk.done("export", kind, "--to", "Landlord", "--json")
        told = {one["referral_id"] for one in json.loads(said)}
        assert (shown in told, hidden in told) == (True, False)
        assert "HIDE" not in said


# --- tables --------------------------------------------------------------------------------------

KINDS = [
    kind
    for kind, spec in exports.KINDS.items()
    if spec.to_others
    and kind
    not in ("staff", "standards", "programs", "note_formats", "holidays", "resources", "guidelines")
]


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    fill(made.path)
    return made


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_table_that_goes_to_somebody_holds_nothing_of_it(
    desk: Desk, kind: str, form: str
) -> None:
    own = desk.export(kind, form)
    ran = desk.run("export", kind, "--to", "Landlord", "--format", form)
    if not desk.rows(kind):
        assert (ran.code, "to send" in ran.err) == (3, True)
        return
    assert ran.code == 0, ran
    assert "HIDE" not in ran.out
    assert "F11" not in ran.out
    assert ("HIDE" in own) or kind in (
        "living_situations", "documents", "care_team", "signatures",
        "referrals", "referral_updates", "disclosures", "holds", "advocacy", "advocacy_steps",
        "safety_plans",
    )  # fmt: skip
    heads = own.splitlines()[0]
    assert form == "json" or ran.out.splitlines()[0] == heads


def test_what_else_stands_in_those_tables_goes_out(desk: Desk) -> None:
    said = "".join(
        desk.done("export", kind, "--to", "Landlord", "--format", "csv")
        for kind in ("contacts", "diagnoses", "goals", "objectives", "progress", "episodes")
    )
    # The row of a need that a hidden goal answers names that goal, so it stays in.
    assert [word for word in SHOWN if word not in said] == ["SHOWneed"]
    (client,) = json.loads(desk.done("export", "clients", "--to", "Landlord", "--json"))
    assert client["last_name"] == "Ruiz"
    assert client["diagnosis_code"] is None


def test_under_a_release_that_covers_it_the_notice_goes_beside_the_table(desk: Desk) -> None:
    file = desk.folder / "goals.csv"
    ran = desk.run("export", "goals", "--to", "Clinic", "--include-part2", "-o", file)
    assert ran.code == 0, ran
    assert "HIDEgoal" in file.read_text(encoding="utf-8")
    beside = (desk.folder / "goals.csv.notice.txt").read_text(encoding="utf-8")
    assert "C0001: The client agreed in writing" in beside
    assert part2_rules.NOTICE.split("\n")[0] in beside
    assert "goals.csv.notice.txt" in ran.err
    piped = desk.run("export", "goals", "--to", "Clinic", "--include-part2", "--json")
    assert "A general authorization" in piped.err
    assert json.loads(piped.out)


def test_a_table_is_a_disclosure_of_each_client_in_it_and_one_write(desk: Desk) -> None:
    with desk.open() as caseload:
        clients.add(caseload, "Bo", "Li")
        contacts.log(caseload, "C0002", D(2026, 11, 1), Mode.PHONE, Reached.CLIENT)
    ran = desk.run("export", "contacts", "--to", "Landlord")
    assert (ran.code, ran.out) == (3, "")
    assert "C0002" in ran.err
    assert desk.count("disclosure") == 0
    said = desk.run("export", "contacts", "--to", "Funder", "--exception", "payment", "--json")
    assert "Recorded 2 disclosures to Funder." in said.err
    with desk.open() as caseload:
        told = [*disclosures.listed(caseload, "C0001"), *disclosures.listed(caseload, "C0002")]
        rows = caseload.rows("select distinct at from audit where record = 'disclosure'")
    assert [(one.to_whom, one.what, one.purpose, one.exception) for one in told] == [
        ("Funder", "contacts, as a table", "payment", "payment")
    ] * 2
    assert len(rows) == 1
    only = desk.done("export", "contacts", "--to", "Landlord", "--client", "Ruiz", "--json")
    assert {one["client_id"] for one in json.loads(only)} == {"C0001"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["staff", "--to", "X"], 2, "about no client"),
        (["staff", "--client", "Ruiz"], 2, "about no client"),
        (["everything", "--to", "X"], 2, "of your own"),
        (["everything", "--client", "C0001"], 2, "of your own"),
        (["contacts", "--purpose", "x"], 2, "--to"),
        (["contacts", "--include-part2"], 2, "--to"),
        (["contacts", "--to", "Landlord", "--include-part2"], 3, "does not cover"),
        (["contacts", "--to", "Nobody"], 3, "none in force names them"),
        (["contacts", "--client", "C9"], 4, "C9"),
        (["holds", "--to", "Landlord"], 3, "no holds to send"),
    ],
)
def test_an_export_that_may_not_go_says_why(
    desk: Desk, arguments: list[str], code: int, said: str
) -> None:
    before = desk.count("audit")
    ran = desk.run("export", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert (desk.count("disclosure"), desk.count("audit")) == (0, before)


def test_a_notice_that_is_there_already_keeps_the_table_back(desk: Desk) -> None:
    mine = desk.write("goals.csv.notice.txt", "mine")
    before = desk.count("audit")
    file = desk.folder / "goals.csv"
    ran = desk.run("export", "goals", "--to", "Clinic", "--include-part2", "-o", file)
    assert (ran.code, "notice.txt exists already" in ran.err) == (3, True)
    assert (file.exists(), mine.read_text(encoding="utf-8")) == (False, "mine")
    assert (desk.count("disclosure"), desk.count("audit")) == (0, before)


def test_a_table_of_some_clients_for_our_own_use_is_nobodys_disclosure(desk: Desk) -> None:
    assert "HIDEnoteA" in desk.done("export", "contacts", "--client", "C0001", "--format", "csv")
    assert desk.count("disclosure") == 0


def test_no_error_of_a_template_leaks_either(caseload: Caseload) -> None:
    with pytest.raises(CaseloadError) as raised:
        document(caseload, "discharge_summary", Form.MD, "Landlord")
    assert "HIDE" not in str(raised.value)


def test_the_programs_that_are_under_part_2_are_marked_by_command(desk: Desk) -> None:
    assert main(["program", "edit", "SHOWprogram", "--part2"]) == 0
    assert main(["program", "edit", "HIDEprogram", "--no-part2"]) == 0
    rows = {one["name"]: one["part2"] for one in desk.rows("programs")}
    assert rows == {"SHOWprogram": True, "HIDEprogram": False}
