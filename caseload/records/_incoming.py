"""One import under way: what every kind of row needs to be saved, and how a row came out."""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any, NamedTuple

from caseload.errors import InvalidError
from caseload.model import Staff
from caseload.model.assessing import Instrument
from caseload.records import contacts, programs, staff
from caseload.records._caseload import Caseload, Change
from caseload.records._columns import Column
from caseload.records._names import fold
from caseload.rules.likeness import misspelled

Values = dict[str, Any]
"""What a row says: the fields whose cells are not empty. An empty cell says nothing."""


class Saved(Enum):
    """How a row came out."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    DIFFERS = "differs"
    """It is there already and says otherwise; `--update` would change it."""


class CellError(InvalidError):
    """A row that can't be saved because of one cell."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message, field=column)


class Incoming:
    """What stands in the file, as far as rows refer to it, and what was made on the way."""

    def __init__(
        self, caseload: Caseload, change: Change, given: frozenset[str], *, update: bool
    ) -> None:
        self.caseload = caseload
        self.change = change
        self.given = given
        """The fields that the table has columns for."""
        self.update = update
        self.row = 0
        self.instruments: Mapping[str, Instrument] = {}
        """What answers are held against, by name in small letters."""
        self.made: list[str] = []
        """Staff and programs that the table names and the file did not know."""
        self.slips: list[tuple[str, str]] = []
        """Those of them that may be a known one misspelled, each with that one."""
        self.remarks: dict[str, list[int]] = {}
        """What is saved and may be meant otherwise, with its rows."""
        self.added: set[str] = set()
        """Clients that the table brought."""
        self.clients = {row[0] for row in caseload.rows("select client_id from client")}
        self.first_days = contacts.first_days(caseload)
        self.kept: dict[str, Any] = {}
        """What one kind of row remembers from row to row."""
        self.named: dict[str, Values] = {}
        """The rows that give their own record's id, by that id."""
        self._staff = {
            way: one.staff_id
            for one in staff.listed(caseload, everyone=True)
            for way in _ways(one.name)
        }
        self._staff_ids = set(self._staff.values())
        self._programs = {fold(one.name): one.name for one in programs.listed(caseload)}
        self._rows: dict[tuple[str, ...], int] = {}

    def once(self, column: str, *key: str) -> None:
        """Note that a key stands in this row.

        Raises:
            CellError: It stands in another one already.
        """
        before = self._rows.setdefault((column, *key), self.row)
        if before != self.row:
            raise CellError(column, f"{key[-1]} stands in row {before} already")

    def new_id(self, table: str, key: str, prefix: str) -> str:
        """A free id that no row of the table has for its own either."""
        while (made := self.caseload.next_id(table, key, prefix)) in self.named:
            pass
        return made

    def client(self, values: Values) -> str:
        """The client that a row names.

        Raises:
            CellError: There is none with that id.
        """
        client_id: str = values["client_id"]
        if client_id not in self.clients:
            raise CellError("client_id", f"no client has the id {client_id}; import clients first")
        return client_id

    def staff_id(self, text: str | None) -> str | None:
        """The staff member that a row names by id or name; made when nobody goes by it."""
        if text is None or text in self._staff_ids:
            return text
        found = next((self._staff[way] for way in _ways(text) if way in self._staff), None)
        if found is None:
            own = (
                key for key, row in self.named.items() if fold(row.get("name", "")) == fold(text)
            )
            made = next(own, None) or self.new_id("staff", "staff_id", "S")
            everyone = staff.listed(self.caseload, everyone=True)
            added = staff.add(self.caseload, text, staff_id=made)
            self._note_made("staff", added.name, [one.name for one in everyone])
            self.now_known(added)
            return added.staff_id
        return found

    def now_known(self, one: Staff) -> None:
        """Note a staff member, so that later rows find them by id and name."""
        self._staff |= dict.fromkeys(_ways(one.name), one.staff_id)
        self._staff_ids.add(one.staff_id)

    def program(self, text: str | None) -> str | None:
        """The program that a row names, in its own spelling; made when there is none."""
        if text is None:
            return None
        if fold(text) not in self._programs:
            added = programs.add(self.caseload, text)
            self._note_made("program", added.name, self._programs.values())
            self._programs[fold(text)] = added.name
        return self._programs[fold(text)]

    def _note_made(self, what: str, name: str, known: Iterable[str]) -> None:
        self.made.append(f"{what} {name}")
        likely = misspelled(name, known)
        if likely is not None:
            self.slips.append((self.made[-1], likely))

    def remark(self, said: str) -> None:
        """Note that something of this row is saved, and may be meant otherwise."""
        self.remarks.setdefault(said, []).append(self.row)

    def came(self, *, differs: bool) -> Saved:
        """How a row came out that was there already; it is up to the caller to change it."""
        if not differs:
            return Saved.SAME
        return Saved.CHANGED if self.update else Saved.DIFFERS


def _ways(name: str) -> list[str]:
    """How somebody may be named, folded: "Moss, Ida" is Ida Moss too."""
    last, comma, first = name.partition(",")
    return [fold(name), *([fold(f"{first.strip()} {last.strip()}")] if comma else [])]


class Kind(NamedTuple):
    """A kind of table that can be imported."""

    columns: Callable[[str], list[Column]]
    """The columns that it knows, given how 11/12/2026 is read."""
    required: tuple[str, ...]
    """Those that every row fills."""
    save: Callable[[Incoming, Values], Saved]
    """Saves a row, or raises InvalidError."""
    named: str = ""
    """The column of a record's own id, where a row may do without."""
    also: Mapping[str, frozenset[str]] = {}
    """What a row needs as well, where it says one of these."""
    left: tuple[str, ...] = ()
    """Columns of our own export that no import reads, so nobody need be told of them."""


def told(values: Values, names: tuple[str, ...] | frozenset[str]) -> Values:
    """What a row says of these fields."""
    return {name: values[name] for name in names if name in values}


def worst(*came: Saved) -> Saved:
    """How a row of several records came out, by what matters most to the person."""
    for saved in (Saved.ADDED, Saved.CHANGED, Saved.DIFFERS):
        if saved in came:
            return saved
    return Saved.SAME
