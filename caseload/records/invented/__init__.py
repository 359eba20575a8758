"""An invented caseload to try the program with: a small agency in Central Texas, two years old.

Dana Whitfield and five others serve six counties. A supervisor takes people in. Jolene Skala came
a year ago and took over Hill and Bosque; Marcus Bell has been on leave for two weeks, and Dana
covers for him, which is more than she has room for. Priya Raman begins, and has no client yet. Most
clients are fine; `LATELY`, in `_invented_words`, says who is not. Nearly all have a recovery plan;
what they want stands in `_invented_plan_words`.

What always holds:

- Nobody in it is real, and no number rings. The same `caseload.today` and cast make the same
  caseload.
- On any day, after months of any length, a handful are overdue, one or two are due today, some soon
  and three on hold, each at about the number of days that the story says.
- Nothing happens on the day itself: it is early in the morning, and nobody has come in yet.
"""

from datetime import timedelta
from typing import Any

from caseload.model import Funding
from caseload.model.planning import LivingSituation
from caseload.records import clients, episodes, holds, holidays, living_situations, standards
from caseload.records._caseload import Caseload
from caseload.records.invented import words
from caseload.records.invented.agency import Agency
from caseload.records.invented.agenda import keep_agendas
from caseload.records.invented.cast import Cast
from caseload.records.invented.circle import surround
from caseload.records.invented.crises import tell_crises
from caseload.records.invented.days import working
from caseload.records.invented.drafts import begin_next, begin_one
from caseload.records.invented.intakes import take_in
from caseload.records.invented.life import Life, Stay
from caseload.records.invented.plans import Plans
from caseload.records.invented.referrals import refer_clients
from caseload.records.invented.resources import list_services
from caseload.records.invented.rules import set_rules
from caseload.records.invented.scores import assess_all
from caseload.records.invented.telling import Telling
from caseload.records.invented.wishes import WISHES, Wish
from caseload.records.invented.words import DISCHARGED, HELD, LATELY, Held, Lately, Person


def invent(caseload: Caseload, number: int = 1) -> None:
    """Fill a file that was just made, and holds nothing but the shipped standards.

    The one who acts is the supervisor or case manager of the moment, then whoever it was before.

    Args:
        caseload: The open caseload.
        number: Which cast, from 1 to `CASTS`.
    """
    before = caseload.staff
    try:
        with caseload.write("make demo") as change:
            holidays.fill(caseload)
            agency = Agency(caseload, Cast(number))
            for person in agency.cast.people:
                _take_in(agency, person)
            _set_standards(agency)
            tell_crises(agency, change)
            set_rules(caseload)
            take_in(agency)
            agency.write_down(change)
            assess_all(agency, change)
            surround(agency, change)
            list_services(caseload)
            refer_clients(agency)
            keep_agendas(agency)
    finally:
        caseload.staff = before


def _take_in(agency: Agency, person: Person) -> None:
    """Someone's whole story, from the referral to what happened last."""
    caseload, chance, client_id = agency.caseload, agency.chance, person.client_id
    clients.add(caseload, **person.client._asdict())
    stays, held = _stays(agency, person), HELD.get(client_id)
    clients.diagnose(
        caseload, client_id, person.code, description=words.DIAGNOSES[person.code],
        diagnosed_on=stays[0].admitted_on - timedelta(chance.randint(30, 1500)),
        principal=True, source=chance.choice(words.DIAGNOSED_BY),
    )  # fmt: skip
    planned = None
    for stay, then in zip(stays, [*stays[1:], None], strict=True):
        again = stay != stays[0] and stay.person == person
        wish = WISHES[f"{client_id} again" if again else client_id]
        episode_id = _admit(agency, stay, wish)
        if stay.person == person:
            if held is not None:
                _hold(agency, episode_id, held)
            first = len(agency.contacts)
            Life(agency, stay, held).happens()
            planned = Plans(agency, stay, wish, first, _settle(agency, stay, wish))
        if planned is not None:
            planned.sign_until(agency.today if then is None else then.admitted_on)
            if then is None or then.person == person:
                Telling(planned).tell()
        if stay.left_on is not None:
            episodes.discharge(caseload, episode_id, stay.left_on, stay.why)
        if then is None:
            begin_next(caseload, client_id)
            begin_one(caseload, client_id, wish)
        caseload.staff = agency.team["C"]


def _stays(agency: Agency, person: Person) -> list[Stay]:
    client_id, number = person.client_id, int(person.client_id[1:])
    lately = LATELY.get(client_id, Lately())
    if lately.never and lately.due is not None:
        admitted_on = agency.before_due(lately.due, lambda due: [due - timedelta(14)])
    else:
        # The agency opened with a waiting list and took two a week of it; then fewer came.
        admitted_on = agency.ago(733 - 3 * number if number <= 26 else 1970 - 50 * number)
    stay = Stay(person, admitted_on)
    if client_id == words.ALSO_HOUSED:
        housed = person._replace(program="S", level="1")
        return [stay, Stay(housed, agency.ago(words.HOUSED_SINCE))]
    if client_id not in DISCHARGED:
        return [stay]
    left, why, back = DISCHARGED[client_id]
    again = [Stay(person, agency.ago(back))] if back is not None else []
    return [Stay(person, admitted_on, agency.ago(left), why), *again]


def _admit(agency: Agency, stay: Stay, wish: Wish) -> str:
    caseload, chance, admitted_on = agency.caseload, agency.chance, stay.admitted_on
    client_id, _, program, level, letter, _ = stay.person
    referred_on = working(admitted_on - timedelta(chance.randint(6, 24)))
    changed, level_before = words.LEVEL_BEFORE.get(client_id, (None, level))
    first = agency.case_manager(letter, admitted_on)
    episode_id = episodes.admit(
        caseload, client_id, words.PROGRAMS[program][0], admitted_on,
        case_manager=first.staff_id, level_of_care=level_before, assigned_on=admitted_on,
        referred_on=referred_on, referral_source=chance.choice(words.REFERRED_BY),
        screened_on=working(referred_on + timedelta(4)), presenting_needs=wish.need,
        funding=chance.choices(tuple(Funding), weights=(30, 50, 15, 5))[0],
        household_size=chance.randint(1, 4), annual_income=600 * chance.randint(0, 40),
        needs_coordination=True,
    ).episode_id  # fmt: skip
    now = caseload.staff = agency.case_manager(letter, stay.left_on or agency.today)
    if now != first:
        came = agency.ago(words.JOLENE_CAME)
        episodes.transfer(caseload, episode_id, came, case_manager=now.staff_id)
    if changed is not None:
        episodes.transfer(caseload, episode_id, agency.ago(changed), level_of_care=level)
    return episode_id


def _hold(agency: Agency, episode_id: str, held: Held) -> None:
    until_on = None if held.ended is None else agency.today - timedelta(held.ended)
    holds.hold(
        agency.caseload, episode_id, agency.today - timedelta(held.began), held.reason,
        until_on=until_on, remark=held.remark,
    )  # fmt: skip
    for days in held.reviewed:
        holds.review(agency.caseload, episode_id, agency.ago(days), held.heard)


def _settle(agency: Agency, stay: Stay, wish: Wish) -> list[LivingSituation]:
    """How they lived when they came, and what changed since."""
    noted = []
    for days_ago, housing, employment, income_source in wish.homes:
        on = stay.admitted_on if days_ago is None else agency.ago(days_ago)
        noted.append(living_situations.note(
            agency.caseload, stay.person.client_id, on,
            housing=housing, employment=employment, income_source=income_source,
        ))  # fmt: skip
    return noted


def _set_standards(agency: Agency) -> None:
    """Beside the monthly contact: home visits, plan reviews, and twice a month for one client."""
    caseload, since = agency.caseload, agency.ago(700)
    for name, letter in (("Face to face every 90 days", "S"), ("Plan review every 180 days", "I")):
        standard_id, program = standards.find(caseload, name).standard_id, words.PROGRAMS[letter][0]
        standards.edit(caseload, standard_id, since, program=program, active=True)
    twice = next(client_id for client_id, lately in LATELY.items() if lately.twice)
    facts: dict[str, Any] = {"client_id": twice, "effective_from": agency.ago(130)}
    standards.add(caseload, "Seen twice a month", times=2, **facts)
