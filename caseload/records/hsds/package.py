"""Where a directory lies: a folder, a zip or one file; its tables or pages, and its version.

What always holds: nothing is unpacked under a name of the package's own, nor beyond a size; nothing
outside the package is read, whatever it says.
"""

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from caseload.errors import InvalidError, NotFoundError, StorageError
from caseload.records._place import refuse_device
from caseload.records._text import quoted

TABLES = {
    "organization": "organizations.csv",
    "service": "services.csv",
    "location": "locations.csv",
    "address": "addresses.csv",
    "accessibility": "accessibility.csv",
    "service_at_location": "service_at_location.csv",
    "phone": "phones.csv",
    "schedule": "schedules.csv",
    "language": "languages.csv",
    "service_area": "service_areas.csv",
    "taxonomy_term": "taxonomy_terms.csv",
    "attribute": "attributes.csv",
    "required_document": "required_documents.csv",
    "cost_option": "cost_options.csv",
    "service_capacity": "service_capacity.csv",
}
"""The tables of HSDS 3 that are read, by the name of their object, and their usual files."""
NEEDED = ("organization", "service")
OLD = {
    "services_taxonomy.csv": 1,
    "regular_schedules.csv": 1,
    "taxonomy.csv": 1,
    "service_attributes.csv": 2,
    "other_attributes.csv": 2,
    "physical_addresses.csv": 2,
    "postal_addresses.csv": 2,
    "accessibility_for_disabilities.csv": 2,
    "eligibility.csv": 2,
}
"""Files that only older versions have."""
SPECIFICATION = "human_services_data"
"""The name under which the specification's own descriptor gives the version of HSDS."""
MOST_BYTES = 2 << 30
MOST_FILES = 10_000
MOST_TIMES = 200
"""A zip that grows beyond is made to fill a disk."""
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, LZMAError, NotImplementedError, EOFError, ValueError),
    OSError,
)
"""What reading a zip raises that is not what it says; an OSError of bzip2 has no number."""
MOST_JSON = 512 << 20
"""Bytes of one JSON file, which is read as a whole."""


class Package(NamedTuple):
    """What was found."""

    name: str
    tables: dict[str, Path]
    """By object; empty for a package of pages."""
    pages: list[tuple[str, Path]]
    """JSON files, each with its name in the package."""


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """A package, for as long as it is read.

    Raises:
        InvalidError: It is no HSDS 3, lacks a file, or can't be unpacked safely.
        NotFoundError, StorageError: It is not there, or can't be read.
    """
    name = path.name or str(path)
    try:
        refuse_device(path)
        if path.is_dir():
            yield _of_folder(name, path)
        elif zipfile.is_zipfile(path):
            with TemporaryDirectory(prefix="caseload-") as folder:
                try:
                    _unpack(path, Path(folder))
                except DAMAGED as error:
                    if isinstance(error, OSError) and error.errno is not None:
                        raise
                    raise InvalidError(f"{quoted(name)} is damaged; download it anew.") from None
                yield _of_folder(name, Path(folder))
        elif path.exists():
            yield Package(name, {}, [(name, path)])
        else:
            raise NotFoundError(f"There is no file {quoted(str(path))}. Check the name.")
    except OSError as error:
        raise StorageError(f"{quoted(name)} can't be read: {error.strerror}.") from None


def _unpack(path: Path, into: Path) -> None:
    """Unpack the tables and pages of a zip into one folder, under names of ours."""
    name = quoted(path.name)
    with zipfile.ZipFile(path) as packed:
        members = [one for one in packed.infolist() if not one.is_dir()]
        if len(members) > MOST_FILES:
            raise InvalidError(f"{name} holds {len(members):,} files; a directory has some twenty.")
        for one in members:
            inside = PurePosixPath(one.filename.replace("\\", "/"))
            if inside.is_absolute() or ".." in inside.parts or ":" in "".join(inside.parts[:1]):
                raise InvalidError(f"{name} holds a path that leads out of it; nothing was read.")
        left = min(MOST_BYTES, max(1 << 20, path.stat().st_size) * MOST_TIMES)
        for one in members:
            inside = PurePosixPath(one.filename.replace("\\", "/"))
            if inside.suffix.casefold() not in (".csv", ".json") or "__MACOSX" in inside.parts:
                continue
            if one.flag_bits & 1:
                raise InvalidError(f"{name} has a password; unpack it and import the folder.")
            target = into.joinpath(*inside.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            left = _copied(packed, one, target, left, name)


def _copied(
    packed: zipfile.ZipFile, one: zipfile.ZipInfo, target: Path, left: int, name: str
) -> int:
    with packed.open(one) as inside, target.open("wb") as out:
        while piece := inside.read(1 << 20):
            left -= len(piece)
            if left < 0:
                raise InvalidError(
                    f"{name} grows beyond all measure when it is unpacked; it was left alone."
                )
            out.write(piece)
    return left


def _of_folder(name: str, folder: Path) -> Package:
    root = _root(folder)
    if root is None:
        raise InvalidError(
            f"{quoted(name)} holds no HSDS data: neither {TABLES['service']} nor pages of services "
            "in JSON."
        )
    tables, descriptor = _described(name, root)
    _refuse_old(name, root, descriptor)
    if "service" in tables:
        missing = [TABLES[each] for each in NEEDED if each not in tables]
        if "service_at_location" in tables and "location" not in tables:
            missing.append(TABLES["location"])
        if "attribute" in tables and "taxonomy_term" not in tables:
            missing.append(TABLES["taxonomy_term"])
        if missing:
            raise InvalidError(
                f"{quoted(name)} lacks {' and '.join(missing)}; have it exported whole."
            )
        return Package(name, tables, [])
    pages = sorted(
        each for each in root.glob("*.json") if each.name not in ("datapackage.json", "base.json")
    )
    if descriptor or not pages:
        raise InvalidError(f"{quoted(name)} lacks {TABLES['service']}; have it exported whole.")
    return Package(name, {}, [(each.name, each) for each in pages])


def _root(folder: Path) -> Path | None:
    """The folder in which the package lies: that one, or the only one in it, as zips often have."""
    for each in (folder, *sorted(one for one in folder.iterdir() if one.is_dir())):
        if (each / "datapackage.json").is_file() or any(each.glob("*.csv")):
            return each
    for each in (folder, *sorted(one for one in folder.iterdir() if one.is_dir())):
        if any(each.glob("*.json")):
            return each
    return None


def _described(name: str, root: Path) -> tuple[dict[str, Path], dict[str, Any]]:
    """The tables that are there, by the descriptor's paths where it has any."""
    descriptor: dict[str, Any] = {}
    paths = dict(TABLES)
    if (root / "datapackage.json").is_file():
        descriptor = _object(root / "datapackage.json")
        listed = descriptor.get("resources")
        for one in listed if isinstance(listed, list) else []:
            of, path = (one.get("name"), one.get("path")) if isinstance(one, dict) else ("", "")
            if of in TABLES and isinstance(path, str):
                inside = PurePosixPath(path.replace("\\", "/"))
                if inside.is_absolute() or ".." in inside.parts:
                    raise InvalidError(
                        f"{quoted(name)}: datapackage.json names a path that leads out of it."
                    )
                paths[of] = path
    tables = {}
    for of, path in paths.items():
        found = next((each for each in (root / path, root / TABLES[of]) if each.is_file()), None)
        inside_of = found is not None and found.resolve().is_relative_to(root.resolve())
        if found is not None and inside_of and (of in NEEDED or found.stat().st_size):
            tables[of] = found
    return tables, descriptor


def _refuse_old(name: str, root: Path, descriptor: dict[str, Any]) -> None:
    version = str(descriptor.get("version") or "")
    own = re.match(r"[vV]?(\d+)", version) if descriptor.get("name") == SPECIFICATION else None
    there = [OLD[each.name] for each in root.glob("*.csv") if each.name in OLD]
    if own is not None and own[1] != "3":
        raise _other_version(name, version)
    if there and (own is None or not (root / TABLES["service"]).is_file()):
        raise _other_version(name, str(min(there)))


def _other_version(name: str, version: str) -> InvalidError:
    return InvalidError(
        f"{quoted(name)} is HSDS {version}, and caseload reads HSDS 3. Have it exported as 3.0 or "
        "3.1; or import its services as a table: caseload import resources FILE"
    )


def _object(path: Path) -> dict[str, Any]:
    found = document(path.name, path)
    if not isinstance(found, dict):
        raise InvalidError(f"{quoted(path.name)} is no JSON object; have it exported anew.")
    return found


def document(name: str, path: Path) -> Any:
    """What a JSON file holds; several objects, one a line, as a list.

    Raises:
        InvalidError: It is not JSON, or too large to be read as a whole; the line is named.
    """
    if path.stat().st_size > MOST_JSON:
        raise InvalidError(
            f"{quoted(name)} is larger than {MOST_JSON >> 20} MB; import the package of CSV tables."
        )
    content = path.read_bytes()
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidError(f"{quoted(name)}, line {line}, is not UTF-8 text.") from None
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise InvalidError(f"{quoted(name)} is nested too deeply; is it HSDS?") from None
    except ValueError as error:
        if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data":
            return _lines(name, text)
        raise _no_json(name, error, 1) from None


def _lines(name: str, text: str) -> list[Any]:
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found.append(json.loads(line, parse_constant=_no_number))
            except (ValueError, RecursionError) as error:
                raise _no_json(name, error, number) from None
    return found


def _no_json(name: str, error: Exception, line: int) -> InvalidError:
    at = line + getattr(error, "lineno", 1) - 1
    what = "" if isinstance(error, json.JSONDecodeError) else f" ({error})"
    return InvalidError(f"{quoted(name)}, line {at}, is no JSON{what}; have it exported anew.")


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")
