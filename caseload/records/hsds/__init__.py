"""A directory in the Open Referral format (HSDS 3), merged into ours by its own ids.

What always holds: all of it or nothing; each mistake is named by its file and row. What somebody
changed here by hand since the last import stays as it is, and is said. What the directory no longer
has is said, and left, unless it is to be retired.
"""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from caseload.errors import InvalidError, UsageError
from caseload.model.linking import Resource
from caseload.records import clients, resources
from caseload.records._caseload import Caseload, Change
from caseload.records._driver import driver_errors
from caseload.records._rows import to_columns
from caseload.records._text import quoted, refuse_control
from caseload.records.hsds import package as hsds_package
from caseload.records.hsds import pages as hsds_pages
from caseload.records.hsds import tables as hsds_tables
from caseload.records.hsds.draft import Made, Maker, Place
from caseload.records.hsds.package import Package
from caseload.records.hsds.tables import Tables
from caseload.rules.hsds_needs import Words, county_key

SOURCE = "hsds"
"""What a directory is called that nobody named."""
MOST_PROBLEMS = 50
STEP = 500
OURS = frozenset({"resource_id", "verified_by", "source", "source_id"})
"""Fields of which a directory says nothing."""
CALLED = frozenset({"verified_on", "verified_by"})
"""What a call sets; the later of both days holds, whoever made sure."""
Watch = Callable[[float], None]


class Problem(NamedTuple):
    """What is wrong in a package, and where."""

    file: str
    row: int
    column: str
    message: str


class Changed(NamedTuple):
    """A service of which the directory says something else than is here."""

    resource: Resource
    fields: tuple[str, ...]


class Outcome(NamedTuple):
    """What an import of a directory did, or would have done."""

    services: int
    added: int
    changed: tuple[Changed, ...]
    same: int
    kept: tuple[Changed, ...]
    """With the fields that were changed here by hand, and stay so."""
    gone: tuple[Resource, ...]
    """Still offered here, and no longer in the directory."""
    retired: bool
    """Whether those were set aside."""
    unknown: tuple[tuple[str, int], ...]
    """Terms of which nobody has said which need they are, and how many services have them."""
    other: int
    """Services that are for other needs, since none is known."""
    unread: int
    """Services that name areas which are no counties that we can read."""
    whole: bool
    """Whether the directory came whole, as far as it says itself."""
    bare: int
    """Services that came without what belongs to them: phones, places, hours."""
    problems: tuple[Problem, ...]
    """The first of them. Where there is one, nothing was saved."""
    wrong: int
    """How many there are."""


def bring_in(
    caseload: Caseload,
    path: Path,
    words: Words,
    *,
    source: str = SOURCE,
    update: bool = False,
    retire: bool = False,
    dry_run: bool = False,
    watch: Watch = lambda _: None,
) -> Outcome:
    """Merge a directory, unless something in it is wrong.

    Args:
        caseload: The open caseload.
        path: A folder or zip with the package of tables or with pages of JSON, or a JSON file.
        words: What its terms and areas mean here.
        source: What the directory is called here; each has ids of its own.
        update: Whether it also goes before what was changed here by hand.
        retire: Whether to set aside what it no longer has.
        dry_run: Try it out and save nothing.
        watch: Is told how far it has come.

    Raises:
        InvalidError: It is no HSDS 3, or a file that it needs is missing or can't be read.
        NotFoundError, StorageError: It is not there, or can't be read.
        UsageError: To retire by a directory that did not come whole.
    """
    source = " ".join(source.split())
    if not source:
        raise UsageError("Say what the directory is called: --source NAME.")
    refuse_control({"source": source})
    found = _Problems()
    with hsds_package.opened(path) as package:
        tables, whole, bare = _read(caseload, package, found, lambda part: watch(0.5 * part))
    if retire and not whole:
        raise UsageError("These are not all pages of the directory, so nothing is retired by them.")
    if not tables.drafts and not found.count:
        raise InvalidError(f"{quoted(path.name)} holds no services; have it exported anew.")
    known = {county_key(each): each for each in _counties(caseload)}
    maker = Maker(tables.terms, words, known, caseload.today)
    with caseload.write("import hsds") as change:
        merge = _Merge(caseload, change, source, update=update)
        unread = 0
        unknown: Counter[str] = Counter()
        for index, draft in enumerate(tables.drafts):
            try:
                with driver_errors(caseload.path):
                    made: Made = maker.made(draft)
                    # Once there is a mistake the others are looked for, and nothing is written.
                    merge.take(made.resource, try_out=bool(found.count))
            except InvalidError as error:
                found.wrong(draft.where, error.field, str(error))
                continue
            unread += made.unread
            unknown.update(set(made.unknown))
            if index % STEP == 0:
                watch(0.5 + 0.5 * index / len(tables.drafts))
        gone = merge.gone() if whole else []
        if retire and not found.count:
            for one in gone:
                resources.replace(caseload, change, one._replace(active=False))
        change.keep = not found.count and not dry_run
    watch(1.0)
    return Outcome(
        len(tables.drafts), merge.added, tuple(merge.changed), merge.same, tuple(merge.kept),
        tuple(gone), retire, tuple(unknown.most_common()), merge.other, unread, whole, bare,
        tuple(sorted(found.first)), found.count,
    )  # fmt: skip


class _Problems:
    def __init__(self) -> None:
        self.first: list[Problem] = []
        self.count = 0

    def wrong(self, place: Place, column: str, message: str) -> None:
        self.count += 1
        if len(self.first) < MOST_PROBLEMS:
            self.first.append(Problem(place.file, place.row, column, message.rstrip(".")))


def _read(
    caseload: Caseload, package: Package, found: _Problems, watch: Watch
) -> tuple[Tables, bool, int]:
    if package.tables:
        reader = hsds_tables.Reader(package.tables, caseload.today, found.wrong, watch)
        return reader.read(), True, 0
    pages = hsds_pages.Reader(package.pages, caseload.today, found.wrong, watch)
    return pages.read(), pages.whole, pages.bare


def _counties(caseload: Caseload) -> list[str]:
    """The counties that this caseload knows by name."""
    of_staff = caseload.rows("select counties from staff where counties is not null")
    several = [part for (text,) in of_staff for part in text.split(";")]
    return [*several, *clients.counties(caseload), *resources.counties(caseload)]


class _Merge:
    """Services of one directory on their way in."""

    def __init__(self, caseload: Caseload, change: Change, source: str, *, update: bool) -> None:
        self._caseload, self._change, self._source = caseload, change, source
        self._before = {
            one.source_id: one for one in caseload.records(Resource, "where source = ?", (source,))
        }
        self._by_hand = _by_hand(caseload) if self._before and not update else {}
        self._taken: set[str | None] = set()
        self.added = self.same = self.other = 0
        self.changed: list[Changed] = []
        self.kept: list[Changed] = []

    def take(self, theirs: Resource, *, try_out: bool) -> None:
        """Add a service, or change what the directory says otherwise than before."""
        self._taken.add(theirs.source_id)
        self.other += theirs.need == {"other"}
        before = self._before.get(theirs.source_id)
        if before is None:
            self.added += 1
            if not try_out:
                made = self._caseload.next_id("resource", "resource_id", resources.PREFIX)
                resources.insert(
                    self._change, theirs._replace(resource_id=made, source=self._source)
                )
            else:
                refuse_control(to_columns(theirs))
            return
        told = _told(before, theirs)
        stays = tuple(name for name in told if name in self._by_hand.get(before.resource_id, ()))
        told = {name: value for name, value in told.items() if name not in stays}
        if stays:
            self.kept.append(Changed(before, stays))
        if not told:
            self.same += 1
            return
        after = before._replace(**told)
        if not try_out:
            resources.replace(
                self._caseload, self._change, resources.checked(after, self._caseload.today)
            )
        self.changed.append(Changed(after, tuple(told)))

    def gone(self) -> list[Resource]:
        """What is still offered here, and was not in the directory."""
        return [
            one
            for source_id, one in self._before.items()
            if source_id not in self._taken and one.active
        ]


def _told(before: Resource, theirs: Resource) -> dict[str, Any]:
    """What a directory says otherwise. Where it says nothing, what is here stays."""
    told = {
        name: value
        for name, value in theirs._asdict().items()
        if name not in OURS and value not in (None, ()) and value != getattr(before, name)
    }
    ours, said = before.verified_on, theirs.verified_on
    if said is None or (ours is not None and said <= ours):
        told.pop("verified_on", None)
    elif before.verified_by is not None:
        told["verified_by"] = None
    return told


def _by_hand(caseload: Caseload) -> dict[str, set[str]]:
    """By service, the fields that were last written by somebody here, as the audit log has them."""
    found: dict[str, set[str]] = {}
    for resource_id, action, after in caseload.stream(
        "select record_id, action, after from audit where record = 'resource'"
        " and action <> 'add resource' order by audit_id"
    ):
        ours = action in ("edit resource", "verify resource")
        if ours or resource_id in found:
            fields = set(json.loads(after or "{}")) - CALLED
            before = found.setdefault(resource_id, set())
            found[resource_id] = before | fields if ours else before - fields
    return found
