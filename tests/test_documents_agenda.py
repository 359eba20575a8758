"""The letter of appeal, and appointments in the progress summary and the plan."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from papers import HOSTILE, made, planned
from pypdf import PdfReader

from caseload.documents.making import Form
from caseload.errors import InvalidError, NotFoundError
from caseload.model.agenda import Advocacy
from caseload.records import advocacy, appointments, clients
from caseload.records._caseload import Caseload

d = date.fromisoformat


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with planned(tmp_path, 1) as opened:
        yield opened


def add(caseload: Caseload, issue: str = "SNAP cut", **facts: Any) -> Advocacy:
    return advocacy.add(caseload, "C0001", issue, "Texas HHSC", **facts)


def letter(caseload: Caseload, form: Form = Form.MD, advocacy_id: str | None = None) -> str:
    content = made(caseload, "appeal_letter", "C0001", form, advocacy_id=advocacy_id)
    return content.decode("utf-8", "replace")


def test_before_it_is_filed_it_says_against_what_and_by_when(caseload: Caseload) -> None:
    add(caseload, right="a fair hearing", decided_on=d("2026-11-02"), file_by=d("2027-01-31"))
    said = letter(caseload)
    for words in (
        "To: **Texas HHSC**", "Ngozi Okafor", "I do not agree with your decision of 2 Nov 2026",
        "SNAP cut", "I ask for a fair hearing.", "which ends on 31 Jan 2027",
        "Dana Whitfield, QMHP-CS", "Heart of Texas Recovery", "A copy of the notice of 2 Nov 2026",
        "Case manager",
    ):  # fmt: skip
        assert words in said, words


def test_once_filed_it_says_when_and_asks_for_the_answer(caseload: Caseload) -> None:
    key = add(caseload, opened_on=d("2026-11-03")).advocacy_id
    advocacy.appeal(
        caseload, key, "request for a fair hearing", d("2026-11-04"), respond_by=d("2027-01-03")
    )
    said = letter(caseload)
    assert (
        "Filed on 4 Nov 2026: request for a fair hearing. An answer is due by 3 Jan 2027." in said
    )
    assert "Answer me in writing by 3 Jan 2027" in said
    assert "ends on" not in said


def test_it_is_about_the_one_that_is_named_else_the_one_that_waits_first(
    caseload: Caseload,
) -> None:
    with pytest.raises(NotFoundError, match="caseload advocacy add C0001"):
        letter(caseload)
    add(caseload, "the later one", respond_by=d("2026-12-20"))
    add(caseload, "the sooner one", respond_by=d("2026-12-01"))
    assert "the sooner one" in letter(caseload)
    assert "the later one" in letter(caseload, advocacy_id="av0001")
    clients.add(caseload, "Bo", "李")
    advocacy.add(caseload, "C0002", "not theirs", "x")
    with pytest.raises(InvalidError, match="AV0003 is not about C0001"):
        letter(caseload, advocacy_id="AV0003")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_refused_appears_whole(caseload: Caseload, text: str) -> None:
    from html import unescape

    add(caseload, text, right=text)
    page = letter(caseload, Form.HTML)
    assert unescape(page).count(text.strip()) >= 2


def test_the_paper_is_one_page(caseload: Caseload) -> None:
    add(caseload, right="a fair hearing", decided_on=d("2026-11-02"), file_by=d("2027-01-31"))
    content = made(caseload, "appeal_letter", "C0001", Form.PDF)
    assert len(PdfReader(io.BytesIO(content)).pages) == 1


def test_a_progress_summary_says_what_was_kept_and_what_is_next(caseload: Caseload) -> None:
    bare = made(caseload, "progress_summary", "C0001").decode()
    assert "Appointments" not in bare
    for day, verb in (("10", "kept"), ("11", "missed"), ("12", "kept")):
        one = appointments.add(caseload, "C0001", f"2026-11-{day}T09:00")
        getattr(appointments, verb)(caseload, one.appointment_id)
    appointments.add(caseload, "C0001", "2026-12-03T14:30", with_whom="Dr. Ames", transport="van")
    said = made(caseload, "progress_summary", "C0001").decode()
    assert "2 of 3 were kept, 67 %. 1 was missed." in said
    assert "- 3 Dec 2026, 14:30, with Dr. Ames (van)" in said


def test_a_plan_says_which_appointments_are_next(caseload: Caseload) -> None:
    assert "appointments" not in made(caseload, "plan", "C0001").decode()
    appointments.add(caseload, "C0001", "2026-12-10T08:15", with_whom="|Mon & [Co](x)|")
    appointments.add(caseload, "C0001", "2026-12-03T14:30", with_whom="Dr. Ames", transport="van")
    said = made(caseload, "plan", "C0001").decode()
    first, second = said.split("## My next appointments\n\n")[1].splitlines()[:2]
    assert first == "- 3 Dec 2026, 14:30, with Dr. Ames (van)"
    assert second.startswith("- 10 Dec 2026, 08:15, with ")
    told = [
        one.text
        for one in Document(io.BytesIO(made(caseload, "plan", "C0001", Form.DOCX))).paragraphs
    ]
    where = told.index("My next appointments")
    assert told[where + 1 : where + 3] == [
        "3 Dec 2026, 14:30, with Dr. Ames (van)", "10 Dec 2026, 08:15, with |Mon & [Co](x)|",
    ]  # fmt: skip
