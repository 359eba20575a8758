"""Note formats: the headings that an agency asks for in a contact note.

DAP, SOAP, BIRP and GIRP come with the program; an agency changes them or adds its own. A note in a
format is plain text in which a heading stands before its part: "Data: … Assessment: …".
"""

import re

from caseload.errors import InvalidError, NotFoundError
from caseload.model.planning import NoteFormat
from caseload.records._caseload import Caseload
from caseload.records._names import fold
from caseload.records._rows import to_columns

SHIPPED = (
    NoteFormat("DAP", ("Data", "Assessment", "Plan")),
    NoteFormat("SOAP", ("Subjective", "Objective", "Assessment", "Plan")),
    NoteFormat("BIRP", ("Behavior", "Intervention", "Response", "Plan")),
    NoteFormat("GIRP", ("Goal", "Intervention", "Response", "Plan")),
)
"""The formats that agencies ask for most. One of the same name in the file goes before."""


def listed(caseload: Caseload, *, everyone: bool = False) -> list[NoteFormat]:
    """The formats by name; those no longer used as well when `everyone`."""
    found = {fold(one.name): one for one in SHIPPED}
    found |= {fold(one.name): one for one in caseload.records(NoteFormat)}
    kept = [one for one in found.values() if one.active or everyone]
    return sorted(kept, key=lambda one: fold(one.name))


def find(caseload: Caseload, name: str, *, everyone: bool = False) -> NoteFormat:
    """The format of that name.

    Raises:
        NotFoundError: There is none, or it is no longer used, unless `everyone`.
    """
    everything = listed(caseload, everyone=everyone)
    for one in everything:
        if fold(one.name) == fold(name):
            return one
    names = ", ".join(one.name for one in everything)
    raise NotFoundError(
        f"There is no note format {name.strip()!r}. There are: {names}. Add one: caseload "
        "note-format add NAME HEADING…"
    )


def add(caseload: Caseload, name: str, headings: tuple[str, ...]) -> NoteFormat:
    """Add a format of the agency's own.

    Raises:
        InvalidError: It has no name or headings, one twice or with a colon, or the name is taken.
    """
    made = _checked(NoteFormat(" ".join(name.split()), headings))
    with caseload.write("add note format") as change:
        for one in listed(caseload, everyone=True):
            if fold(made.name) == fold(one.name):
                raise InvalidError(
                    f"There is a note format {one.name} already. Change it: caseload note-format "
                    f"edit {one.name}"
                )
        change.add(made)
    return made


def edit(
    caseload: Caseload,
    name: str,
    *,
    headings: tuple[str, ...] | None = None,
    active: bool | None = None,
) -> NoteFormat:
    """Change a format's headings, or whether it is used. Notes written in it stay as they are.

    Raises:
        NotFoundError: There is none of that name.
        InvalidError: As for `add`.
    """
    with caseload.write("edit note format") as change:
        before = find(caseload, name, everyone=True)
        after = _checked(
            before._replace(
                headings=before.headings if headings is None else headings,
                active=before.active if active is None else active,
            )
        )
        if caseload.value("select 1 from note_format where name = ?", (before.name,)):
            change.update("note_format", "name", before.name, to_columns(after))
        else:
            change.add(after)
    return after


def _checked(one: NoteFormat) -> NoteFormat:
    headings = tuple(" ".join(heading.split()) for heading in one.headings)
    if not one.name:
        raise InvalidError("A note format needs a name.")
    if not headings or not all(headings):
        raise InvalidError("A note format has at least one heading, and none is empty.")
    if any(":" in heading or ";" in heading for heading in headings):
        raise InvalidError("A heading has no colon or semicolon; the colon after it is put there.")
    if len({fold(heading) for heading in headings}) < len(headings):
        raise InvalidError("A heading stands twice; each tells one part of the note.")
    return one._replace(headings=headings)


# --- notes in a format ---------------------------------------------------------------------------


def blank(one: NoteFormat) -> str:
    """A note to fill in: each heading on a line of its own."""
    return "\n".join(f"{heading}: " for heading in one.headings)


def written(one: NoteFormat, texts: dict[str, str]) -> str:
    """A note from what was said under each heading."""
    return "\n\n".join(f"{heading}: {texts[heading].strip()}" for heading in one.headings)


def parts(one: NoteFormat, note: str) -> list[tuple[str, str]]:
    """What a note says under each heading; what stands before the first has the heading ''.

    A heading begins a line or follows the end of a sentence, and ends with a colon, in any case of
    letters. Where one stands twice, what is said under both belongs to it.
    """
    known = {fold(heading): heading for heading in one.headings}
    wanted = "|".join(re.escape(heading) for heading in sorted(one.headings, key=len, reverse=True))
    # A note typed on one line has its headings after sentences: He said "no." Plan: ask again.
    begins = re.compile(
        rf"(?:^[ \t]*|[.!?…][\"'”’)\]]*[ \t]+)({wanted})[ \t]*:",  # noqa: RUF001
        re.IGNORECASE | re.MULTILINE,
    )
    found: dict[str, list[str]] = {}
    current, since = "", 0
    for each in begins.finditer(note):
        found.setdefault(current, []).append(note[since : each.start(1)].strip())
        current, since = known[fold(each[1])], each.end()
    found.setdefault(current, []).append(note[since:].strip())
    told = [
        (heading, "\n".join(filter(None, found.get(heading, []))))
        for heading in ("", *one.headings)
    ]
    return [(heading, text) for heading, text in told if heading or text]


def check(one: NoteFormat, note: str) -> None:
    """Whether a note says something under each heading.

    Raises:
        InvalidError: It does not; the heading is named.
    """
    told = dict(parts(one, note))
    empty = [heading for heading in one.headings if not told.get(heading)]
    if empty:
        raise InvalidError(
            f"A {one.name} note says something under each heading. This one has nothing under "
            f"{', '.join(empty)}. Write: {' '.join(f'{each}: …' for each in one.headings)}"
        )
