"""`caseload assessment`: what was assessed, scores over time, and what was entered in error."""

import sys
from typing import Annotated, TextIO

import typer

from caseload import files, show
from caseload.commands import _door as door
from caseload.errors import NotFoundError
from caseload.model.assessing import Assessment
from caseload.records import assessments, clients, staff
from caseload.settings import instruments

app = typer.Typer(
    add_completion=False, help="Assessments: list, show, chart, error.", no_args_is_help=True
)

Id = Annotated[str, typer.Argument(metavar="ASSESSMENT", help="An id, such as Q0012.")]


@app.command("list")
def list_(
    ctx: typer.Context,
    client: door.MaybeClient = None,
    instrument: Annotated[
        str | None, typer.Option("--instrument", metavar="INSTRUMENT", help="With this one alone.")
    ] = None,
    until: door.On = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Assessments of one client or of all, the oldest first.

    \b
    caseload assessment list C0031
    caseload assessment list --instrument phq-9 --csv
    """
    caseload = door.opened(ctx)
    found = assessments.listed(
        caseload,
        clients.find(caseload, client).client_id if client else None,
        instrument,
        until=door.day(caseload, until),
    )
    shown = ["assessment_id", "client_id", "assessed_on", "instrument", "score", "band"]
    shown += ["flags", "needs"]
    if any(one.entered_in_error_at for one in found):
        shown.append("entered_in_error_why")
    chosen = (form, as_json, as_csv, output, force)
    door.show_rows(found, Assessment._fields, chosen, shown=shown)


@app.command("show")
def show_(ctx: typer.Context, assessment: Id, as_json: door.AsJson = False) -> None:
    """One assessment with its answers in words.

    \b
    caseload assessment show Q0001
    """
    caseload = door.opened(ctx)
    found = assessments.get(caseload, assessment)
    if as_json:
        show.one_json(found._asdict(), sys.stdout)
        return
    from caseload.show import assessment as show_assessment

    client = clients.get(caseload, found.client_id)
    show_assessment.assessment(
        found, f"{client.full_name} ({client.client_id})", staff.names(caseload),
        instruments.look_up(found.instrument), caseload.today, sys.stdout,
    )  # fmt: skip


@app.command()
def error(
    ctx: typer.Context,
    assessment: Id,
    reason: door.Reason = "",
) -> None:
    """Mark an assessment as entered in error: it stays readable and never counts. Do it anew.

    \b
    caseload assessment error Q0001 --reason "another client's form"
    """
    caseload = door.opened(ctx)
    marked = assessments.entered_in_error(caseload, assessment, reason)
    door.tell(f"Marked as entered in error: {marked.assessment_id}.")
    if marked.needs:
        door.tell(
            f"The needs that it found stay. See them: caseload need list {marked.client_id} --open"
        )


@app.command()
def chart(
    ctx: typer.Context,
    client: door.Client,
    instrument: Annotated[
        str | None, typer.Argument(metavar="[INSTRUMENT]", help="All with scores when none is.")
    ] = None,
    on: door.On = None,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Scores over time, drawn with the names of the bands, and in words below.

    \b
    caseload assessment chart C0031
    caseload assessment chart C0031 phq-9 --on 2026-06-30
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    name = instruments.recorded_name(instrument) if instrument else None
    scored = assessments.scored(
        assessments.listed(caseload, found.client_id, name, until=door.day(caseload, on))
    )
    if not scored:
        raise NotFoundError(
            f"{found.full_name} ({found.client_id}) has no score yet"
            f"{f' with {name}' if name else ''}. Assess them: caseload assess {found.client_id} "
            f"{name or 'phq-9'}"
        )
    with files.written(output, force=force) as out:
        for index, each in enumerate(dict.fromkeys(one.instrument for one in scored)):
            out.write("\n" if index else "")
            _drawn(each, [one for one in scored if one.instrument == each], out)


def _drawn(name: str, found: list[Assessment], out: TextIO) -> None:
    from caseload.show import assessment as show_assessment

    instrument = instruments.look_up(name)
    width = show.screen_width(out)
    dots = (out.encoding or "utf-8").lower().replace("-", "") == "utf8"
    out.write(f"{show.safe_line(instrument.title if instrument else name)}\n")
    drawn = (
        show_assessment.chart(found, instrument, width, dots=dots)
        if instrument is not None
        else show_assessment.score_lines(found, width)
    )
    out.writelines(f"{line}\n" for line in drawn)
