"""Who is known already, among 100,000 clients against among 1,000; and a list with intakes on it.

The duplicate check of an intake, with a name with which a fourth of the file begins, for somebody
whose date of birth is known and for somebody of whom it isn't (targets: at most 3 and 10 times the
check among 1,000, starting Python and opening the file included). `due --json` with 500 people on
the way in, against the same list without them (target: at most 1.3 times). `--quick` builds a
tenth.
"""

import shutil
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from random import Random

from _build import TODAY, build
from _measure import CASELOAD, line, side_by_side

from caseload.model.intaking import Intake
from caseload.records import holidays, intake
from caseload.records._names import fold
from caseload.records._opening import open_file

FIRST = (
    *("Maria", "Mary", "Mark", "Martin", "James", "John", "Jon", "Jose", "Juan", "Ana", "Anna"),
    *("Luis", "Linda", "Lisa", "Robert", "Roberto", "David", "Daniel", "Thu", "Hanh", "Mei"),
    *("Ngozi", "Samuel", "Sara", "Sarah", "Tyrone", "Keisha", "Imani", "Wanda", "Otis", "Cody"),
)
LAST = (
    *("Garcia", "Garza", "Smith", "Smyth", "Johnson", "Johnston", "Martinez", "Martin", "Nguyen"),
    *("Tran", "Okafor", "Brown", "Browning", "Williams", "Jones", "Davis", "Davila", "Lopez"),
    *("Hernandez", "Gonzales", "Gonzalez", "Wilson", "Anderson", "Thomas", "Moore"),
)
CHECK = """
import sys
from datetime import date
from pathlib import Path
from caseload.records._opening import open_file
from caseload.records.client_likeness import like
with open_file(Path(sys.argv[1]), date(2026, 11, 23), str, anywhere=True) as caseload:
    born = date(1988, 10, 2) if sys.argv[2] == "born" else None
    found = like(caseload, "Maria", "Garcia", date_of_birth=born, phone="254 555 0142")
    print("[" + ",".join('{"client_id": 1}' for _ in found) + "]")
"""


def people(path: Path) -> None:
    """Give the clients of a file names, dates of birth and phones as people have them."""
    chance = Random(1)
    with open_file(path, TODAY, str, anywhere=True) as caseload:
        connection = caseload.attached()
        ids = [row[0] for row in connection.execute("select client_id from client").fetchall()]
        connection.execute("begin")
        connection.execute("delete from client_name")
        for number, client_id in enumerate(ids):
            first, last = chance.choice(FIRST), chance.choice(LAST)
            if number % 3:
                # Most families have a name that few share.
                last += "".join(chance.choices("aeiourlnst", k=4))
            born = date(1940, 1, 1) + timedelta(chance.randrange(25_000))
            phone = f"(254) {chance.randrange(200, 999)}-{chance.randrange(10_000):04d}"
            connection.execute(
                "update client set first_name = ?, last_name = ?, date_of_birth = ?, phone = ?"
                " where client_id = ?",
                (first, last, born.isoformat(), phone, client_id),
            )
            for folded in {fold(f"{last} {first}"), fold(f"{first} {last}")}:
                connection.execute("insert into client_name values (?, ?)", (folded, client_id))
        connection.execute("commit")


def on_the_way(path: Path) -> None:
    """Five hundred people between the referral and the admission."""
    with open_file(path, TODAY, str, anywhere=True) as caseload:
        caseload.login = "bench"
        holidays.fill(caseload)
        with caseload.write("build"):
            for number in range(500):
                day = TODAY - timedelta(number % 20)
                told = Intake(f"First{number}", f"Last{number}", "ACT", referred_on=day)
                intake.begin(caseload, told, is_new=True)


def main() -> None:
    """Build, run, print."""
    clients = 10_000 if "--quick" in sys.argv else 100_000
    with tempfile.TemporaryDirectory() as folder:
        few, many, with_some = (Path(folder) / name for name in ("few.db", "many.db", "some.db"))
        build(few, 1_000, 1_000)
        build(many, clients, clients)
        for path in (few, many):
            people(path)
        shutil.copy(few, with_some)
        on_the_way(with_some)
        check = [sys.executable, "-c", CHECK]
        environment = {
            "CASELOAD_CONFIG": str(Path(folder) / "none.toml"),
            "CASELOAD_TODAY": TODAY.isoformat(),
        }
        commands = {
            "born, few": [*check, str(few), "born"],
            "born, many": [*check, str(many), "born"],
            "unknown, few": [*check, str(few), "unknown"],
            "unknown, many": [*check, str(many), "unknown"],
            "due": [*CASELOAD, "--file", str(few), "due", "--json"],
            "due, 500 on the way": [*CASELOAD, "--file", str(with_some), "due", "--json"],
        }
        best = side_by_side(commands, environment, 5)
    line(
        f"like somebody born then, {clients:,} / 1,000", best["born, many"], best["born, few"], "3"
    )
    line(f"like somebody, {clients:,} / 1,000", best["unknown, many"], best["unknown, few"], "10")
    line("due with 500 on the way in / without", best["due, 500 on the way"], best["due"], "1.3")


if __name__ == "__main__":
    main()
