"""`caseload contact`: log, list, show, edit, sign and amend contacts."""

import sys
from typing import Annotated, Any

import typer

from caseload import dates, show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.errors import UsageError
from caseload.model import AddendumKind, Contact, Mode, Obligation, Purpose, Reached
from caseload.records import care_team, clients, contacts, note_formats, staff
from caseload.records._caseload import Caseload
from caseload.show import day_style

app = typer.Typer(
    add_completion=False, help="Contacts: log, list, show, edit, sign, amend.", no_args_is_help=True
)

MOST = 1_000_000_000
"""More than anyone has, and less than a database counts to."""

Id = Annotated[str, typer.Argument(metavar="CONTACT", help="A contact's id, such as K0412.")]
Note = Annotated[
    str | None, typer.Argument(metavar="[NOTE]", help="The note; - reads it from standard input.")
]
AsMode = Annotated[Mode | None, typer.Option("--mode", help="How.")]
AsReached = Annotated[Reached | None, typer.Option("--reached", help="Who was reached.")]
Minutes = Annotated[int | None, typer.Option("--minutes", min=0, max=1440, help="How long.")]
AsPurpose = Annotated[Purpose | None, typer.Option("--purpose", help="What for.")]
Goals = Annotated[
    list[str] | None, typer.Option("--goal", help="A goal it was about; may be repeated.")
]
With = Annotated[str | None, typer.Option("--with-whom", help="The sister, Dr. Ames, …")]
Location = Annotated[str | None, typer.Option("--location", help="Where.")]
Started = Annotated[str | None, typer.Option("--started-at", metavar="TIME", help="14:30, 2pm.")]
ForProgram = Annotated[
    str | None,
    typer.Option("--program", metavar="PROGRAM", help="It counts for this program alone."),
]
NoteFormat = Annotated[str | None, typer.Option("--note-format", help="DAP, SOAP, …")]
DayOf = Annotated[
    str | None,
    typer.Option("--on", "--contacted-on", metavar="DATE", help="The day it happened."),
]


@app.command()
def log(
    ctx: typer.Context,
    client: door.Client,
    note: Note = None,
    on: DayOf = None,
    mode: Annotated[
        Mode | None,
        typer.Option(
            "--mode", help="How; to be said where there is no note.", show_default="phone"
        ),
    ] = None,
    reached: Annotated[
        Reached | None, typer.Option("--reached", help="Who was reached.", show_default="client")
    ] = None,
    attempt: Annotated[
        bool, typer.Option("--attempt", help="Nobody was reached; never counts.")
    ] = False,
    minutes: Minutes = None,
    purpose: AsPurpose = None,
    goal: Goals = None,
    with_whom: With = None,
    location: Location = None,
    started_at: Started = None,
    program: ForProgram = None,
    note_format: NoteFormat = None,
    sign: Annotated[
        bool, typer.Option("--sign", help="Sign it at once; it never changes.")
    ] = False,
) -> None:
    """Record a contact, or an attempt at one, in one line.

    \b
    caseload log C0031 --mode phone --minutes 20 "Rent paid. Wants help with SNAP renewal."
    caseload log C0031 --attempt --on yesterday "No answer."
    caseload log C0031 --mode in_person --reached collateral --with-whom "the sister"
    caseload log C0031 --note-format DAP "Data: Rent paid. Assessment: On track. Plan: SNAP."
    """
    if attempt and reached not in (None, Reached.NOBODY):
        raise UsageError(f"--attempt says nobody was reached, --reached {reached} says otherwise.")
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    day = door.day(caseload, on)
    who = Reached.NOBODY if attempt else reached or Reached.CLIENT
    if note == "-":
        note = sys.stdin.read().strip()
    if mode is None and not note and not note_format and who is not Reached.NOBODY:
        mode = _how(found.client_id, asks=note is None)
    saved = contacts.log(
        caseload,
        found.client_id,
        day,
        mode or Mode.PHONE,
        who,
        sign=sign,
        minutes=minutes,
        purpose=purpose,
        goals=tuple(goal or ()),
        with_whom=with_whom,
        location=location,
        started_at=dates.parse_time(started_at) if started_at else None,
        program=program or None,
        note=_note(caseload, note, note_format),
        note_format=note_format,
    )
    _said_back(caseload, found.full_name, saved)
    _say_what_is_odd(caseload, saved)
    if saved.with_whom is not None:
        from caseload.show.circle import may_tell

        told = may_tell(care_team.card(caseload, found.client_id), saved.with_whom)
        if told is not None:
            door.say(told)


def _note(caseload: Caseload, given: str | None, note_format: str | None) -> str | None:
    """The note as it was given, or asked for, heading by heading."""
    if given is None and _can_ask():
        if note_format:
            chosen = note_formats.find(caseload, note_format)
            said = {heading: _asked(heading) for heading in chosen.headings}
            return note_formats.written(chosen, said)
        return input("Note (Enter for none): ").strip() or None
    return given or None


def _can_ask() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _how(client_id: str, *, asks: bool) -> Mode:
    """How it was, where nothing says so: a bare `log` moves no clock. Its beginning will do.

    Raises:
        UsageError: Nobody can be asked.
    """
    if not (asks and _can_ask()):
        raise UsageError(
            f"Say how it was, or what was said: caseload log {client_id} --mode phone, or "
            f'caseload log {client_id} "…"'
        )
    while True:
        said = input(f"How ({', '.join(Mode)}): ").strip().casefold().replace(" ", "_")
        found = [one for one in Mode if said and one.startswith(said)]
        if len(found) == 1:
            return found[0]


def _asked(heading: str) -> str:
    """What is said under a heading, asked for until something is: a note is refused without."""
    while not (text := input(f"{heading}: ").strip()):
        pass
    return text


def _said_back(caseload: Caseload, name: str, saved: Contact) -> None:
    from caseload.rules.reasons import contact_in_words

    when = day_style.spoken(saved.contacted_on, caseload.today)
    parts = contact_in_words(saved).split(", ")
    words = ", ".join([*parts[:2], when, *parts[2:]])
    if saved.reached is Reached.NOBODY:
        state = " An attempt: it never counts as a contact."
    elif saved.signed_at is not None:
        state = f" Signed: {saved.contact_id}"
    else:
        state = f" Draft until signed: caseload contact sign {saved.contact_id}"
    door.tell(f"Logged: {name} ({saved.client_id}), {words}.{state}")
    door.tell_next(caseload, saved.client_id, Obligation.CONTACT)


def _say_what_is_odd(caseload: Caseload, saved: Contact) -> None:
    """Say what a person may not have meant: the same once more, by nobody, for another program."""
    twin = contacts.twin(caseload, saved)
    if twin is not None:
        mend = "undo"
        if saved.signed_at is not None:
            mend = f'contact amend {saved.contact_id} --kind entered_in_error --reason "…"'
        door.say(
            f"The same as {twin.contact_id}, recorded today already. If it is one contact: "
            f"caseload {mend}"
        )
    if saved.staff is None and staff.listed(caseload):
        door.say(
            "Recorded by nobody: say who you are, once and for all with: caseload config staff NAME"
        )
    _say_where_it_counts(caseload, saved)


def _say_where_it_counts(caseload: Caseload, saved: Contact) -> None:
    if saved.reached is not Reached.NOBODY and not contacts.in_its_program(caseload, saved):
        day = day_style.spoken(saved.contacted_on)
        mend = ""
        if saved.signed_at is None:
            mend = f" To count it for all: caseload contact edit {saved.contact_id} --program ''"
        door.say(f"It counts for nothing: they were not in {saved.program} on {day}.{mend}")


@app.command("list")
def list_(
    ctx: typer.Context,
    client: door.MaybeClient = None,
    since: door.Since = None,
    until: door.Until = None,
    week: door.Week = None,
    unsigned: Annotated[
        bool, typer.Option("--unsigned", help="Only those that still need a signature.")
    ] = False,
    by: Annotated[str | None, typer.Option("--by", metavar="STAFF", help="By whom.")] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, max=MOST, help="At most so many.")
    ] = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Contacts, the newest first, of one client or of all.

    \b
    caseload contact list C0031
    caseload contact list --since "2 weeks ago" --unsigned
    caseload contact list --week today
    """
    caseload = door.opened(ctx)
    first, last = door.span(caseload, since, until, week)
    found = contacts.listed(
        caseload,
        client_id=door.id_if_said(caseload, client),
        since=first,
        until=last,
        unsigned=unsigned,
        staff_id=staff.find(caseload, by).staff_id if by else None,
        limit=limit,
    )
    chosen = door.format_of(form, as_json, as_csv, output)
    columns = [
        "contact_id",
        "client_id",
        "contacted_on",
        "mode",
        "reached",
        "minutes",
        "purpose",
        "note",
    ]
    if chosen is door.Format.TABLE:
        # A note may be as long as a book; `contact show` has it whole.
        found = [one._replace(note=show.shortened(one.note)) for one in found]
    door.write_rows(found, Contact._fields, chosen, output, force, shown=columns)


@app.command("show")
def show_(ctx: typer.Context, contact: Id, as_json: door.AsJson = False) -> None:
    """One contact with everything that was said about it since.

    \b
    caseload contact show K0412
    """
    caseload = door.opened(ctx)
    found = contacts.get(caseload, contact)
    added = contacts.addenda(caseload, found.contact_id)
    if as_json:
        show.one_json({**found._asdict(), "addenda": [one._asdict() for one in added]}, sys.stdout)
        return
    name = clients.get(caseload, found.client_id).full_name
    known = staff.names(caseload)
    show.facts(
        [
            ("contact", found.contact_id),
            ("client", f"{name} ({found.client_id})"),
            *((key.replace("_", " "), _for_people(known, key, value)) for key, value in
              zip(found._fields[2:], found[2:], strict=True)),
        ],
        sys.stdout,
    )  # fmt: skip
    for one in added:
        print()
        show.facts(
            [
                (one.addendum_id, one.kind.replace("_", " ")),
                ("text", one.text),
                ("reason", one.reason),
                ("recorded at", _for_people(known, "recorded_at", one.recorded_at)),
                ("staff", _for_people(known, "staff", one.staff)),
            ],
            sys.stdout,
        )


def _for_people(known: dict[str, str], field: str, value: Any) -> str:
    """A field as the screens show it: an instant in local time, staff by name."""
    if value and field.endswith("_at") and field != "started_at":
        return day_style.local_time(value)
    if field in ("staff", "signed_by"):
        value = known.get(value, value)
    return show.for_people(value)


@app.command()
def edit(
    ctx: typer.Context,
    contact: Id,
    on: DayOf = None,
    mode: AsMode = None,
    reached: AsReached = None,
    minutes: Annotated[str | None, typer.Option("--minutes", metavar="N", help="How long.")] = None,
    purpose: Annotated[
        str | None, typer.Option("--purpose", metavar="|".join(Purpose), help="What for.")
    ] = None,
    goal: Goals = None,
    with_whom: With = None,
    location: Location = None,
    started_at: Started = None,
    program: ForProgram = None,
    note: Annotated[str | None, typer.Option("--note", help="The whole note anew.")] = None,
    note_format: NoteFormat = None,
) -> None:
    """Change a contact that is not signed yet; '' empties a field.

    \b
    caseload contact edit K0412 --minutes 25 --purpose monitoring
    """
    caseload = door.opened(ctx)
    facts = fields.given(
        mode=mode,
        reached=reached,
        goals=tuple(goal) if goal else None,
        with_whom=with_whom,
        location=location,
        started_at=dates.parse_time(started_at) if started_at else started_at,
        program=program,
        note=note,
        note_format=note_format,
        contacted_on=door.day(caseload, on) if on is not None else None,
    )
    facts |= fields.whole_numbers(minutes=minutes) | fields.word(Purpose, purpose=purpose)
    saved = contacts.edit(caseload, contact, **fields.something(ctx, facts))
    print(
        f"Saved: {saved.contact_id}. Draft until signed: caseload contact sign {saved.contact_id}"
    )
    if "program" in facts:
        _say_where_it_counts(caseload, saved)


@app.command()
def sign(
    ctx: typer.Context,
    contact: Annotated[
        list[str], typer.Argument(metavar="CONTACT…", help="Ids of contacts, such as K0412.")
    ],
) -> None:
    """Sign one contact or several. From then on they never change.

    \b
    caseload --staff Whitfield contact sign K0412 K0413
    """
    caseload = door.opened(ctx)
    with caseload.write("sign contact"):
        signed = [contacts.sign(caseload, one) for one in contact]
    name = staff.acting(caseload).name
    door.tell(f"Signed by {name}: {', '.join(one.contact_id for one in signed)}")


@app.command()
def amend(
    ctx: typer.Context,
    contact: Id,
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="What is to be added.")
    ] = None,
    kind: Annotated[
        AddendumKind, typer.Option("--kind", help="What sort of addition.")
    ] = AddendumKind.CORRECTION,
    reason: door.Reason = "",
) -> None:
    """Add to a signed contact, or mark one as entered in error. The original stays as it is.

    \b
    caseload contact amend K0412 "It was 30 minutes." --reason "misread the clock"
    caseload contact amend K0412 --kind entered_in_error --reason "wrong client"
    """
    caseload = door.opened(ctx)
    added = contacts.amend(caseload, contact, kind, reason, text)
    words = added.kind.replace("_", " ")
    door.tell(f"Added {added.addendum_id} to {added.of}: {words}.")
