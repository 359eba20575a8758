"""What a template may not do, and that it ends: each refusal names file and line."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseload.documents import environment, writing
from caseload.documents.environment import Sandbox
from caseload.documents.folders import Folders
from caseload.errors import InvalidError, NotFoundError
from caseload.model import Client

FACTS: dict[str, Any] = {
    "today": date(2026, 11, 20),
    "c": Client("C0001", "Ana", "Núñez"),
    "many": tuple(Client(f"C{number}", "A", "B") for number in range(3)),
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    made = tmp_path / "own"
    made.mkdir()
    return made


def run(own: Path, text: str, name: str = "mine.md.j2") -> str:
    """What a template comes to."""
    (own / name).write_text(text, encoding="utf-8")
    return environment.run(Sandbox(Folders(own), writing.markdown), name, FACTS)


def refused(own: Path, text: str) -> str:
    with pytest.raises(InvalidError) as raised:
        run(own, f"one line\n\n{text}")
    return str(raised.value)


GROWING = "{% set a = 'xxxxxxxxxx' %}"
RUNAWAYS = {
    "nested loops": "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
    "a long loop's own text": "{% for a in range(9999) %}{% for b in range(99) %}"
    + "x" * 999
    + "{% endfor %}{% endfor %}",
    "a huge range": "{{ range(10000000000) | length }}",
    "a text times a number": '{{ "x" * 1000000000 }}',
    "a list times a number": "{{ [1] * 1000000000 }}",
    "a tower of powers": "{{ 10 ** 10 ** 8 }}",
    "numbers that grow": "{% set a = 2 ** 200 %}{{ a * a * a * a * a }}",
    "a wide number": '{{ "%1000000000d" % 5 }}',
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a loop that calls itself": "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "a block that calls itself": "{% block b %}{{ self.b() }}{% endblock %}",
    "a template that includes itself": '{% include "mine.md.j2" %}',
    "text doubled by ~": GROWING + "{% set a = a ~ a %}" * 60 + "{{ a }}",
    "text doubled by +": GROWING + "{% set a = a + a %}" * 60 + "{{ a }}",
    "text doubled by join": GROWING + "{% set a = [a, a] | join %}" * 60 + "{{ a }}",
    "text doubled by a set block": GROWING
    + "{% set a %}{{ a }}{{ a }}{% endset %}" * 60
    + "{{ a }}",
    "a list doubled": "{% set a = [1] %}" + "{% set a = a + a %}" * 60 + "{{ a | length }}",
    "a big join": "{% for i in range(9999) %}{{ range(9999) | join('xxxxxxxxx') }}{% endfor %}",
}


@pytest.mark.parametrize("text", RUNAWAYS.values(), ids=RUNAWAYS)
def test_a_runaway_template_is_stopped_with_its_line(own: Path, text: str) -> None:
    assert refused(own, text).startswith("mine.md.j2:3: ") or "itself" in text


def test_two_stops_are_at_the_same_place(own: Path) -> None:
    text = RUNAWAYS["nested loops"]
    assert refused(own, text) == refused(own, text)
    assert "more than 250,000 steps" in refused(own, text)


TRICKS = {
    "class": "{{ c.__class__ }}",
    "class by name": '{{ c["__class__"] }}',
    "mro": "{{ ().__class__.__mro__ }}",
    "subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "private method": "{{ c._replace(first_name='x') }}",
    "private method made": "{{ c._make([1]) }}",
    "dictionary": "{{ c._asdict() }}",
    "method of a text": "{{ 'x'.upper() }}",
    "method of a tuple": "{{ c.count(1) }}",
    "method of a day": "{{ today.strftime('%Y') }}",
    "method of a list": "{{ [1].append(2) }}",
    "format": "{{ '{0.__class__}'.format(c) }}",
    "format filter": "{{ '%s' | format(c) }}",
    "attr filter": "{{ c | attr('__class__') }}",
    "map filter": "{{ many | map(attribute='__class__') | list }}",
    "sort by a private name": "{{ many | sort('__class__') }}",
    "where with a private name": "{{ many | where('__class__', 1) }}",
    "safe filter": "{{ '<b>' | safe }}",
    "filter block": "{% filter upper %}x{% endfilter %}",
    "autoescape block": "{% autoescape true %}x{% endautoescape %}",
    "a macro's insides": "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
    "a loop's insides": "{% for x in [1] %}{{ loop._iterator }}{% endfor %}",
    "the counter": "{{ step(1) }}",
    "range's insides": "{{ range.__self__ }}",
    "cycler": "{{ cycler('a') }}",
    "namespace": "{% set n = namespace(a=1) %}{{ n.a }}",
    "lipsum": "{{ lipsum.__globals__ }}",
    "import os": "{% import 'os' as os %}{{ os.system('x') }}",
    "parent folder": "{% include '../../etc/passwd' %}",
    "absolute path": "{% include '/etc/passwd' %}",
    "backslashes": "{% include '..\\\\..\\\\x' %}",
    "a name from data": "{% include c.first_name %}",
    "a whole record": "{{ c }}",
    "a list of records": "{{ many }}",
}


@pytest.mark.parametrize("text", TRICKS.values(), ids=TRICKS)
def test_a_trick_is_refused_with_its_line(own: Path, text: str) -> None:
    said = refused(own, text)
    assert said.startswith("mine.md.j2:3: ")
    assert "root:" not in said


def test_a_link_out_of_the_folder_is_no_template(own: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md.j2").write_text("secret", encoding="utf-8")
    (own / "link.md.j2").symlink_to(tmp_path / "secret.md.j2")
    assert "no template 'link.md.j2'" in refused(own, "{% include 'link.md.j2' %}")
    with pytest.raises(NotFoundError):
        Folders(own).find("link", ".md.j2")


def test_a_misspelt_field_is_told_by_file_and_line(own: Path) -> None:
    assert refused(own, "{{ c.first_nam }}").startswith("mine.md.j2:3: ")
    assert refused(own, "{{ clint }}").startswith("mine.md.j2:3: 'clint' is undefined")
    assert refused(own, "{{ c.first_name").startswith("mine.md.j2:3: unexpected end")


GOOD = {
    "{{ today }}": "20 Nov 2026",
    "{{ today | long_day }}": "Friday 20 November 2026",
    "{{ c.first_name }} {{ c.full_name }}": "Ana Núñez, Ana",
    "{{ c.preferred_name }}|{{ none }}": "|",
    "{% for x in [1, 2] %}{{ loop.index }}{{ loop.cycle('a', 'b') }}{% endfor %}": "1a2b",
    "{{ many | length }} {{ (many | first).client_id }} {{ (many | last).client_id }}": "3 C0 C2",
    "{{ [] | first }}{{ [] | last }}": "",
    "{{ [3, 1, 2] | sort | join(', ', ' and ') }}": "1, 2 and 3",
    "{{ (many | sort('client_id', true) | first).client_id }}": "C2",
    "{{ many | where('client_id', 'C1') | length }}": "1",
    "{{ 'in_person' | words | capital }} {{ 'é' | upper }} {{ 'É' | lower }}": "In person É é",
    "{{ 59.6 | percent }} {{ none | percent }}|": "60 % |",
    "{{ 2.345 | round(1) }} {{ 2.5 | round }}": "2.3 2",
    "{{ '' | default('-', true) }} {{ true }} {{ false }}": "\\- yes no",
    "{{ 1 + 2 * 3 - 4 // 3 }} {{ 7 % 4 }} {{ 2 ** 8 }} {{ 1 / 4 }}": "6 3 256 0.25",
    "{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m('*') }}": "[\\*]",
    "{{ 'a' ~ 1 ~ none }}": "a1",
    "{{ ['a', 'b'] }}": "a, b",
    "{{ 'x' if c.phone else 'no phone' }}": "no phone",
}


@pytest.mark.parametrize(("text", "wanted"), GOOD.items())
def test_what_a_template_may_do(own: Path, text: str, wanted: str) -> None:
    assert run(own, text) == wanted


def test_one_template_includes_another_of_its_folders(own: Path) -> None:
    (own / "_mine.md.j2").write_text("{% macro m(x) %}<{{ x }}>{% endmacro %}", encoding="utf-8")
    assert run(own, '{% from "_mine.md.j2" import m %}{{ m("*") }}') == "<\\*>"
    assert run(own, '{% import "_mine.md.j2" as mine %}{{ mine.m("*") }}') == "<\\*>"


def test_an_own_template_goes_before_the_shipped_one(own: Path) -> None:
    assert Folders(own).find("plan", ".md.j2").parent != own
    (own / "plan.md.j2").write_text("mine", encoding="utf-8")
    assert Folders(own).find("plan", ".md.j2").parent == own
    assert [one.own for one in Folders(own).listed() if one.template == "plan"] == [False, True]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no folder"):
        Folders(tmp_path / "none")
