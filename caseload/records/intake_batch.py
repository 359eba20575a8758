"""Several intakes at once, from a document: all of them, or none."""

from collections.abc import Mapping, Sequence

from caseload.errors import AmbiguousError, CaseloadError, InvalidError
from caseload.model.intaking import Told
from caseload.records import clients
from caseload.records._caseload import Caseload
from caseload.records.intake import Taken, begin, in_words, like

MOST_WRONG = 20
"""So many of a document's intakes that can't be are named; the others are counted."""


def begin_all(caseload: Caseload, told: Sequence[Told]) -> list[Taken]:
    """Take in everybody that a document tells of, or nobody; all that is wrong is named.

    Raises:
        InvalidError: One of them can't be taken in; each is named with its line.
        AmbiguousError: Nothing but that some may be clients already, or one another.
    """
    taken: list[Taken] = []
    wrong: list[tuple[int, CaseloadError]] = []
    lines: dict[str, int] = {}
    with caseload.write("begin intake") as change:
        for one in told:
            try:
                made = _begin_one(caseload, one, lines)
            except CaseloadError as error:
                wrong.append((one.line, error))
                continue
            taken.append(made)
            lines[made.client.client_id] = one.line
        change.keep = not wrong
    if wrong:
        kinds = {type(error) for _, error in wrong}
        named = " ".join(f"line {line}: {error}" for line, error in wrong[:MOST_WRONG])
        more = f" And {len(wrong) - MOST_WRONG} more." if len(wrong) > MOST_WRONG else ""
        kind = kinds.pop() if len(kinds) == 1 else InvalidError
        raise kind(f"{named}{more} Nothing was saved.")
    return taken


def _begin_one(caseload: Caseload, told: Told, lines: Mapping[str, int]) -> Taken:
    if told.client is not None:
        client = clients.find(caseload, told.client)
        return begin(caseload, told.intake, client_id=client.client_id)
    if not told.is_new:
        found = like(caseload, told.intake)
        same = [lines[one.client_id] for one in found if one.client_id in lines]
        if same:
            raise AmbiguousError(
                f"They may be the person of line {same[0]}. If not, say so: new: yes."
            )
        if found:
            raise AmbiguousError(
                f"They may be a client already:  {'; '.join(map(in_words, found))}. Say which: "
                f"client: {found[0].client_id}; or, for somebody else: new: yes."
            )
    return begin(caseload, told.intake, is_new=True)
