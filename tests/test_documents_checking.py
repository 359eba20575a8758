"""`template check`: a mistake is found by file and line before a client sees it."""

from pathlib import Path

import pytest
from docx import Document

from caseload.documents import checking, kinds
from caseload.documents.fields import Fields
from caseload.documents.folders import Folders
from caseload.documents.gather import Gathering
from caseload.errors import NotFoundError


@pytest.fixture
def own(tmp_path: Path) -> Path:
    made = tmp_path / "own"
    made.mkdir()
    return made


def checked(own: Path, text: str, name: str = "mine.md.j2") -> list[str]:
    (own / name).write_text(text, encoding="utf-8")
    return [str(one) for one in checking.mistakes_of(Folders(own), own / name)]


WRONG = {
    "{{ clint.name }}": "there is no field 'clint'; did you mean 'client'?",
    "{{ client.nome }}": "client has no field 'nome'; did you mean 'name'?",
    "{{ plan.goals.statement }}": "plan.goals has no fields, and 'statement' is none",
    "{% for goal in plan.goals %}{{ goal.titel }}{% endfor %}": "goal has no field 'titel'",
    "{% for g in plan.goals %}{% for o in g.objectives %}{{ o.mesure }}{% endfor %}{% endfor %}":
    "o has no field 'mesure'; did you mean 'measure'?",
    "{{ episode.program }}": "episode may be empty; ask first: {% if episode %}",
    "{% if episode %}{{ episode.case_manager.name }}{% endif %}":
    "episode.case_manager may be empty; ask first: {% if episode.case_manager %}",
    "{% if episode or plan %}{{ episode.program }}{% endif %}": "episode may be empty",
    "{% if not episode %}{{ episode.program }}{% endif %}": "episode may be empty",
    "{% if episode %}x{% else %}{{ episode.program }}{% endif %}": "episode may be empty",
    "{{ client.age + 1 }}": "client.age may be empty",
    "{% if client.age > 17 %}x{% endif %}": "client.age may be empty",
    "{{ client.phone | length }}": "client.phone may be empty",
    "{{ client }}": "a whole Person can't be printed; name a field of it",
    "{{ plan.goals }}": "a whole Goal can't be printed; name a field of it",
    "{{ client.name.upper() }}": "client.name has no fields, and 'upper' is none",
    "{{ client.name() }}": "client.name can't be called; fields have no ()",
    "{{ client.name | shout }}": "there is no filter 'shout'",
    "{{ client.name | day }}": "day is for days",
    "{{ client.name | percent }}": "percent is for numbers",
    "{{ today | length }}": "length is for lists",
    "{% for x in client.name %}{% endfor %}": "client.name is no list to go through",
    "{{ plan.goals[0].statement }}": "plan.goals may be shorter; use first, last or a loop",
    "{{ (plan.goals | first).statement }}": "this may be empty",
    "{{ plan.goals | sort('ordr') | length }}": "Goal has no field 'ordr'",
    "{{ plan.goals | where('statos', 'met') | length }}": "Goal has no field 'statos'",
    "{% for g in plan.goals %}{{ loop.indx }}{% endfor %}": "a loop has no 'indx'",
    "{% if client.name is strange %}{% endif %}": "there is no test 'strange'",
    "{% include 'none.md.j2' %}": "there is no template 'none.md.j2'",
    "{% from '_parts.md.j2' import whom %}": "_parts.md.j2 has no macro 'whom'; did you mean",
    "{{ client.name": "unexpected end of template",
    "{% if client %}": "Unexpected end of template",
    "{% for x in plan.goals %}{% endif %}": "Encountered unknown tag 'endif'",
    "{% filter upper %}{% endfilter %}": "filter block can't be used in a template",
    "{% macro m(x) %}{{ plan.visoin }}{% endmacro %}": "plan has no field 'visoin'",
    "{% set who = episode %}{{ who.program }}": "who may be empty; ask first: {% if who %}",
    "{{ 'x' * 999999999 }}": "* is for numbers",
    "{% for a in range(99999) %}{% endfor %}": "stopped, since a range of more than 10,000 numbers",
}  # fmt: skip


@pytest.mark.parametrize(("text", "what"), WRONG.items())
def test_a_mistake_is_told_by_file_and_line(own: Path, text: str, what: str) -> None:
    found = checked(own, f"# Title\n\n{text}\n")
    assert found
    assert found[0].startswith(f"mine.md.j2:{4 if 'nexpected end' in what else 3}: {what}") or (
        found[0].startswith(f"mine.md.j2:3: {what}")
    )


RIGHT = [
    "{% if episode %}{{ episode.program }}{% endif %}",
    "{% if episode and episode.case_manager %}{{ episode.case_manager.name }}{% endif %}",
    "{% if not episode %}none{% else %}{{ episode.program }}{% endif %}",
    "{% if not episode or not episode.case_manager %}x{% else %}"
    "{{ episode.case_manager.name }}{% endif %}",
    "{{ episode.program if episode else 'none' }}",
    "{% if episode is not none %}{{ episode.program }}{% endif %}",
    "{% if client.age and client.age > 17 %}adult{% endif %}",
    "{% for one in episodes if one.case_manager %}{{ one.case_manager.name }}{% endfor %}",
    "{% set first = plan.goals | first %}{% if first %}{{ first.statement }}{% endif %}",
    "{% set n = plan.goals | length %}{{ n + 1 }}",
    "{{ client.phone | default('no phone', true) }}",
    "{{ client.date_of_birth | day }}{{ client.preferred_name | upper }}",
    "{% macro m(one) %}{{ one.anything }}{% endmacro %}{% for g in plan.goals %}{{ loop.first }}"
    "{% endfor %}",
    "{% from '_parts.md.j2' import who as w %}{% for one in signers %}{{ w(one) }}{% endfor %}",
    "{{ client['name'] }}",
    "{% with p = plan %}{{ p.vision }}{% endwith %}",
    "{% for one in contacts.by_purpose | sort('times', true) %}{{ one.minutes }}{% endfor %}",
    "{% if odd is defined %}x{% endif %}",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_not_told(own: Path, text: str) -> None:
    assert checked(own, text) == []


def test_every_shipped_template_is_without_mistakes() -> None:
    folders = Folders()
    files = checking.files(folders, [])
    assert len(files) >= 11
    assert [one for file in files for one in checking.mistakes_of(folders, file)] == []


def test_several_mistakes_are_told_at_once_in_their_order(own: Path) -> None:
    found = checked(own, "{{ client.nome }}\n{{ plan.visoin }}\n")
    assert [one.partition(" ")[0] for one in found] == ["mine.md.j2:1:", "mine.md.j2:2:"]


def test_a_word_form_s_mistake_names_its_paragraph(own: Path) -> None:
    form = Document()
    form.add_paragraph("Client: {{ client.name }}")
    form.add_paragraph("Plan of {{ client.nome }}")
    form.save(str(own / "letter.docx"))
    found = [str(one) for one in checking.mistakes_of(Folders(own), own / "letter.docx")]
    assert found == [
        "letter.docx, at “Plan of {{ client.nome }}”: client has no field 'nome'; did you mean "
        "'name'?"
    ]


def test_a_word_form_s_syntax_error_names_its_paragraph(own: Path) -> None:
    form = Document()
    form.add_paragraph("{% if client.phone %}")
    form.add_paragraph("Phone {{ client.phone }")
    form.save(str(own / "letter.docx"))
    (found,) = checking.mistakes_of(Folders(own), own / "letter.docx")
    assert found.where.startswith("letter.docx, at “Phone")


def test_what_is_no_word_file_is_said(own: Path) -> None:
    (own / "letter.docx").write_text("no zip", encoding="utf-8")
    (found,) = checking.mistakes_of(Folders(own), own / "letter.docx")
    assert "is no Word file" in str(found)


def test_a_template_that_is_not_there_is_said(own: Path) -> None:
    with pytest.raises(NotFoundError, match="no template 'nome'"):
        checking.files(Folders(own), ["nome"])


# --- the fields ----------------------------------------------------------------------------------


def test_every_field_is_gathered_and_described() -> None:
    for name in Fields._fields:
        assert hasattr(Gathering, name) or name in ("agency", "today")
        assert kinds.descriptions(Fields)[name]


def test_an_invented_client_has_everything_or_next_to_nothing() -> None:
    full, sparse = kinds.invented(full=True), kinds.invented(full=False)
    assert full["episode"].case_manager.name
    assert len(full["plan"].goals) == 2
    assert sparse["episode"] is None
    assert sparse["plan"].goals == ()
