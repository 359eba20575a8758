"""Holds lie within their episode and never overlap; those without an end are reviewed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from making import new_file
from refusing import refused

from caseload.errors import InvalidError, NotFoundError
from caseload.model import Hold, HoldReason
from caseload.records import clients, episodes, holds, programs
from caseload.records._caseload import Caseload

d = date.fromisoformat

ADMITTED, DISCHARGED = "E0001", "E0002"


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """Two clients admitted 5 Jan 2026, one of whom was discharged 1 Oct."""
    with new_file(tmp_path) as opened:
        programs.add(opened, "Outreach")
        for name in ("Ana", "Bo"):
            client = clients.add(opened, name, "Ruiz")
            episodes.admit(opened, client.client_id, "Outreach", d("2026-01-05"))
        episodes.discharge(opened, DISCHARGED, d("2026-10-01"))
        yield opened


def held(caseload: Caseload, from_on: str, until_on: str | None = None) -> Hold:
    """The first client on hold from that day."""
    until = d(until_on) if until_on else None
    return holds.hold(caseload, ADMITTED, d(from_on), HoldReason.JAIL, until_on=until)


@pytest.mark.parametrize(
    ("episode_id", "from_on", "until_on", "error"),
    [
        ("E0009", "2026-03-01", None, NotFoundError),
        (ADMITTED, "2026-01-04", None, InvalidError),
        (ADMITTED, "2026-03-01", "2026-03-01", InvalidError),
        (ADMITTED, "2026-03-02", "2026-03-01", InvalidError),
        (DISCHARGED, "2026-10-01", "2026-10-02", InvalidError),
        (DISCHARGED, "2026-11-01", None, InvalidError),
    ],
)
def test_a_hold_that_ends_before_it_begins_or_leaves_its_episode_is_refused(
    caseload: Caseload, episode_id: str, from_on: str, until_on: str | None, error: type[Exception]
) -> None:
    refused(
        error,  # type: ignore[arg-type]
        holds.hold,
        caseload,
        episode_id,
        d(from_on),
        HoldReason.OTHER,
        until_on=d(until_on) if until_on else None,
    )


@pytest.mark.parametrize("remark", ["\x1b[2J", "\udcff", "a\u202eb"])
def test_a_remark_that_could_deceive_is_refused(caseload: Caseload, remark: str) -> None:
    day, other = d("2026-03-01"), HoldReason.OTHER
    refused(InvalidError, holds.hold, caseload, ADMITTED, day, other, remark=remark)


@pytest.mark.parametrize(
    ("from_on", "until_on"),
    [
        ("2026-03-01", "2026-03-11"),
        ("2026-03-09", "2026-03-20"),
        ("2026-02-20", "2026-03-02"),
        ("2026-03-05", "2026-03-06"),
        ("2026-02-20", "2026-04-01"),
        ("2026-02-20", None),
        ("2026-03-09", None),
        ("2026-05-01", "2026-05-02"),
        ("2026-07-01", None),
    ],
)
def test_holds_never_overlap(caseload: Caseload, from_on: str, until_on: str | None) -> None:
    held(caseload, "2026-03-01", "2026-03-10")
    held(caseload, "2026-05-01")
    until = d(until_on) if until_on else None
    said = refused(
        *(InvalidError, holds.hold, caseload, ADMITTED, d(from_on), HoldReason.OTHER),
        until_on=until,
    )
    assert "already; holds can't overlap" in said


def test_holds_may_adjoin_and_are_listed_in_their_order(caseload: Caseload) -> None:
    made = [
        held(caseload, "2026-03-10", "2026-05-01"),
        held(caseload, "2026-03-01", "2026-03-10"),
        held(caseload, "2026-05-01"),
        held(caseload, "2026-01-05", "2026-01-06"),
    ]
    assert holds.of_episode(caseload, ADMITTED) == sorted(made, key=lambda one: one.from_on)
    assert holds.of_episode(caseload, DISCHARGED) == []


def test_a_closed_episode_takes_a_hold_that_lay_within_it(caseload: Caseload) -> None:
    made = holds.hold(
        caseload, DISCHARGED, d("2026-09-01"), HoldReason.JAIL, until_on=d("2026-10-01")
    )
    assert holds.of_episode(caseload, DISCHARGED) == [made]


# --- resuming ------------------------------------------------------------------------------------


@pytest.mark.parametrize("until_on", ["2026-03-02", "2026-11-20", "2026-12-24"])
def test_a_hold_ends_on_the_first_day_back(caseload: Caseload, until_on: str) -> None:
    held(caseload, "2026-03-01")
    assert holds.resume(caseload, ADMITTED, d(until_on)).until_on == d(until_on)
    assert [one.until_on for one in holds.of_episode(caseload, ADMITTED)] == [d(until_on)]


def test_a_hold_with_an_end_can_end_sooner_but_not_later(caseload: Caseload) -> None:
    held(caseload, "2026-03-01", "2026-03-31")
    refused(NotFoundError, holds.resume, caseload, ADMITTED, d("2026-04-02"))
    refused(NotFoundError, holds.resume, caseload, ADMITTED, d("2026-03-31"))
    assert holds.resume(caseload, ADMITTED, d("2026-03-15")).until_on == d("2026-03-15")


def test_the_hold_in_force_is_the_one_that_ends(caseload: Caseload) -> None:
    held(caseload, "2026-03-01", "2026-03-31")
    held(caseload, "2026-12-01")
    holds.resume(caseload, ADMITTED, d("2026-03-15"))
    assert [(one.from_on, one.until_on) for one in holds.of_episode(caseload, ADMITTED)] == [
        (d("2026-03-01"), d("2026-03-15")),
        (d("2026-12-01"), None),
    ]


@pytest.mark.parametrize("until_on", ["2026-03-01", "2026-02-28", "2026-01-01"])
def test_nobody_is_back_before_the_hold_began(caseload: Caseload, until_on: str) -> None:
    held(caseload, "2026-03-01")
    refused(InvalidError, holds.resume, caseload, ADMITTED, d(until_on))


@pytest.mark.parametrize("episode_id", [ADMITTED, DISCHARGED, "E0009", "\u202e"])
def test_who_is_not_on_hold_can_not_resume(caseload: Caseload, episode_id: str) -> None:
    refused(NotFoundError, holds.resume, caseload, episode_id, d("2026-04-01"))


# --- reviews -------------------------------------------------------------------------------------


def test_a_review_is_kept_with_its_day_and_who_made_it(caseload: Caseload) -> None:
    made = held(caseload, "2026-03-01")
    for day in ("2026-03-01", "2026-11-20"):
        assert holds.review(caseload, ADMITTED, d(day), "still there") == made
    assert caseload.rows("select * from hold_review order by reviewed_on") == [
        ("H0001", "2026-03-01", "S0001", "still there"),
        ("H0001", "2026-11-20", "S0001", "still there"),
    ]


@pytest.mark.parametrize(
    ("reviewed_on", "error"),
    [
        ("2026-11-21", InvalidError),
        ("2026-09-01", InvalidError),
        ("2026-07-31", NotFoundError),
        ("2026-03-05", NotFoundError),
    ],
)
def test_a_review_ahead_twice_on_a_day_or_of_no_open_hold_is_refused(
    caseload: Caseload, reviewed_on: str, error: type[InvalidError]
) -> None:
    held(caseload, "2026-03-01", "2026-03-10")
    held(caseload, "2026-08-01")
    holds.review(caseload, ADMITTED, d("2026-09-01"))
    refused(error, holds.review, caseload, ADMITTED, d(reviewed_on))


def test_a_hold_that_has_ended_is_not_reviewed(caseload: Caseload) -> None:
    held(caseload, "2026-03-01")
    holds.resume(caseload, ADMITTED, d("2026-11-01"))
    refused(NotFoundError, holds.review, caseload, ADMITTED, d("2026-04-01"))
