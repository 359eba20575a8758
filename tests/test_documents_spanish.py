"""The documents in Spanish: no word of ours and no date is left in English."""

import re
import shutil
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from making import TODAY
from papers import made

from caseload.cli import main
from caseload.dates import LONG_MONTHS, MONTHS
from caseload.documents.folders import shipped
from caseload.model import SignerRole
from caseload.model.circle import CareRole
from caseload.model.linking import ReferralStatus, ResourceNeed
from caseload.model.planning import Domain, WorkStatus
from caseload.records._caseload import Caseload
from caseload.records._opening import open_file

TWINS = ("plan", "safety_plan", "release_of_information")
SAME = {"plan", "alcohol", "legal", "federal", "hipaa"}
"""Words of both languages."""
MACROS = {
    "role": SignerRole,
    "domain": Domain,
    "status": WorkStatus,
    "step": WorkStatus,
    "around": CareRole,
    "purpose": ResourceNeed,
    "referral": ReferralStatus,
}


@pytest.fixture
def caseload(tmp_path: Path, demo_file: Path) -> Iterator[Caseload]:
    shutil.copy(demo_file, tmp_path / "demo.db")
    opened = open_file(tmp_path / "demo.db", TODAY, lambda: "")
    yield opened
    opened.close()


def own_words(template: str) -> set[str]:
    """The words of four letters and more that a template itself writes."""
    text = (shipped() / f"{template}.md.j2").read_text(encoding="utf-8")
    written = [one.data for one in Environment().parse(text).find_all(nodes.TemplateData)]
    return set(re.findall(r"[^\W\d_]{4,}", " ".join(written).casefold()))


@pytest.mark.parametrize("template", TWINS)
def test_a_template_in_spanish_has_no_word_of_its_english_twin(template: str) -> None:
    assert own_words(f"{template}_es") & own_words(template) <= SAME


@pytest.mark.parametrize(("macro", "kind"), MACROS.items())
def test_each_word_of_the_records_has_one_in_spanish(
    caseload: Caseload, tmp_path: Path, macro: str, kind: type[StrEnum]
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for each in kind:
        (own / "one.md.j2").write_text(
            f'{{% from "_parts_es.md.j2" import {macro} %}}\n# {{{{ {macro}("{each}") }}}}\n'
            "{{ client.client_id }}",
            encoding="utf-8",
        )
        said = re.search("# (.+)", made(caseload, "one", "C0031", own=own).decode())
        assert said is not None
        assert said[1].casefold() not in (each.replace("_", " "), "")


@pytest.mark.parametrize("client", ["C0031", "C0020", "C0008"])
@pytest.mark.parametrize("template", [f"{one}_es" for one in TWINS])
def test_no_date_in_a_page_in_spanish_is_in_english(
    caseload: Caseload, template: str, client: str
) -> None:
    draft = template == "plan_es" and client == "C0008"
    said = made(caseload, template, client, draft=draft).decode()
    assert " de 2026" in said
    english = "|".join({*MONTHS, *LONG_MONTHS})
    assert re.findall(rf"\d (?:{english}) \d{{4}}", said) == []


def test_who_speaks_spanish_best_is_offered_the_plan_in_spanish(
    on_the_demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offer = "In the language they speak best: caseload render plan_es C0031\n"
    for language, offered in (("English", ""), ("Español", offer), ("", ""), ("Mixe", "")):
        assert main(["client", "edit", "C0031", "--language", language]) == 0
        capsys.readouterr()
        assert main(["render", "plan", "C0031", "-o", "plan.md", "--force"]) == 0
        assert capsys.readouterr().err == offered
    assert main(["client", "edit", "C0031", "--language", "es"]) == 0
    capsys.readouterr()
    assert main(["render", "plan_es", "C0031", "-o", "plan.md", "--force"]) == 0
    assert capsys.readouterr().err == ""
