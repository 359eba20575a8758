"""A safety plan on paper: one page, six steps in order, marked while it is a draft, in Spanish."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, TODAY, new_file
from making_crises import STEPS, begin, sign
from papers import HOSTILE, SETTINGS, made, made_of, planned
from pypdf import PdfReader

from caseload.documents.making import Form
from caseload.errors import NotFoundError
from caseload.model import SignerRole
from caseload.model.crises import NAMES
from caseload.model.planning import SignatureMethod
from caseload.records import clients, episodes, programs, safety_plans
from caseload.records._caseload import Caseload

BOTH = ("safety_plan", "safety_plan_es")


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        programs.add(opened, "ACT")
        clients.add(opened, "Ngozi", "Okafor")
        clients.add(opened, "Bo", "Li")
        episodes.admit(opened, "C0001", "ACT", date(2026, 1, 5), case_manager=STAFF)
        yield opened


def text_of(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def usual(caseload: Caseload, **other: Any) -> None:
    """Three lines of some forty letters in each step, both signatures."""
    steps = {name: tuple(f"{name} {n}: a line of usual length, of some forty" for n in "123")
             for name in NAMES}  # fmt: skip
    begin(caseload, "C0001", **{**steps, **other})
    sign(caseload, "C0001", TODAY)


@pytest.mark.parametrize("template", BOTH)
def test_it_fits_one_page_and_has_its_six_steps_in_order(caseload: Caseload, template: str) -> None:
    usual(caseload)
    content = made(caseload, template, "C0001", Form.PDF)
    (page,) = text_of(content)
    places = [page.index(f"{name} 1:") for name in NAMES]
    assert places == sorted(places)
    assert "988" in page
    assert "Dana Whitfield" in page
    assert b"pdfuaid:part" in content


@pytest.mark.parametrize("template", BOTH)
def test_a_longer_one_goes_on_to_the_next_page_and_loses_nothing(
    caseload: Caseload, template: str
) -> None:
    usual(caseload, coping=tuple(f"line {n}" for n in range(120)))
    pages = text_of(made(caseload, template, "C0001", Form.PDF))
    assert len(pages) > 1
    assert all(f"line {n}" in " ".join(pages) for n in range(120))


def test_the_one_in_force_is_shown_unless_the_draft_or_a_version_is_asked_for(
    caseload: Caseload,
) -> None:
    usual(caseload)
    safety_plans.change(caseload, "C0001", lambda one: one._replace(coping=("Sing",)))
    assert "Sing" not in made(caseload, "safety_plan", "C0001").decode()
    assert "Draft" not in made(caseload, "safety_plan", "C0001").decode()
    draft = made_of(caseload, "safety_plan", "C0001", draft=True)
    assert "Sing" in draft.content.decode()
    assert "Draft – not signed" in draft.content.decode()  # noqa: RUF001
    assert draft.plan_version == 2
    assert "Sing" not in made(caseload, "safety_plan", "C0001", version=1).decode()


def test_a_draft_without_another_is_shown_and_marked_in_the_language_of_the_page(
    caseload: Caseload,
) -> None:
    begin(caseload, "C0001", coping=())
    for template, mark, page_of in (
        ("safety_plan", "Draft – not signed", "page 1 of 1"),  # noqa: RUF001
        ("safety_plan_es", "Borrador – sin firmar", "página 1 de 1"),  # noqa: RUF001
    ):
        (page,) = text_of(made(caseload, template, "C0001", Form.PDF))
        assert mark in page
        assert page_of in page


def test_without_any_there_is_no_such_document(caseload: Caseload) -> None:
    with pytest.raises(NotFoundError, match="safety-plan new C0002"):
        made(caseload, "safety_plan", "C0002")
    begin(caseload, "C0001")
    sign(caseload, "C0001", TODAY)
    with pytest.raises(NotFoundError, match="no draft"):
        made(caseload, "safety_plan", "C0001", draft=True)


def test_the_spanish_one_speaks_spanish_around_the_client_s_own_words(caseload: Caseload) -> None:
    begin(caseload, "C0001")
    sign(caseload, "C0001", date(2026, 9, 3))
    said = made(caseload, "safety_plan_es", "C0001").decode()
    for words in ("Mi plan de seguridad", "3 de septiembre de 2026", "Firma en persona",
                  "Persona que maneja el caso", "llame o mande un mensaje de texto al 988",
                  "Confidencial.", "20 de noviembre de 2026"):  # fmt: skip
        assert words in said, words
    assert all(line in said for line in STEPS["coping"])


def test_a_refusal_and_a_guardian_are_said_on_paper(caseload: Caseload) -> None:
    begin(caseload, "C0001")
    safety_plans.sign(caseload, "C0001", SignerRole.CLIENT, TODAY,
                      method=SignatureMethod.REFUSED, reason="No paper")  # fmt: skip
    safety_plans.sign(caseload, "C0001", SignerRole.CASE_MANAGER, TODAY)
    assert "Did not sign: No paper" in made(caseload, "safety_plan", "C0001").decode()
    assert "No firmó: No paper" in made(caseload, "safety_plan_es", "C0001").decode()


def test_988_stands_on_it_whatever_the_agency_s_own_line_says(caseload: Caseload) -> None:
    begin(caseload, "C0001", professionals=("the clinic",))
    own = SETTINGS._replace(agency=SETTINGS.agency._replace(crisis_line="Ours: 555-0111."))
    for template in BOTH:
        said = made(caseload, template, "C0001", settings=own).decode()
        assert "988" in said
        assert "Ours: 555-0111." in said


@pytest.mark.parametrize("form", [Form.MD, Form.HTML, Form.PDF])
def test_people_s_text_stays_text(caseload: Caseload, form: Form) -> None:
    from html import unescape

    begin(caseload, "C0001", coping=HOSTILE)
    for template in BOTH:
        content = made(caseload, template, "C0001", form)
        if form is Form.PDF:
            assert "[bold]" not in "".join(text_of(content))
            assert "alert(1)" in "".join(text_of(content))
        elif form is Form.HTML:
            assert b"<script>" not in content
            assert "<script>alert(1)</script>" in unescape(content.decode())


def test_a_recovery_plan_names_the_safety_plan_that_there_is(tmp_path: Path) -> None:
    caseload = planned(tmp_path, 1)
    assert "My safety plan is still to be written." in made(caseload, "plan", "C0001").decode()
    begin(caseload, "C0001")
    sign(caseload, "C0001", date(2026, 9, 3))
    said = made(caseload, "plan", "C0001").decode()
    assert "My safety plan of 3 Sep 2026 says what helps me first." in said
