"""The people around the invented clients: care teams, releases, and what was told to whom."""

from datetime import date, timedelta

from caseload import rules
from caseload.model import Unit
from caseload.model.circle import CareRole, CareTeamMember, Consent, ConsentSigner
from caseload.model.linking import Disclosure
from caseload.records import clients, episodes, staff
from caseload.records._caseload import Change
from caseload.records.invented import circle_words as words
from caseload.records.invented.agency import Agency
from caseload.records.invented.circle_words import Someone
from caseload.records.invented.days import instant, working

SEED = 164_528
"""Its own, so that the rest of the story stays as it is."""
FIRST = "C0031"
"""Whose care team comes first, since the examples of the help are about them."""


def surround(agency: Agency, change: Change) -> None:
    """Give each client a care team, most of them releases, and record what was told."""
    circle = _Circle(agency, change)
    ids = [one.client_id for one in clients.listed(agency.caseload, agency.today)]
    for client_id in [FIRST, *sorted(set(ids) - {FIRST})]:
        circle.surround(client_id)
    circle.tell()


class _Circle:
    """One care team after another."""

    def __init__(self, agency: Agency, change: Change) -> None:
        caseload, cast = agency.caseload, agency.cast
        self._caseload, self._change, self._today = caseload, change, agency.today
        self._chance = cast.luck(SEED)
        self._kin = {
            whose: one._replace(name=cast.text(one.name)) for whose, one in words.KIN.items()
        }
        self._told_to = [
            (whose, days, cast.text(whom), what) for whose, days, whom, what in words.TOLD
        ]
        self._team = {one.staff_id: one for one in staff.listed(caseload, everyone=True)}
        self._phones: dict[str, str] = {}
        self._releases: dict[tuple[str, str], str] = {}

    def surround(self, client_id: str) -> None:
        stay = episodes.of_client(self._caseload, client_id)[0]
        began = stay.admitted_on or self._today
        staff_id = stay.case_manager
        self._caseload.staff = self._team.get(staff_id or "", self._caseload.staff)
        chance = self._chance
        people = [chance.choice(words.PSYCHIATRISTS), *chance.sample(words.OTHERS, 2)]
        if client_id == FIRST:
            people = [words.PSYCHIATRISTS[0], words.OTHERS[2], words.OTHERS[6]]
        people += [one for one in (words.ALSO.get(client_id),) if one is not None]
        kin = self._kin.get(client_id)
        if kin is not None:
            people.insert(1, kin)
        for one in people:
            first = kin or people[-1]
            member = self._member(client_id, one, began, staff_id, called=one == first)
            open_now = stay.discharged_on is None
            if open_now and self._agreed(client_id, one):
                self._release(member, one, began, staff_id)
        if client_id == words.SOBER:
            code, said = words.DIAGNOSIS
            clients.diagnose(
                self._caseload, client_id, code, description=said, diagnosed_on=began,
                source="psychiatric evaluation",
            )  # fmt: skip

    def _member(
        self, client_id: str, one: Someone, began: date, staff_id: str | None, *, called: bool
    ) -> CareTeamMember:
        related = one.relation is not None
        made = CareTeamMember(
            self._caseload.next_id("care_team_member", "care_team_member_id", "CT"), client_id,
            one.name, one.role, one.relation, one.organization, self._phone(one.name), None,
            1 if called and (related or one.role is not CareRole.PSYCHIATRIST) else None,
            one.remark, began, None, staff_id, instant(began, 1000),
        )  # fmt: skip
        with self._caseload.write("add care-team member", client_id):
            self._change.add(made)
        return made

    def _phone(self, name: str) -> str:
        return self._phones.setdefault(name, f"(254) 555-01{41 + len(self._phones)}")

    def _agreed(self, client_id: str, one: Someone) -> bool:
        if one.role is CareRole.GUARDIAN:
            return False
        if one.role is CareRole.FAMILY:
            return client_id not in words.KEPT_OUT
        told_of = {whom for who, _, whom, _ in self._told_to if who == client_id}
        return (
            one.role is CareRole.PSYCHIATRIST or one.name in told_of or self._chance.random() < 0.6
        )

    def _release(
        self, member: CareTeamMember, one: Someone, began: date, staff_id: str | None
    ) -> None:
        client_id = member.client_id
        doctor = one.role is CareRole.PSYCHIATRIST
        signed_on = max(began, working(self._today - timedelta(self._chance.randint(40, 300))))
        expires_on = rules.add_period(signed_on, 1, Unit.YEAR)
        for (whose, days), way in ((words.ENDS_SOON, 1), (words.ENDED, -1)):
            if doctor and client_id == whose:
                expires_on = self._today + timedelta(days * way)
                signed_on = max(began, working(expires_on - timedelta(365)))
        renewed = doctor and client_id == words.RENEWED[0]
        old = None
        if renewed:
            signed_on = working(self._today - timedelta(words.RENEWED[1]))
            before = max(began, working(signed_on - timedelta(350)))
            ended = rules.add_period(before, 1, Unit.YEAR)
            old = self._add(member, one, before, ended, staff_id)
            expires_on = rules.add_period(signed_on, 1, Unit.YEAR)
        made = self._add(member, one, signed_on, expires_on, staff_id, old)
        self._releases[client_id, one.name] = made.consent_id

    def _add(
        self,
        member: CareTeamMember,
        one: Someone,
        signed_on: date,
        expires_on: date,
        staff_id: str | None,
        renews: Consent | None = None,
    ) -> Consent:
        purpose, scope = words.SCOPE[one.role]
        guarded = self._kin.get(member.client_id)
        signer = ConsentSigner.CLIENT
        if guarded is not None and guarded.role is CareRole.GUARDIAN:
            signer = ConsentSigner.GUARDIAN
        part2 = member.client_id == words.SOBER and one.role is CareRole.PSYCHIATRIST
        made = Consent(
            self._caseload.next_id("consent", "consent_id", "CN"), member.client_id, one.name,
            purpose, scope, signed_on, member.care_team_member_id, None, expires_on,
            part2=part2, signed_by=signer,
            renews=renews.consent_id if renews else None, staff=staff_id,
            recorded_at=instant(signed_on, 1000),
        )  # fmt: skip
        action = "renew consent" if renews else "add consent"
        with self._caseload.write(action, member.client_id):
            self._change.add(made)
        return made

    def tell(self) -> None:
        """What was told to whom."""
        for client_id, days, whom, what in self._told_to:
            consent = self._releases.get((client_id, whom))
            if consent is not None:
                kin = whom == self._kin[client_id].name
                role = CareRole.FAMILY if kin else CareRole.PSYCHIATRIST
                self._told(client_id, days, whom, what, words.SCOPE[role][0], consent, None)
        client_id, days, whom, what, exception = words.IN_AN_EMERGENCY
        self._told(client_id, days, whom, what, "emergency care", None, exception)

    def _told(
        self,
        client_id: str,
        days: int,
        whom: str,
        what: str,
        purpose: str,
        consent: str | None,
        exception: str | None,
    ) -> None:
        on = working(self._today - timedelta(days))
        stay = episodes.of_client(self._caseload, client_id, on)[0]
        made = Disclosure(
            self._caseload.next_id("disclosure", "disclosure_id", "DS"), client_id, on, whom, what,
            purpose, consent, exception, None, None, stay.case_manager, instant(on, 1010),
        )  # fmt: skip
        with self._caseload.write("disclose", client_id):
            self._change.add(made)
