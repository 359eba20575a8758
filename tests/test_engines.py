"""Engines read the Parquet export as it is, and a query over it gives the program's own figures.

`--spark` asks the same of Spark in local mode, where Java is present; `--heavy` makes an agency of
100,000 clients and two million contacts.
"""

import re
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet
import pytest
from bringing import TODAY, Desk, desk_in
from making import full_file

from caseload.cli import main
from caseload.model import Mode, Unit
from caseload.records import exports, reports, standards
from caseload.records._caseload import Caseload
from caseload.records._opening import create_file, open_file
from caseload.records.invented import invent
from caseload.reporting.spans import Span

ENGINES = Path(__file__).parents[1] / "docs" / "engines"
TABLES = ("episodes", "holds", "episode_levels", "standards", "flat_contacts")
SPAN = Span(date(2026, 8, 1), date(2026, 10, 31))
"""That of the pages; both end before today."""
Figures = list[tuple[str, date, int, int, int, int]]


def _invented(caseload: Caseload) -> None:
    standards.add_shipped(caseload)
    invent(caseload)
    standards.add(
        caseload, "Face to face every 30 days", every=30, unit=Unit.DAY,
        modes=frozenset({Mode.IN_PERSON}), effective_from=date(2026, 9, 10),
    )  # fmt: skip
    standards.add(caseload, "Every two months, level 2", every=2, level_of_care="2")
    for one in standards.listed(caseload, ended=True):
        if one.name == "Monthly contact":
            standards.edit(caseload, one.standard_id, date(2026, 9, 20), first_within_days=7)
            break


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's clients with more standards than it has, one of them edited in September."""
    path = tmp_path_factory.mktemp("agency") / "agency.db"
    create_file(path, TODAY, None, _invented)
    return path


def lake_of(path: Path, folder: Path) -> Path:
    code = main(["--file", str(path), "export", *TABLES, "--format", "parquet", "-o",
                 str(folder / "lake")])  # fmt: skip
    assert code == 0
    return folder


def by_the_program(path: Path, span: Span = SPAN) -> Figures:
    """Month by month, from the lines of the report."""
    found: dict[tuple[str, date], dict[str, int]] = {}
    with open_file(path, TODAY, str) as caseload:
        asked = reports.Asked("compliance", span, TODAY)
        for line in reports._lines(caseload, asked, lambda _: None):
            assert line.from_on is not None
            key = line.of, line.from_on.replace(day=1)
            told = found.setdefault(
                key, dict.fromkeys(("met", "missed", "hold", "not_admitted"), 0)
            )
            told[line.outcome] += 1
        names = {
            one.name
            for one in standards.listed(caseload, ended=True)
            if one.obligation == "contact" and one.counting == "rolling" and one.times == 1
        }
    return [(*key, *found[key].values()) for key in sorted(found) if key[0] in names]  # type: ignore[misc]


def by_duckdb(folder: Path, span: Span = SPAN) -> Figures:
    with duckdb.connect() as engine:
        engine.execute(f"set file_search_path = '{folder}'")
        engine.execute("set memory_limit = '2GB'")
        tables = (ENGINES / "duckdb.sql").read_text(encoding="utf-8")
        for shown, meant in zip(SPAN, span, strict=True):
            assert f"date '{shown}'" in tables
            tables = tables.replace(f"date '{shown}'", f"date '{meant}'")
        engine.execute(tables)
        query = (ENGINES / "compliance.sql").read_text(encoding="utf-8")
        return [tuple(row) for row in engine.execute(query).fetchall()]


@pytest.mark.parametrize(
    "span",
    [
        SPAN,
        # From before anybody came, to a day that is not over yet.
        Span(date(2024, 1, 1), date(2026, 11, 30)),
        Span(date(2026, 2, 1), date(2026, 2, 28)),
    ],
    ids=lambda span: f"{span.since}",
)
def test_the_query_in_duckdb_gives_the_figures_of_the_report(
    agency: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, span: Span
) -> None:
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    expected = by_the_program(agency, span)
    if span is SPAN:
        assert len({name for name, *_ in expected}) >= 3
        sums = [sum(row[at] for row in expected) for at in (2, 3, 4, 5)]  # type: ignore[misc]
        assert all(sums), sums
    assert expected
    assert by_duckdb(lake_of(agency, tmp_path), span) == expected


def test_the_query_gives_the_same_figures_over_a_generated_agency(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heavy: bool
) -> None:
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.syspath_prepend(str(ENGINES.parents[1] / "benchmarks"))
    from _build import build

    path = tmp_path / "many.db"
    build(path, *((100_000, 2_000_000) if heavy else (400, 12_000)))
    found = by_duckdb(lake_of(path, tmp_path))
    assert found == by_the_program(path)
    assert [row[2] + row[3] for row in found] == [100_000 if heavy else 400] * 3


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_the_same_query_in_spark_gives_them_too(
    agency: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    if not request.config.getoption("--spark"):
        pytest.skip("asked for by --spark")
    sql = pytest.importorskip("pyspark.sql")
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    lake_of(agency, tmp_path)
    session: Any = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.warehouse.dir", str(tmp_path / "warehouse"))
        .getOrCreate()
    )
    try:
        tables = (
            (ENGINES / "spark.sql")
            .read_text(encoding="utf-8")
            .replace("lake/", f"{tmp_path}/lake/")
        )
        for statement in re.sub("^--.*$", "", tables, flags=re.MULTILINE).split(";"):
            if statement.strip():
                session.sql(statement)
        query = (ENGINES / "compliance.sql").read_text(encoding="utf-8")
        found = [tuple(row) for row in session.sql(query).collect()]
    finally:
        session.stop()
    assert found == by_the_program(agency)


# --- the files -----------------------------------------------------------------------------------


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    full_file(tmp_path, today=TODAY).close()
    return made


@pytest.mark.parametrize("kind", [kind for kind in exports.KINDS if kind != "audit"])
def test_a_table_is_the_same_as_in_json(desk: Desk, kind: str) -> None:
    path = desk.folder / "out.parquet"
    desk.done("export", kind, "-o", path)
    rows = desk.rows(kind)
    found = pyarrow.parquet.read_table(path).to_pylist()
    assert len(found) == len(rows)
    for one, row in zip(found, rows, strict=True):
        assert {name: _as_json(value) for name, value in one.items()} == row
    described = pyarrow.parquet.read_schema(path)
    assert all(described.field(name).metadata[b"description"] for name in described.names)


def _as_json(value: Any) -> Any:
    if hasattr(value, "hour"):
        text = value.strftime("%Y-%m-%dT%H:%M")
        if value.tzinfo is None:
            return text
        return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03d}Z"
    return value.isoformat() if isinstance(value, date) else value


def test_columns_have_the_types_that_an_engine_expects(desk: Desk) -> None:
    path = desk.folder / "out.parquet"
    desk.done("export", "flat_contacts", "-o", path)
    shape = pyarrow.parquet.read_schema(path)
    types = {name: str(shape.field(name).type) for name in shape.names}
    assert (types["contacted_on"], types["minutes"], types["attempt"]) == (
        "date32[day]", "int64", "bool"
    )  # fmt: skip
    assert types["recorded_at"] == "timestamp[ms, tz=UTC]"
    assert types["goals"].startswith("list<")
    assert not shape.field("contact_id").nullable
    desk.done("export", "appointments", "-o", desk.folder / "a.parquet")
    shape = pyarrow.parquet.read_schema(desk.folder / "a.parquet")
    assert str(shape.field("starts_at").type) == "timestamp[ms]"


def test_a_folder_is_in_parts_by_agency_and_month(desk: Desk) -> None:
    desk.done("config", "agency.name", "Heart/of Texas=1")
    folder = desk.folder / "lake"
    desk.done("export", "flat_contacts", "staff", "crises", "--format", "parquet", "-o", folder)
    found = sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*.parquet"))
    top = "agency=Heart%2Fof Texas%3D1"
    assert f"flat_contacts/{top}/month=2026-10/part-0.parquet" in found
    assert f"staff/{top}/part-0.parquet" in found
    rows = desk.rows("flat_contacts")
    with duckdb.connect() as engine:
        read = f"read_parquet('{folder}/flat_contacts/**/*.parquet', hive_partitioning = true)"
        counted = engine.execute(
            f"select agency, month, count(*) from {read} group by 1, 2 order by 2"
        ).fetchall()
        assert sum(count for *_, count in counted) == len(rows)
        assert {agency for agency, *_ in counted} == {"Heart/of Texas=1"}
        for _, month, count in counted:
            assert count == sum(str(month)[:7] == row["contacted_on"][:7] for row in rows)
    assert all(each.stat().st_mode & 0o077 == 0 for each in folder.rglob("*.parquet"))


def test_a_table_without_rows_can_be_read_all_the_same(desk: Desk) -> None:
    folder = desk.folder / "lake"
    desk.done("export", "flat_contacts", "holds", "--until", "1950-01-01", "--format", "parquet",
              "-o", folder)  # fmt: skip
    with duckdb.connect() as engine:
        for kind in ("flat_contacts", "holds"):
            read = f"read_parquet('{folder}/{kind}/**/*.parquet')"
            assert engine.execute(f"select count(*) from {read}").fetchone() == (0,)


def test_one_table_is_a_folder_too_when_its_name_has_no_ending(desk: Desk) -> None:
    desk.done("export", "contacts", "--format", "parquet", "-o", desk.folder / "lake")
    assert (desk.folder / "lake" / "contacts").is_dir()
