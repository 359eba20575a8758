"""A zip can't write outside its room, fill the disk, or be half read."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import hsds_made as made
import pytest
from making import new_file

from caseload.errors import InvalidError
from caseload.records import hsds
from caseload.records.hsds import package as hsds_package
from caseload.settings.resource_files import needs


def writing(*names: str, text: str = "x") -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as out:
            for name in names:
                out.writestr(name, text)

    return write


def cut(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[60:90] = b"\xff" * 30
    path.write_bytes(bytes(content))


def packed_by(way: int) -> Callable[[Path], None]:
    """One file in the zip is packed so, and its beginning is damaged."""

    def spoil(path: Path) -> None:
        with zipfile.ZipFile(path, "w", way) as out:
            out.writestr("services.csv", "id\n" * 1000)
        content = bytearray(path.read_bytes())
        content[50:60] = bytes(one ^ 0xFF for one in content[50:60])
        path.write_bytes(bytes(content))

    return spoil


def beyond(mark: bytes, at: int, said: bytes) -> Callable[[Path], None]:
    """The first header of a kind says something else from a byte on."""

    def spoil(path: Path) -> None:
        content = bytearray(path.read_bytes())
        place = content.find(mark) + at
        content[place : place + len(said)] = said
        path.write_bytes(bytes(content))

    return spoil


def named_no_text(path: Path) -> None:
    beyond(b"PK\x01\x02", 9, b"\x08")(path)
    beyond(b"PK\x01\x02", 46, b"\xff")(path)


def locked(path: Path) -> None:
    # The bit that says that each file has a password, in both of its headers.
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(mark, place + 4)
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (writing("../evil.csv"), "leads out of it"),
        (writing("a/../../evil.csv"), "leads out of it"),
        (writing("/etc/evil.csv"), "leads out of it"),
        (writing("C:/evil.csv"), "leads out of it"),
        (writing("..\\evil.csv"), "leads out of it"),
        (writing("bomb.csv", text="0" * 3_000_000), "grows beyond all measure"),
        (writing(*(f"{n}.csv" for n in range(100))), "files"),
        (cut, "is damaged"),
        (locked, "has a password"),
        (packed_by(zipfile.ZIP_LZMA), "is damaged"),
        (packed_by(zipfile.ZIP_BZIP2), "is damaged"),
        (beyond(b"PK\x01\x02", 0, b"\x00"), "is damaged"),
        (named_no_text, "is damaged"),
    ],
    ids=[
        "up",
        "up twice",
        "root",
        "drive",
        "backslash",
        "bomb",
        "many",
        "cut",
        "locked",
        "lzma",
        "bzip2",
        "no list",
        "no name",
    ],
)
def test_a_zip_that_is_not_what_it_should_be_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None], told: str
) -> None:
    monkeypatch.setattr(hsds_package, "MOST_BYTES", 2_000_000)
    monkeypatch.setattr(hsds_package, "MOST_FILES", 100)
    path = made.packed(tmp_path / "given.zip")
    spoil(path)
    before = sorted(tmp_path.rglob("*"))
    with new_file(tmp_path) as caseload, pytest.raises(InvalidError, match=told):
        hsds.bring_in(caseload, path, needs())
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "caseload.db"])


def test_what_else_lies_in_a_zip_is_not_unpacked(tmp_path: Path) -> None:
    path = made.packed(tmp_path / "given.zip")
    writing("run.sh", ".", "__MACOSX/services.csv", "notes.pdf")(path)
    with hsds_package.opened(path) as package:
        room = package.tables["service"].parent
        assert {each.suffix for each in room.rglob("*") if each.is_file()} == {".csv", ".json"}
        assert not (room / "__MACOSX").exists()
    assert not room.exists()
