"""Last quarter's report, made today as it was recorded then, is the same byte for byte.

Whatever was written since: all that verbs can do, in any order, and other people's tables.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from bringing import Desk, desk_in
from making import again, full_file
from making_reports import aged
from test_as_recorded import stored
from test_undo_all import BACK, STAYS, Steps, in_order

from caseload.errors import CaseloadError
from caseload.records import imports, undo
from caseload.records._caseload import Caseload
from caseload.records.as_recorded import as_recorded
from caseload.reporting.catalog import REPORTS

DAYS = 30
EVERYTHING: dict[str, Steps] = {**BACK, **{name: steps for name, (steps, _) in STAYS.items()}}
TIME = ("--since", "2026-07-01", "--until", "2026-11-20", "--on", "2026-11-23")
FORMS = ("table", "csv", "xlsx", "html")


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """A file with a record of every kind, all of which was written a month ago."""
    made = desk_in(tmp_path, monkeypatch, capsys)
    with full_file(tmp_path) as caseload:
        aged(caseload, tmp_path / "aged.db", DAYS)
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "aged.db"))
    return made


def pages(desk: Desk, *more: str, forms: Sequence[str] = FORMS) -> dict[str, bytes]:
    """Each report in these forms, of this file and of several, and the records of each figure."""
    page = desk.folder / "page"

    def written(*asked: str) -> bytes:
        desk.done(*asked, *TIME, *more, "-o", page, "--force")
        return page.read_bytes()

    def each() -> Iterator[tuple[str, bytes]]:
        for report, measures in REPORTS.items():
            for form in forms:
                asked = (report, "--by", "all", "--format", form)
                yield f"{report} {form}", written("report", *asked)
            yield (
                f"{report} of files",
                written("rollup", "report", report, str(desk.folder / "aged.db"), "--csv"),
            )
            for one in measures:
                listing = ("--list", one.figure, "--denominator", "--csv")
                yield f"{report} {one.figure}", written("report", report, *listing)

    return dict(each())


def done(caseload: Caseload, chance: Random) -> set[str]:
    """Do everything in some order, now and then taking the last back; what could still be done."""
    possible = set[str]()
    for name in chance.sample(list(EVERYTHING), len(EVERYTHING)):
        try:
            for verb in in_order(EVERYTHING[name]):
                verb(caseload)
            possible.add(name)
            if chance.random() < 0.2:
                undo.undo(caseload)
        except CaseloadError:
            # After others it may be refused, or can't be undone; then nothing more is written.
            continue
    return possible


def brought(desk: Desk, other: Path) -> set[str]:
    """Bring in the tables of another file, over what stands here; the kinds that came in."""
    found = set[str]()
    for kind in imports.KINDS:
        table = desk.folder / f"{kind}.jsonl"
        desk.done("--file", other, "export", kind, "-o", table)
        if desk.run("import", kind, table, "--update").code == 0:
            found.add(kind)
    return found


@pytest.mark.parametrize("first", ["verbs", "tables"])
def test_a_report_is_the_same_whatever_was_written_since(
    desk: Desk, demo_file: Path, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    then = datetime.now().astimezone().date() - timedelta(days=DAYS)
    path = desk.folder / "aged.db"
    monkeypatch.setenv("CASELOAD_TODAY", then.isoformat())
    made = pages(desk)
    monkeypatch.setenv("CASELOAD_TODAY", (then + timedelta(days=DAYS)).isoformat())
    with again(path) as caseload:
        before = stored(caseload)
    kinds = brought(desk, demo_file) if first == "tables" else set()
    with again(path) as caseload:
        possible = done(caseload, Random(first))
    kinds = kinds or brought(desk, demo_file)
    with again(path) as caseload:
        after = stored(caseload)
        with as_recorded(caseload, then):
            assert stored(caseload) == before
    # So much was written that nearly all of it says something else today.
    assert len(possible) > 0.8 * len(EVERYTHING), set(EVERYTHING) - possible
    assert len(kinds) >= 9, kinds
    assert len([name for name in before if before[name] == after[name]]) <= 4
    today = pages(desk, forms=("csv",))
    assert len([name for name in today if made[name] == today[name]]) <= 4
    once_more = pages(desk, "--as-recorded", then.isoformat())
    assert [name for name in made if once_more[name] != made[name]] == []
