"""What tests of imports and exports share: a folder with a file in it, and commands run on it."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from making import new_file

from caseload.cli import main
from caseload.model import Client, Contact, Episode, Hold
from caseload.records import clients, contacts, episodes, holds
from caseload.records._caseload import Caseload
from caseload.records._opening import open_file

TODAY = date(2026, 11, 23)
"""A Monday."""
Cells = Iterable[Any]


class Run(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


class Desk:
    """A folder with a caseload file in it, `caseload.db`, whose commands are run as people do."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.path = folder / "caseload.db"
        self._capsys = capsys

    def run(self, *arguments: str | Path) -> Run:
        self._capsys.readouterr()
        code = main([str(each) for each in arguments])
        said = self._capsys.readouterr()
        return Run(code, said.out, said.err)

    def done(self, *arguments: str | Path) -> str:
        """What a command that ends well says on standard output."""
        ran = self.run(*arguments)
        assert ran.code == 0, ran
        return ran.out

    def refuses(self, *arguments: str, code: int, fragment: str) -> None:
        """A command says in one sentence why not, and the file is as it was, byte for byte."""
        before = self.path.read_bytes()
        ran = self.run(*arguments)
        assert (ran.code, ran.out) == (code, ""), ran
        (sentence,) = [line for line in ran.err.splitlines() if line.startswith("caseload: ")]
        assert fragment in sentence
        assert self.path.read_bytes() == before

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def bring(self, kind: str, content: str | bytes, *options: str, name: str = "table.csv") -> Run:
        """Import a table."""
        return self.run("import", kind, self.write(name, content), *options)

    def brought(self, kind: str, content: str | bytes, *options: str) -> str:
        """Import a table, which must do."""
        ran = self.bring(kind, content, *options)
        assert ran.code == 0, ran
        return ran.out

    def refused(self, kind: str, content: str | bytes, *options: str) -> str:
        """The sentences with which a table is refused; the file is as it was, byte for byte."""
        before = self.path.read_bytes()
        ran = self.bring(kind, content, *options)
        assert (ran.code, ran.out) == (3, ""), ran
        assert self.path.read_bytes() == before
        return ran.err

    def export(self, kind: str, form: str = "csv", file: Path | None = None) -> str:
        path = file or self.path
        return self.done("--file", path, "export", kind, "--format", form)

    def rows(self, kind: str, file: Path | None = None) -> list[dict[str, Any]]:
        """What an export holds."""
        found: list[dict[str, Any]] = json.loads(self.export(kind, "json", file))
        return found

    def open(self, path: Path | None = None) -> Caseload:
        return open_file(path or self.path, TODAY, str)

    def client(self, client_id: str, path: Path | None = None) -> Client:
        with self.open(path) as caseload:
            return clients.get(caseload, client_id)

    def stays(self, client_id: str, on: date | None = None) -> list[Episode]:
        with self.open() as caseload:
            return episodes.of_client(caseload, client_id, on)

    def holds(self, episode_id: str) -> list[Hold]:
        with self.open() as caseload:
            return holds.of_episode(caseload, episode_id)

    def contacts(self) -> list[Contact]:
        with self.open() as caseload:
            return contacts.listed(caseload)

    def count(self, table: str) -> int:
        with self.open() as caseload:
            return int(caseload.value(f"select count(*) from {table}"))


def desk_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """A desk with a new file: the shipped standards and Dana Whitfield, S0001."""
    monkeypatch.setenv("CASELOAD_FILE", str(folder / "caseload.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(folder / "no-settings.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    monkeypatch.delenv("CASELOAD_STAFF", raising=False)
    new_file(folder, today=TODAY).close()
    return Desk(folder, capsys)


def another_file(desk: Desk, name: str = "other") -> Path:
    """One more new file, in a folder of its own."""
    folder = desk.folder / name
    folder.mkdir()
    new_file(folder, today=TODAY).close()
    return folder / "caseload.db"


def table(heads: str, *rows: Cells, sep: str = ",") -> str:
    """Delimited text; `heads` are words with a space between."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=sep, lineterminator="\n").writerow
    write(heads.split())
    for row in rows:
        write(row)
    return out.getvalue()


def workbook(path: Path, *rows: Cells) -> Path:
    book = openpyxl.Workbook()
    page: Any = book.active
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path
