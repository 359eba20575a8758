"""Everything out of one file and into a new one: nothing is lost, and nothing edited gets in."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from bringing import TODAY, Desk
from making import PASSPHRASE, STAFF, full_file, new_file
from making_agenda import some_agenda
from making_assessments import any_assessments
from making_circle import any_circle
from making_crises import any_crisis
from making_referrals import any_referral

from caseload.errors import CaseloadError, LockedError
from caseload.model import (
    AddendumKind,
    Contact,
    Document,
    HoldReason,
    Mode,
    Obligation,
    Reached,
    SignerRole,
)
from caseload.model.planning import Domain, Housing, ReviewOutcome
from caseload.records import (
    audit,
    checks,
    clients,
    contacts,
    deidentifying,
    due,
    episodes,
    guidelines,
    holds,
    living_situations,
    note_formats,
    plan_parts,
    plan_reviews,
    plans,
    programs,
    progress,
    signatures,
    staff,
    standards,
)
from caseload.records._caseload import Caseload
from caseload.records._opening import SCHEMA_VERSION, create_file, is_encrypted, open_file
from caseload.rules import plan_rules
from caseload.rules.fees import Guideline

d = date.fromisoformat
WORDS = (
    "Ana",
    "李",
    "O'Brien",
    "Nuñez",
    "=1+1",
    "👩‍👩‍👧",
    "[/]",
    "a b",
    "שלום",
    "Zoë",
    "x" * 300,
    "%",
)


@pytest.fixture
def full(desk: Desk) -> str:
    """The export of a file with a record of every kind."""
    desk.path.unlink()
    full_file(desk.folder, today=TODAY).close()
    return desk.done("export", "everything")


def _restored(desk: Desk, text: str, name: str = "new.db") -> Path:
    target = desk.folder / name
    written = desk.write("all.jsonl", text)
    said = desk.done("--file", target, "import", "everything", written, "--no-encrypt")
    assert said == f"Made {target} from all.jsonl.\n"
    return target


def _contents(path: Path) -> dict[str, list[str]]:
    with open_file(path, TODAY, str) as caseload:
        tables = [
            row[0]
            for row in caseload.rows(
                "select name from sqlite_master where type = 'table'"
                # How an index of words lies in its pages is its own affair.
                " and name not glob 'resource_text_*' order by name"
            )
            if row[0] not in ("_sqlite_migrations", "sqlite_sequence")
        ]
        return {one: sorted(map(repr, caseload.rows(f"select * from {one}"))) for one in tables}


# --- there and back ------------------------------------------------------------------------------


def test_everything_comes_back_as_it_was(desk: Desk, full: str) -> None:
    target = _restored(desk, full)
    assert desk.done("--file", target, "export", "everything") == full
    # That each of the two exports is in the log of its file is the only difference.
    before, after = _contents(desk.path), _contents(target)
    for each in (before, after):
        each["audit"] = [row for row in each["audit"] if "'export everything'" not in row]
    # Besides: how many attempts there were in a month that has none any more.
    tally = [[row for row in each.pop("attempt_tally") if not str(row).endswith(" 0)")]
             for each in (before, after)]  # fmt: skip
    assert tally[0] == tally[1] != []
    assert {name: rows for name, rows in after.items() if "migration" not in name} == {
        name: rows for name, rows in before.items() if "migration" not in name
    }
    assert len([name for name, rows in after.items() if rows]) >= 15
    with desk.open(target) as caseload:
        assert checks.damage(caseload) == []
        assert audit.first_broken(caseload) is None
        assert clients.find(caseload, "nita").client_id == "C0001"


def test_a_heading_and_a_row_a_line_come_out(desk: Desk, full: str) -> None:
    lines = [json.loads(line) for line in full.splitlines()]
    assert lines[0] == {"caseload": "everything", "version": SCHEMA_VERSION}
    kinds = [line["table"] for line in lines[1:]]
    assert set(kinds) == {*checks.KEYS, "audit"}
    assert full.endswith("\n")
    said = desk.done("export", "everything")
    assert said.startswith(full)
    assert [json.loads(line)["record"] for line in said[len(full) :].splitlines()] == ["export"]


def test_a_restored_file_goes_on_where_the_other_stopped(desk: Desk, full: str) -> None:
    target = _restored(desk, full)
    with desk.open(target) as caseload:
        caseload.staff = staff.get(caseload, STAFF)
        with pytest.raises(CaseloadError, match="is signed and never changes"):
            contacts.edit(caseload, "K0001", note="other")
        made = contacts.log(caseload, "C0001", TODAY, Mode.PHONE, Reached.CLIENT, sign=True)
        assert made.contact_id == "K0004"
        assert checks.damage(caseload) == []


def test_lists_are_in_the_order_of_the_other_file(desk: Desk) -> None:
    with desk.open() as caseload:
        standards.add(caseload, "Second", standard_id="B")
        standards.add(caseload, "Third", standard_id="A")
        clients.add(caseload, "Ana", "Lopez", client_id="1")
        with caseload.write("import contacts") as change:
            for contact_id in ("K9999", "K10000", "A"):
                change.add(
                    Contact(contact_id, "1", TODAY, Mode.PHONE, Reached.CLIENT,
                                     imported=True, recorded_at=change.at)
                )  # fmt: skip
        before = [one.contact_id for one in contacts.listed(caseload)]
        assert before == ["A", "K10000", "K9999"]
    target = _restored(desk, desk.done("export", "everything"))
    for kind in ("contacts", "standards"):
        assert desk.export(kind, file=target) == desk.export(kind)
    with desk.open(target) as caseload:
        assert [one.contact_id for one in contacts.listed(caseload)] == before


def test_the_due_list_is_the_same(desk: Desk, full: str) -> None:
    target = _restored(desk, full)
    with desk.open() as one, desk.open(target) as other:
        there = due.due(one, TODAY, within=None, include_held=True)
        assert there.items
        assert due.due(other, TODAY, within=None, include_held=True) == there


def test_an_empty_line_of_other_line_ends_changes_nothing(desk: Desk, full: str) -> None:
    target = _restored(desk, full.replace("\n", "\r\n"))
    assert desk.done("--file", target, "export", "everything") == full


# --- random caseloads ----------------------------------------------------------------------------


def _fill(caseload: Caseload, dice: Random) -> None:
    """A caseload of a few people in which anything may have happened."""
    caseload.staff = staff.get(caseload, STAFF)

    def sometimes(chance: float = 0.5) -> bool:
        return dice.random() < chance

    def text() -> str:
        return f"{dice.choice(WORDS)} {dice.choice(WORDS)}\n{dice.randrange(10**6)}"

    people = [STAFF, *(staff.add(caseload, f"{dice.choice(WORDS)} {n}").staff_id for n in range(3))]
    for name in ("Work", "Haus 李"):
        programs.add(caseload, name)
    for n in range(dice.randrange(1, 6)):
        client = clients.add(
            caseload,
            dice.choice(WORDS),
            dice.choice(WORDS),
            client_id=f"{dice.choice('zA0')}{n:03d}" if sometimes() else None,
            contact_notes=text() if sometimes() else None,
        ).client_id
        if sometimes(0.7):
            clients.diagnose(caseload, client, dice.choice(("F33.1", "F20.9")))
        admitted = d("2026-01-01") + timedelta(dice.randrange(60))
        stay = episodes.admit(
            caseload, client, dice.choice(("Work", "Haus")), admitted,
            case_manager=dice.choice(people), level_of_care=dice.choice((None, "low", "hóch")),
        ).episode_id  # fmt: skip
        if sometimes():
            moved = admitted + timedelta(dice.randrange(1, 90))
            episodes.transfer(caseload, stay, moved, case_manager=dice.choice(people))
        if sometimes():
            held = admitted + timedelta(dice.randrange(1, 90))
            holds.hold(caseload, stay, held, dice.choice(list(HoldReason)), remark=text())
            if sometimes():
                holds.review(caseload, stay, held + timedelta(20), text())
            if sometimes():
                holds.resume(caseload, stay, held + timedelta(25))
        for _ in range(dice.randrange(6)):
            contact = contacts.log(
                caseload, client, admitted + timedelta(dice.randrange(200)),
                dice.choice(list(Mode)), dice.choice(list(Reached)),
                note=text() if sometimes() else None, goals=("rent",) if sometimes() else (),
                sign=sometimes(),
            )  # fmt: skip
            if contact.signed_at and sometimes():
                contacts.amend(
                    caseload, contact.contact_id, AddendumKind.CORRECTION, text(), text()
                )
            if sometimes(0.2):
                contacts.amend(caseload, contact.contact_id, AddendumKind.ENTERED_IN_ERROR, text())
        _plan(caseload, client, dice)
        any_assessments(caseload, client, dice, text())
        any_crisis(caseload, client, dice, text(), admitted + timedelta(130))
        any_referral(caseload, client, dice, dice.choice(WORDS), admitted)
        some_agenda(caseload, client, dice, lambda: dice.choice(WORDS))
        any_circle(caseload, client, dice, WORDS)
        if sometimes(0.3):
            episodes.discharge(caseload, stay, d("2026-09-01"), dice.choice(WORDS))
        if sometimes():
            clients.edit(caseload, client, county=dice.choice(WORDS))
    if sometimes():
        standards.edit(caseload, "T0001", TODAY, every=2)
        note_formats.add(caseload, dice.choice(WORDS), ("Done",))
        guidelines.add(caseload, Guideline(2026, "hawaii", 18_360, 6_530, dice.choice(WORDS)))
        standards.add(caseload, "DLA-20 ☃", obligation=Obligation.ASSESSMENT, instrument="DLA-20")


def _plan(caseload: Caseload, client: str, dice: Random) -> None:
    """A plan at any stage of its life."""
    day = d("2026-08-03")
    plans.new(caseload, client, vision=dice.choice(WORDS))
    for number in range(1, dice.randrange(4)):
        plan_parts.add_goal(caseload, client, dice.choice(WORDS), dice.choice(list(Domain)))
        facts: dict[str, Any] = {"measure": dice.choice(WORDS), "target_on": d("2027-02-28")}
        plan_parts.add_objective(caseload, client, str(number), dice.choice(WORDS), **facts)
        plan_parts.add_intervention(caseload, client, f"{number}.1", dice.choice(WORDS))
    living_situations.note(caseload, client, day, housing=dice.choice(list(Housing)))
    if plan_rules.lacks(plans.newest(caseload, client)):
        return
    signatures.sign(caseload, client, SignerRole.CLIENT, day)
    if dice.random() < 0.5:
        signatures.sign(caseload, client, SignerRole.CASE_MANAGER, day)
        progress.note(caseload, client, "1.1", day, rating=dice.randrange(101))
        plan_reviews.review(caseload, client, day, dice.choice(list(ReviewOutcome)))
        with caseload.write("render document", client) as change:
            made = caseload.next_id("document", "document_id", "D")
            change.add(Document(made, client, "plan", "ab12", 1, "pdf", change.at))
    if dice.random() < 0.5:
        plan_parts.move(caseload, client, "goal", "1", "2")


def test_random_caseloads_come_back_byte_for_byte(desk: Desk, heavy: bool) -> None:
    tables = set()
    for seed in range(100 if heavy else 30):
        desk.path.unlink()
        with new_file(desk.folder, today=TODAY) as caseload:
            _fill(caseload, Random(seed))
            deidentifying.give_codes(caseload, ("clients",))
        text = desk.done("export", "everything")
        tables |= {json.loads(line).get("table") for line in text.splitlines()[1:]}
        target = _restored(desk, text, f"new{seed}.db")
        assert desk.done("--file", target, "export", "everything") == text, seed
        with desk.open(target) as caseload:
            assert checks.damage(caseload) == [], seed
        target.unlink()
    assert tables == {*checks.KEYS, "audit"} - {"holiday"}


# --- encryption ----------------------------------------------------------------------------------


def test_an_encrypted_file_is_made_from_it_unless_told_otherwise(desk: Desk, full: str) -> None:
    target = desk.folder / "new.db"
    secret = desk.write("secret", PASSPHRASE + "\n")
    written = desk.write("all.jsonl", full)
    said = desk.done("--passphrase-file", secret, "--file", target, "import", "everything", written)
    assert "recovery key" in said
    assert is_encrypted(target)
    assert desk.run("--file", target, "export", "everything").code == LockedError.exit_code
    key = said.split("\n\n")[-2]
    for opener in (PASSPHRASE, key):
        desk.write("secret", opener)
        exported = desk.done("--passphrase-file", secret, "--file", target, "export", "everything")
        assert exported.startswith(full)
    assert desk.run("--file", desk.folder / "no.db", "import", "everything", written).code == 12
    assert not (desk.folder / "no.db").exists()


# --- what is refused -----------------------------------------------------------------------------


VERSION = f'"version": {SCHEMA_VERSION}'


def _edited(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def _without(table: str, which: int = 0) -> Callable[[str], str]:
    def change(text: str) -> str:
        lines = text.splitlines(keepends=True)
        found = [at for at, line in enumerate(lines) if f'"table": "{table}"' in line]
        del lines[found[which]]
        return "".join(lines)

    return change


def _swapped(text: str) -> str:
    lines = text.splitlines(keepends=True)
    lines[-2], lines[-1] = lines[-1], lines[-2]
    return "".join(lines)


def _renumbered(text: str) -> str:
    """Two audit rows that have changed places, numbers and all."""
    lines = [json.loads(line) for line in text.splitlines()]
    one, other = lines[-2], lines[-1]
    one["audit_id"], other["audit_id"] = other["audit_id"], one["audit_id"]
    return "".join(
        json.dumps(line, ensure_ascii=False) + "\n" for line in (*lines[:-2], other, one)
    )


def _twice(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join((*lines, next(line for line in lines if '"table": "client"' in line)))


def _no_audit(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if '"table": "audit"' not in line)


REFUSED: dict[str, tuple[Callable[[str], str | bytes], str]] = {
    "edited note": (_edited("called, 李 answered", "called"), "not what the audi"),
    "edited day": (_edited("2026-10-09", "2026-10-08"), "not what the audit"),
    "edited audit": (_edited('"action": "log contact"', '"action": "x"'), "as it"),
    "a client gone": (_without("client"), "The file refused this"),
    "a note gone": (_without("contact", 1), "and gone"),
    "a review gone": (_without("hold_review"), "and gone"),
    "a dated row gone": (_without("episode_level"), "and gone"),
    "an addendum gone": (_without("addendum"), "and gone"),
    "an audit row gone": (_without("audit", 4), "audit"),
    "the last audit row gone": (_without("audit", -1), "audit"),
    "no audit rows": (_no_audit, "not in the audit log"),
    "audit rows renumbered": (_renumbered, "audit"),
    "a row twice": (_twice, "The file refused this"),
    "cut in a line": (lambda text: text[: len(text) // 2], "is no JSON object"),
    "cut at a line": (lambda text: "".join(text.splitlines(True)[:30]), "as it was exported"),
    "the heading alone": (lambda text: text.splitlines(True)[0], "holds no caseload"),
    "nothing": (lambda text: "", "holds no caseload"),
    "no heading": (lambda text: "".join(text.splitlines(True)[1:]), "not made by caseload export"),
    "newer": (_edited(VERSION, f'"version": {SCHEMA_VERSION + 1}'), "another version"),
    "older": (_edited(VERSION, f'"version": {SCHEMA_VERSION - 1}'), "another version"),
    "no version": (_edited(f", {VERSION}", ""), "another version"),
    "a table": (lambda text: "client_id,first_name,last_name\n1,Ana,Lopez\n", "no JSON object"),
    "other JSON": (lambda text: '[{"client_id": "1"}]\n', "is no JSON object"),
    "an object": (lambda text: '{"client_id": "1"}\n', "caseload import clients FILE"),
    "not UTF-8": (lambda text: text.encode("utf-16"), "not UTF-8"),
    "Windows-1252": (lambda text: text.encode("cp1252", "replace"), "not UTF-8"),
    "an empty line": (_edited("\n", "\n\n"), "line 2 is no JSON object"),
    "an unknown table": (_edited('"table": "client"', '"table": "shoe"'), "no row"),
    "another column": (_edited('"county": ', '"shoe": '), "no row of a caseload"),
    "a true value": (_edited('"active": 1', '"active": true'), "neither text nor"),
    "a broken number": (_edited('"active": 1', '"active": 1.5'), "neither text"),
    "a huge number": (_edited('"active": 1', '"active": 1' + "0" * 30), "neither"),
    "a word for a number": (_edited('"active": 1', '"active": "x"'), "The file refused"),
    "a list": (_edited('"active": 1', '"active": [1]'), "neither text nor"),
    "an escape": (_edited("Ring twice.", "\\u001b[2J"), "control character"),
    "deep": (lambda text: text + "[" * 100_000 + "\n", "is no JSON object"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_was_changed_on_the_way_is_refused_and_no_file_is_made(
    desk: Desk, full: str, what: str
) -> None:
    change, sentence = REFUSED[what]
    changed = change(full)
    assert changed != full
    written = desk.write("all.jsonl", changed)
    before = sorted(each.name for each in desk.folder.iterdir())
    target = desk.folder / "new.db"
    ran = desk.run("--file", target, "import", "everything", written, "--no-encrypt")
    assert (ran.code, ran.out) == (3, ""), ran
    assert sentence in ran.err
    assert ran.err.count("\n") == 1
    for name in ("李", "Núñez", "555-0100", "answered"):
        assert name not in ran.err
    assert sorted(each.name for each in desk.folder.iterdir()) == before


def test_lines_in_another_order_are_the_same_caseload(desk: Desk, full: str) -> None:
    target = _restored(desk, _swapped(full))
    assert desk.done("--file", target, "export", "everything") == full


def test_an_existing_file_is_left_as_it_was(desk: Desk, full: str) -> None:
    written = desk.write("all.jsonl", full)
    before = desk.path.read_bytes()
    ran = desk.run("import", "everything", written, "--no-encrypt")
    assert (ran.code, ran.out) == (3, "")
    assert "exists already, and everything goes into a new file" in ran.err
    assert desk.path.read_bytes() == before


@pytest.mark.parametrize(("name", "code"), [("none.jsonl", 4), (".", 15)])
def test_an_export_that_is_not_there_makes_no_file(desk: Desk, name: str, code: int) -> None:
    target = desk.folder / "new.db"
    ran = desk.run("--file", target, "import", "everything", desk.folder / name, "--no-encrypt")
    assert (ran.code, ran.out) == (code, "")
    assert not target.exists()


def test_a_caseload_of_staff_alone_comes_back(desk: Desk) -> None:
    source = desk.folder / "small.db"
    create_file(source, TODAY, None, lambda caseload: staff.add(caseload, "Ana Lopez"))
    text = desk.done("--file", source, "export", "everything")
    target = _restored(desk, text)
    assert desk.done("--file", target, "export", "everything") == text
