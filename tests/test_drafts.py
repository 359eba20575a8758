"""Nothing typed is lost: it is kept until it is saved, for the one who typed it alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from making import again, new_file
from refusing import contents

from caseload.errors import BusyError, InvalidError, NotFoundError
from caseload.records import audit, checks, clients, drafts, everything, staff
from caseload.records._caseload import Caseload


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        staff.add(opened, "Marcus Bell")
        clients.add(opened, "Ana", "Ruiz")
        clients.add(opened, "Bo", "Li")
        yield opened


def text(caseload: Caseload, client_id: str = "C0001", kind: str = "plan") -> str | None:
    found = drafts.kept(caseload, client_id, kind)
    return found.text if found else None


def test_there_is_one_for_each_staff_member_client_and_kind_and_the_newest_counts(
    caseload: Caseload,
) -> None:
    other = staff.get(caseload, "S0002")
    for client_id in ("C0001", "C0002"):
        for kind in ("plan", "note"):
            drafts.keep(caseload, client_id, kind, "older")
            drafts.keep(caseload, client_id, kind, f"{client_id} {kind}")
    assert caseload.value("select count(*) from draft") == 4
    for client_id in ("C0001", "C0002"):
        for kind in ("plan", "note"):
            assert text(caseload, client_id, kind) == f"{client_id} {kind}"
    mine, caseload.staff = caseload.staff, other
    assert text(caseload) is None
    drafts.keep(caseload, "C0001", "plan", "theirs")
    drafts.drop(caseload, "C0001", "plan")
    caseload.staff = mine
    assert text(caseload) == "C0001 plan"


def test_one_about_somebody_who_is_no_client_yet_has_none(caseload: Caseload) -> None:
    drafts.keep(caseload, "C0001", "intake", "of Ana")
    drafts.keep(caseload, None, "intake", "older")
    drafts.keep(caseload, None, "intake", "newer")
    found = drafts.kept(caseload, None, "intake")
    assert found is not None
    assert (found.client_id, found.text) == (None, "newer")
    assert caseload.value("select count(*) from draft") == 2
    drafts.drop(caseload, None, "intake")
    assert drafts.kept(caseload, None, "intake") is None
    assert text(caseload, kind="intake") == "of Ana"


def test_it_stands_outside_the_audit_log_and_the_export_and_is_gone_once_dropped(
    caseload: Caseload,
) -> None:
    before = contents(caseload)
    drafts.keep(caseload, "C0001", "plan", "My own key.")
    assert contents(caseload) == before
    assert "My own key." not in "".join(map(str, everything.lines(caseload)))
    assert checks.damage(caseload) == []
    assert audit.first_broken(caseload) is None
    drafts.drop(caseload, "C0001", "plan")
    drafts.drop(caseload, "C0001", "plan")
    assert text(caseload) is None
    assert b"My own key." not in caseload.path.read_bytes()


@pytest.mark.parametrize("fault", [InvalidError, ValueError, KeyboardInterrupt])
def test_what_cannot_be_saved_is_kept_and_what_is_saved_is_forgotten(
    caseload: Caseload, fault: type[BaseException]
) -> None:
    def failed() -> None:
        with drafts.saving(caseload, "C0001", "plan", "typed"), caseload.write("try"):
            clients.edit(caseload, "C0001", county="Hill")
            raise fault

    with pytest.raises(fault):
        failed()
    assert clients.get(caseload, "C0001").county is None
    with again(caseload.path) as other:
        assert text(other) == "typed"
    with drafts.saving(caseload, "C0001", "plan", "typed again"):
        clients.edit(caseload, "C0001", county="Hill")
    assert text(caseload) is None


def test_a_text_is_saved_and_its_draft_forgotten_both_or_neither(
    caseload: Caseload, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise BusyError("held")

    monkeypatch.setattr(drafts, "drop", full)
    with (
        pytest.raises(BusyError),
        drafts.saving(caseload, "C0001", "plan", "typed"),
    ):
        clients.edit(caseload, "C0001", county="Hill")
    assert clients.get(caseload, "C0001").county is None
    assert text(caseload) == "typed"


def test_it_keeps_any_text_whole_and_belongs_to_a_client(caseload: Caseload) -> None:
    for typed in ("", "a\x00b\x1b[2J", "李" * 200_000, "\u202egnp", " \n", "👩🏽\u200d🚀"):
        drafts.keep(caseload, "C0001", "plan", typed)
        assert text(caseload) == typed
    with pytest.raises((InvalidError, NotFoundError)):
        drafts.keep(caseload, "C9", "plan", "x")
