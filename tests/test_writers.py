"""Several programs on one file lose nothing, and one that is killed leaves nothing by half."""

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from making import PASSPHRASE, again, full_file, recovery_key

from caseload.records import audit, checks, contacts
from caseload.records._caseload import Caseload

BEGIN = """
import sys
from datetime import date
from pathlib import Path
from making import TODAY, again
from caseload.model import Mode, Reached
from caseload.records import contacts, due

def log(caseload, note):
    contacts.log(caseload, "C0001", date(2026, 11, 2), Mode.PHONE, Reached.CLIENT, note=note)

path, name, count, key = sys.argv[1:]
"""
WRITER = f"""{BEGIN}
with again(Path(path), key) as caseload:
    for number in range(int(count)):
        log(caseload, f"{{name}}-{{number}}")
        print(f"{{name}}-{{number}}", flush=True)
"""
KILLED = f"""{BEGIN}
with again(Path(path), key) as caseload:
    for number in range(int(count)):
        with caseload.write("log two"):
            log(caseload, f"{{name}}-{{number}}-first " + "x" * 60_000)
            log(caseload, f"{{name}}-{{number}}-second")
        print(f"{{name}}-{{number}}", flush=True)
"""
READER = f"""{BEGIN}
while not Path(name).exists():
    with again(Path(path), key) as caseload:
        with caseload.reading():
            found = [len(contacts.listed(caseload)) for _ in range(3)]
            assert len(set(found)) == 1, found
            logged = [one.note for one in contacts.listed(caseload, client_id="C0001")]
            assert len(due.due(caseload, TODAY).items) > 0
    print(found[0], flush=True)
"""


def started(script: str, *arguments: object) -> "subprocess.Popen[str]":
    here = Path(__file__).parent
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{here.parent}{os.pathsep}{here}"},
    )


def said(process: "subprocess.Popen[str]") -> list[str]:
    out, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    return out.split()


def notes(caseload: Caseload) -> list[str]:
    return [(one.note or "").partition(" ")[0] for one in contacts.listed(caseload)]


def test_eight_writers_and_a_reader_lose_nothing(tmp_path: Path, heavy: bool) -> None:
    each = 200 if heavy else 25
    with full_file(tmp_path) as caseload:
        path, rows = caseload.path, len(list(audit.entries(caseload)))
        before = len(contacts.listed(caseload))
    done = tmp_path / "done"
    reader = started(READER, path, done, 0, "")
    try:
        writers = [started(WRITER, path, f"w{number}", each, "") for number in range(8)]
        acknowledged = [note for writer in writers for note in said(writer)]
    finally:
        done.touch()
    seen = [int(count) for count in said(reader)]
    assert len(acknowledged) == 8 * each
    with again(path) as caseload:
        assert sorted(set(notes(caseload)) & set(acknowledged)) == sorted(acknowledged)
        assert len(contacts.listed(caseload)) == before + 8 * each
        assert len(list(audit.entries(caseload))) == rows + 8 * each
        assert audit.first_broken(caseload) is None
        assert checks.damage(caseload) == []
    assert seen == sorted(seen)
    assert seen


@pytest.mark.parametrize("key", [None, PASSPHRASE], ids=["plain", "encrypted"])
def test_a_writer_killed_at_any_instant_leaves_what_it_acknowledged_and_nothing_by_half(
    tmp_path: Path, key: str | None, heavy: bool
) -> None:
    path = tmp_path / "caseload.db"
    secret = recovery_key() if key else ""
    chance, journals, kept = Random(7), 0, set[str]()
    for run in range(200 if heavy else 20):
        if run % 20 == 0:
            # Anew from time to time, since each round reads all that the ones before wrote.
            full_file(tmp_path, key=key).close()
            kept.clear()
        writer = started(KILLED, path, f"r{run}", 1000, str.__str__(secret))
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.03))
        writer.kill()
        acknowledged = (first + writer.communicate()[0]).split("\n")
        assert writer.returncode < 0
        journals += len(list(tmp_path.iterdir())) - 1
        with again(path, secret) as caseload:
            assert checks.damage(caseload) == []
            found = notes(caseload)
        whole = {note.removesuffix("-first") for note in found if note.endswith("-first")}
        # The last line may be cut; each of the others was said after its write.
        kept |= set(acknowledged[:-1])
        assert kept <= whole
        assert whole == {note.removesuffix("-second") for note in found if note.endswith("-second")}
        late = {note for note in whole - kept if note.startswith(f"r{run}-")}
        assert len(late) <= 1
        kept |= late
    assert journals > 0
