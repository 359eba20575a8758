"""A client's whole story: every kind of record that has a day, in order, errors marked."""

import json
import time
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from bringing import Desk
from making import TODAY, full_file

from caseload.errors import NotFoundError
from caseload.model import Client
from caseload.model.assessing import ActionLevel
from caseload.model.circle import CareRole
from caseload.model.crises import CrisisKind
from caseload.model.planning import Domain
from caseload.records import (
    advocacy,
    appointments,
    care_team,
    clients,
    consents,
    crises,
    history,
    needs,
    tasks,
)
from caseload.records._caseload import Caseload


@pytest.fixture
def full(tmp_path: Path) -> Caseload:
    return full_file(tmp_path)


def test_the_full_file_tells_of_every_kind_in_the_order_of_the_days(full: Caseload) -> None:
    told = [
        one for client in full.records(Client) for one in history.history(full, client.client_id)
    ]
    assert {one.kind for one in told} == set(history.KINDS)
    for client in full.records(Client):
        days = [one.on for one in history.history(full, client.client_id)]
        assert days == sorted(days)


def test_no_event_lacks_its_words_or_its_id(full: Caseload) -> None:
    for client in full.records(Client):
        for one in history.history(full, client.client_id):
            assert one.what.strip(), one
            assert one.record_id, one


def test_what_was_entered_in_error_stays_and_says_so(full: Caseload) -> None:
    said = [
        one.what
        for client in full.records(Client)
        for one in history.history(full, client.client_id, kind="contact")
    ]
    wrong = full.value("select count(*) from contact where entered_in_error_at is not null")
    assert wrong > 0
    assert sum("(entered in error: " in one for one in said) == wrong


def test_all_that_one_in_error_tells_says_so(full: Caseload) -> None:
    clients.add(full, "Bo", "Lee", client_id="C0099")
    day = date(2026, 10, 1)
    sister = care_team.add(full, "C0099", "Ada", CareRole.FAMILY, from_on=day)
    care_team.end(full, sister.care_team_member_id, TODAY)
    care_team.error(full, sister.care_team_member_id, "wrong client")
    release = consents.add(
        full, "C0099", "Ada", purpose="care", scope="visits", signed_on=day, expires_when="never"
    )
    consents.revoke(full, release.consent_id, TODAY)
    consents.error(full, release.consent_id, "wrong client")
    need = needs.add(full, "C0099", Domain.HOUSING, ActionLevel.ACT, day)
    needs.met(full, need.need_id, TODAY)
    needs.entered_in_error(full, need.need_id, "wrong client")
    told = history.history(full, "C0099")
    assert [one.kind for one in told] == ["need", "consent", "care_team_member"] * 2
    assert all(one.what.endswith("(entered in error: wrong client)") for one in told)


def test_what_became_of_a_referral_by_mistake_says_so(full: Caseload) -> None:
    told = [one.what for one in history.history(full, "C0001", kind="referral")]
    never = [one for one in told if "no_response" in one]
    assert [one.endswith(": no_response (never true: another client)") for one in never] == [True]
    wrong = [one for one in told if one.startswith("Pantry")]
    assert wrong
    assert all(one.endswith("(entered in error: wrong client)") for one in wrong)


@pytest.mark.parametrize("kind", history.KINDS)
def test_one_kind_alone_is_that_part_of_the_whole(full: Caseload, kind: str) -> None:
    for client in full.records(Client):
        whole = history.history(full, client.client_id)
        part = history.history(full, client.client_id, kind=kind)
        assert part == [one for one in whole if one.kind == kind]


def test_a_span_includes_both_its_days(full: Caseload) -> None:
    whole = history.history(full, "C0001")
    first, last = whole[3].on, whole[-4].on
    part = history.history(full, "C0001", since=first, until=last)
    assert part == [one for one in whole if first <= one.on <= last]
    assert part


def test_a_client_who_is_not_there_has_no_story(full: Caseload) -> None:
    with pytest.raises(NotFoundError):
        history.history(full, "C9999")


def test_the_command_says_it_in_every_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    full_file(tmp_path).close()
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "caseload.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    desk = Desk(tmp_path, capsys)
    rows = json.loads(desk.done("history", "C0001", "--json"))
    assert set(rows[0]) == {"on", "kind", "what", "record_id"}
    assert desk.done("history", "C0001").count("\n") >= len(rows)
    assert json.loads(desk.done("history", "C0001", "--until", "2020-01-01", "--json")) == []
    ran = desk.run("history", "C0001", "--kind", "secret")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no kind 'secret'" in ran.err


def test_the_story_has_what_was_put_off_moved_closed_and_taken_back(full: Caseload) -> None:
    def said(kind: str, client_id: str = "C0001") -> list[str]:
        return [one.what for one in history.history(full, client_id, kind=kind)]

    task = tasks.add(full, "Call [/]", client_id="C0001", due_on=date(2026, 11, 27))
    tasks.put_off(full, task.task_id, date(2026, 12, 1), "office closed")
    assert "put off to 2026-12-01: Call [/]; office closed" in said("task")
    visit = appointments.add(full, "C0001", "2026-12-03T09:00", with_whom="SSA")
    appointments.move(full, visit.appointment_id, "2026-12-04T09:00", why="work shift")
    assert "09:00 with SSA, moved: work shift" in said("appointment")
    fight = advocacy.add(full, "C0001", "SNAP cut", "HHSC", opened_on=TODAY)
    advocacy.step(full, fight.advocacy_id, "A letter came", TODAY)
    assert said("advocacy")[-3:] == [
        "SNAP cut, against HHSC", "Taken up: SNAP cut (open)", "A letter came (open)",
    ]  # fmt: skip
    advocacy.entered_in_error(full, fight.advocacy_id, "wrong client")
    assert all("entered in error: wrong client" in one for one in said("advocacy")[-3:])
    clients.add(full, "Bo", "Lee", client_id="C0099")
    day = date(2026, 10, 1)
    stay = crises.add(
        full, "C0099", "2026-10-01", CrisisKind.OTHER, admitted_on=day, discharged_on=day
    )
    crises.close(full, stay.crisis_id, 7, TODAY, "moved away")
    assert said("crisis", "C0099")[-1] == "7-day visit not made: moved away"


def test_a_document_stands_on_the_day_of_those_who_made_it(
    full: Caseload, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_id, made_at = full.rows("select client_id, made_at from document")[0]
    days = []
    try:
        for zone in ("Etc/GMT+12", "Etc/GMT-14"):  # on any instant one of them has another day
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            day = datetime.fromisoformat(made_at).astimezone(ZoneInfo(zone)).date()
            told = history.history(full, client_id, kind="document", since=day, until=day)
            assert [one.on for one in told][:1] == [day]
            days.append(day)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert days[0] != days[1]
