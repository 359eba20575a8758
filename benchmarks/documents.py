"""A plan of 6 goals and 18 objectives as HTML and PDF, against the tools it is made with.

Targets: HTML at most 2 times bare Jinja and markdown-it on the same text; PDF at most 2 times Typst
alone on the same source, and at least 10 times as fast as WeasyPrint on the same HTML; the plans of
1,000 clients in flat memory. Each document has a text of its own, since Typst remembers what it
has set once. WeasyPrint is installed into a scratch environment, and left out where that fails.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from _measure import CASELOAD, Figure, alone, say, side_by_side, took
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt

from caseload.documents import environment, filters, folders, html, kinds, markdown, pdf, writing
from caseload.documents.environment import Sandbox
from caseload.documents.folders import Folders
from caseload.documents.making import agency
from caseload.documents.page import Page
from caseload.model import Mode, Reached, SignerRole
from caseload.model.planning import Domain, Goal, Intervention, Objective, Plan, PlanStatus
from caseload.records import clients, contacts, episodes, plans, programs, signatures, staff
from caseload.records._caseload import Caseload
from caseload.records._opening import create_file
from caseload.settings import config

TODAY = date(2026, 11, 23)
TURNS = 30
CLIENTS = (100, 1_000)
PAGE = Page("Recovery plan", "Agency", "Elm Street", "Confidential.", None, TODAY, "C1", 1)
WEASYPRINT = """
import sys, time
from pathlib import Path
from weasyprint import HTML
best = 1e9
for page in sorted(Path(sys.argv[1]).glob("*.html")):
    began = time.perf_counter()
    HTML(string=page.read_text(encoding="utf-8")).write_pdf()
    best = min(best, time.perf_counter() - began)
print(best)
"""


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name, pdf.Printer() as printer:
        folder = Path(name)
        sandbox, bare = Sandbox(Folders(), writing.markdown), _bare()
        parse = MarkdownIt("commonmark").enable("table").render

        def text(number: int) -> str:
            return environment.run(sandbox, "plan.md.j2", facts(number))

        def source(number: int) -> bytes:
            return pdf.typst_source(markdown.read(text(number)), PAGE).encode()

        sources = {number: source(number) for number in range(2 * TURNS, 3 * TURNS)}
        compiler = printer._compiler
        best = _interleaved({
            "html, ours": lambda turn: html.write(markdown.read(text(turn)), PAGE),
            "html, bare": lambda turn: parse(bare.get_template("plan.md.j2").render(facts(turn))),
            "pdf, ours": lambda turn: printer.print(markdown.read(text(TURNS + turn)), PAGE),
            "pdf, typst": lambda turn: compiler.compile(sources[2 * TURNS + turn], format="pdf"),
        })  # fmt: skip
        say(
            Figure("HTML / bare Jinja and markdown-it", best["html, ours"], best["html, bare"], "2")
        )
        say(Figure("PDF / Typst alone", best["pdf, ours"], best["pdf, typst"], "2"))
        for number in range(5):
            page = html.write(markdown.read(text(number)), PAGE)
            (folder / f"{number}.html").write_text(page, encoding="utf-8")
        theirs = _weasyprint(folder)
        if theirs is not None:
            say(Figure("PDF / WeasyPrint on the same HTML", best["pdf, ours"], theirs, "0.1"))
    _many()


def facts(number: int) -> dict[str, Any]:
    """An invented client with a plan of 6 goals and 18 objectives, in words of their own."""
    found = kinds.invented(full=True)
    found["plan"] = plan(str(number))._replace(
        status=PlanStatus.ACTIVE, effective_on=TODAY, signatures=found["plan"].signatures
    )
    return found | {"agency": agency(config.Agency(name="Heart of Texas Recovery"))}


def plan(mark: str) -> Plan:
    """A plan whose every text holds the mark."""
    goals = tuple(
        Goal(
            f"G{place}",
            list(Domain)[place],
            f"Keep my apartment, {mark}.{place}",
            objectives=tuple(
                Objective(
                    f"O{place}{step}",
                    f"Rent paid on time, {mark}.{place}.{step}",
                    f"Rent paid by the 5th, three months running ({mark})",
                    date(2027, 2, 28),
                    interventions=(
                        Intervention("", f"Budget worksheet {mark}", "Dana Whitfield", "monthly"),
                        Intervention("", f"Set up autopay {mark}", "Client", "once"),
                    ),
                )
                for step in range(3)
            ),
        )
        for place in range(6)
    )
    return Plan("", "C1", 1, vision=f"My own place, my own key. {mark}", goals=goals,
                strengths=f"I cook well. {mark}", supports=f"My sister. {mark}")  # fmt: skip


def _bare() -> Environment:
    bare = Environment(
        loader=FileSystemLoader(folders.shipped()), undefined=StrictUndefined,
        finalize=lambda value: "" if value is None else value, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    bare.filters.update(filters.FILTERS)
    return bare


def _interleaved(works: Mapping[str, Callable[[int], object]]) -> dict[str, float]:
    """The fastest of several turns of each, taken in turn; seconds."""
    best = dict.fromkeys(works, 1e9)
    for turn in range(TURNS):
        for name, work in works.items():
            began = time.perf_counter()
            work(turn)
            best[name] = min(best[name], time.perf_counter() - began)
    return best


def _weasyprint(folder: Path) -> float | None:
    """The fastest of five pages; None where it can't be installed."""
    place = folder / "scratch"
    python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    for command in (
        [sys.executable, "-m", "venv", str(place)],
        [str(python), "-m", "pip", "install", "--quiet", "weasyprint"],
        [str(python), "-c", WEASYPRINT, str(folder)],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            say(Figure(f"WeasyPrint can't be had here, so it is not measured: {last}"))
            return None
    return float(done.stdout)


# --- many clients --------------------------------------------------------------------------------


def _many() -> None:
    """The whole command, in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        for count in CLIENTS:
            file = Path(name) / f"{count}.db"
            create_file(file, TODAY, None, partial(_fill, count=count), anywhere=True)
            command = [
                *CASELOAD, "--allow-unsafe-location", "--file", str(file),
                "render", "plan", "--all", "-o", f"{name}/{count}",
            ]  # fmt: skip
            environment = {
                "CASELOAD_CONFIG": f"{name}/none.toml",
                "CASELOAD_TODAY": TODAY.isoformat(),
            }
            run = side_by_side({"render": command}, environment, 1)["render"]
            made = len(list((Path(name) / str(count)).glob("*.pdf")))
            assert made == count
            each = took(run.seconds / count)
            alone(f"render plan --all, {count:,} clients, {each} each", run)


def _fill(caseload: Caseload, count: int) -> None:
    with caseload.write("build"):
        caseload.staff = staff.add(caseload, "Dana Whitfield", credentials=("QMHP-CS",))
        programs.add(caseload, "ACT")
        for number in range(count):
            _client(caseload, number)


def _client(caseload: Caseload, number: int) -> None:
    client_id = clients.add(caseload, "Ann", f"Client{number}").client_id
    episodes.admit(caseload, client_id, "ACT", date(2026, 1, 5), case_manager="S0001")
    contacts.log(caseload, client_id, TODAY, Mode.PHONE, Reached.CLIENT, minutes=10)
    plans.new(caseload, client_id)
    wanted = plan(client_id)

    def filled(draft: Plan) -> Plan:
        return draft._replace(vision=wanted.vision, strengths=wanted.strengths, goals=wanted.goals)

    plans.change(caseload, client_id, "edit plan", filled)
    for role in (SignerRole.CLIENT, SignerRole.CASE_MANAGER):
        signatures.sign(caseload, client_id, role, TODAY)


if __name__ == "__main__":
    main()
