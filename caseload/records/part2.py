"""What is left out of what goes to others: substance-use records under 42 CFR Part 2.

Read once for whatever is sent, then asked of each record. `part2_rules` says what such a record is;
here are the facts: which programs are under Part 2, who stayed in them when, and which goals and
needs are about substance use, in whatever version of a plan, and which referrals answer them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from caseload.model.assessing import Assessment
from caseload.model.planning import PROSE
from caseload.records._caseload import Caseload
from caseload.rules import part2_rules

Row = Mapping[str, Any]


class Part2:
    """Which records of some clients are substance-use records."""

    def __init__(self, caseload: Caseload, client_ids: Iterable[str], codes: str) -> None:
        """Read the facts.

        Args:
            caseload: The open caseload.
            client_ids: Whose records are asked about.
            codes: The diagnoses that are, as the setting has them: "F10-F19".

        Raises:
            InvalidError: The setting can't be read.
        """
        self.ranges = part2_rules.code_ranges(codes)
        ids = json.dumps(sorted(set(client_ids)))
        those = "(select value from json_each(?))"
        found = caseload.rows("select name from program where part2 = 1")
        self.programs = frozenset(name for (name,) in found)
        domains = json.dumps(sorted(part2_rules.DOMAINS))
        goals = caseload.rows(
            "select distinct p.client_id, g.goal_id, p.plan_id from goal g join plan p using"
            f" (plan_id) where p.client_id in {those} and g.domain in {those}",
            (ids, domains),
        )
        self.goals = frozenset((row[0], row[1]) for row in goals)
        self.plans = frozenset(row[2] for row in goals)
        needs = caseload.rows(
            f"select need_id from need where client_id in {those} and domain in {those}",
            (ids, domains),
        )
        self.needs = frozenset(need_id for (need_id,) in needs)
        sent = caseload.rows(
            "select referral_id from referral where need_id in"
            " (select need_id from need where client_id in"
            f" {those} and domain in {those})",
            (ids, domains),
        )
        self.referrals = frozenset(referral_id for (referral_id,) in sent)
        consents = caseload.rows(
            f"select consent_id from consent where client_id in {those} and part2 = 1", (ids,)
        )
        self.consents = frozenset(consent_id for (consent_id,) in consents)
        self._stays: dict[str, list[tuple[bool, date | None, date | None]]] = {}
        for client_id, program, admitted_on, discharged_on in caseload.rows(
            "select client_id, program, admitted_on, discharged_on from episode"
            f" where client_id in {those}",
            (ids,),
        ):
            days = [date.fromisoformat(d) if d else None for d in (admitted_on, discharged_on)]
            self._stays.setdefault(client_id, []).append(
                (program in self.programs, days[0], days[1])
            )

    def wholly(self, client_id: str) -> bool:
        """Whether all that is known of a client comes from programs under Part 2."""
        stays = self._stays.get(client_id, [])
        return bool(stays) and all(under for under, _, _ in stays)

    def has_code(self, code: str | None) -> bool:
        """Whether a diagnosis is about substance use."""
        return bool(code) and part2_rules.is_within(code or "", self.ranges)

    def has_contact(
        self, client_id: str, program: str | None, goals: Sequence[str], on: date
    ) -> bool:
        """Whether a contact is a record of substance-use treatment.

        One that counts for all programs is, when a stay under Part 2 was open on its day.
        """
        if any((client_id, goal_id) in self.goals for goal_id in goals):
            return True
        if program is not None:
            return program in self.programs
        return any(
            under and part2_rules.falls_into(admitted_on, discharged_on, on)
            for under, admitted_on, discharged_on in self._stays.get(client_id, [])
        )

    def may_be_about(self, client_id: str, on: date) -> bool:
        """Whether words of no program may be about substance use: a stay was open on their day."""
        return self.has_contact(client_id, None, (), on)

    def has_assessment(self, one: Assessment) -> bool:
        """Whether an assessment found a need, or a strength, about substance use."""
        return part2_rules.tells((*one.needs, *one.found_strengths))

    def kept(self, row: Row) -> dict[str, Any] | None:
        """A row of an export without what is withheld of it; None when all of it is.

        What a row is about follows from its columns, so that a new kind of table needs no word
        here as long as its names are those of everywhere else.
        """
        client_id = row.get("client_id") or ""
        hidden = (
            row.get("domain") in part2_rules.DOMAINS
            or (client_id, row.get("goal_id")) in self.goals
            or row.get("need_id") in self.needs
            or row.get("referral_id") in self.referrals
            or row.get("consent_id") in self.consents
            or row.get("consent") in self.consents
            or ("code" in row and self.has_code(row["code"]))
            or any(part2_rules.tells(told) for told in row.values() if type(told) is tuple)
            or ("contacted_on" in row
                and self.has_contact(client_id, row.get("program"), row["goals"],
                                     row["contacted_on"]))
        )  # fmt: skip
        if hidden:
            return None
        told = dict(row)
        if row.get("plan_id") in self.plans:
            free = [name for name in (*PROSE, "remark") if row.get(name)]
            told |= dict.fromkeys(free, part2_rules.NOT_SHARED)
        if "assessed_on" in row and self.may_be_about(client_id, row["assessed_on"]):
            free = [name for name in ("strengths", "challenges", "remark") if row.get(name)]
            told |= dict.fromkeys(free, part2_rules.NOT_SHARED)
        if self.has_code(row.get("diagnosis_code")):
            told |= {name: None for name in row if name.startswith("diagnos")}
        if row.get("program") in self.programs:
            if "last_name" not in row:
                return None
            # A client's row goes on without the stay that it carries.
            first = list(row).index("program")
            told |= {name: None for name in list(row)[first:] if not name.startswith("diagnos")}
        return told
