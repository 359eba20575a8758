"""Rows about referrals: where each was sent and how it stands, from which its steps are made.

A service is known by its id in the directory that it came from, by its name, or by its id here.
What an imported referral told others is not known here, so it makes no disclosure.
"""

from datetime import date
from itertools import pairwise

from caseload.model.linking import Referral, ReferralStatus, ReferralUpdate, Resource
from caseload.records import referrals
from caseload.records._columns import Column, of_record
from caseload.records._incoming import CellError, Incoming, Kind, Saved, Values
from caseload.records._names import fold
from caseload.records._rows import to_columns
from caseload.records._text import tidy
from caseload.records.exports.referrals import SERVICE
from caseload.rules import referral_rules

BY_PROGRAM = ("recorded_at", "entered_in_error_at")
STAYS = ("client_id", "resource_id", "need", "need_id", "drafted_on", "sent_on")
"""What a later table does not change: where it went, what for, and when it began."""
_S = ReferralStatus


def _columns(order: str) -> list[Column]:
    named = [Column(name, tidy) for name in SERVICE]
    return [*of_record(Referral, order, *BY_PROGRAM), *named]


def _save(incoming: Incoming, values: Values) -> Saved:
    incoming.change.client_id = incoming.client(values)
    resource = _service(incoming, values)
    values["resource_id"] = resource.resource_id
    values["need"] = referral_rules.need_meant(resource, values.get("need"))
    if "staff" in values:
        values["staff"] = incoming.staff_id(values["staff"])
    in_error = values.pop("entered_in_error_why", None)
    if "referral_id" in values:
        incoming.once("referral_id", values["referral_id"])
    before = _known(incoming, values)
    if before is not None:
        return _save_again(incoming, before, values, in_error)
    _add(incoming, values)
    if in_error is not None:
        referrals.entered_in_error(incoming.caseload, values["referral_id"], in_error)
    return Saved.ADDED


def _service(incoming: Incoming, values: Values) -> Resource:
    """The service that a row names; its names leave the row."""
    said = {name: values.pop(name, None) for name in SERVICE}
    own = values.pop("resource_id", None)
    if "services" not in incoming.kept:
        incoming.kept["services"] = incoming.caseload.records(Resource)
    known: list[Resource] = incoming.kept["services"]
    if said["source_id"] is not None:
        column, text = "source_id", said["source_id"]
        found = [
            one for one in known
            if one.source_id == text and said["source"] in (None, one.source)
        ]  # fmt: skip
    elif said["resource"] is not None:
        column, text = "resource", said["resource"]
        organization = said["organization"]
        found = [
            one for one in known
            if fold(one.name) == fold(text)
            and (organization is None or fold(one.organization) == fold(organization))
        ]  # fmt: skip
    else:
        column, text = "resource_id", own or ""
        found = [one for one in known if one.resource_id == text]
    if not text:
        raise CellError("resource", "empty; name the service")
    if not found:
        raise CellError(column, f"no service is known as {text}; import resources first")
    if len(found) > 1:
        raise CellError(column, f"{len(found)} services are known as {text}; add organization")
    return found[0]


def _known(incoming: Incoming, values: Values) -> Referral | None:
    """The referral that a row is about, when it stands in the file."""
    caseload = incoming.caseload
    if "referral_id" in values:
        wanted = (values["referral_id"],)
        found = caseload.records(Referral, "where referral_id = ?", wanted)
        return found[0] if found else None
    where = (values["client_id"], values["resource_id"])
    told = {name: values[name] for name in STAYS if name in values}
    for one in caseload.records(Referral, "where client_id = ? and resource_id = ?", where):
        if all(getattr(one, name) == value for name, value in told.items()):
            return one
    return None


# --- a new one -----------------------------------------------------------------------------------


def _add(incoming: Incoming, values: Values) -> None:
    """Save a referral with the steps that its dates tell of."""
    caseload, change = incoming.caseload, incoming.change
    if "referral_id" not in values:
        values["referral_id"] = incoming.new_id("referral", "referral_id", "R")
    _check_need(incoming, values)
    steps = _steps(values, caseload.today)
    begun = Referral(
        **{**values, "status": _S.DRAFT, "drafted_on": steps[0][1], "recorded_at": change.at},
    )._replace(sent_on=None, linked_on=None, closed_on=None, follow_up_on=None)
    stood, told = [begun], [_update(begun, steps[0][1])]
    ask = [day for _, day in steps[2:]] + [values.get("follow_up_on")]
    for (status, day), ask_on in zip(steps[1:], ask, strict=False):
        stood.append(
            referral_rules.stepped(stood[-1], told, status, day, ask_on, caseload.today)
        )  # fmt: skip
        told.append(_update(stood[-1], day))
    if stood[-1].status is _S.DRAFT and begun.drafted_on is not None:
        stood[-1] = stood[-1]._replace(follow_up_on=values.get("follow_up_on"))
    change.add(stood[-1])
    for one, (_, day) in zip(stood, steps, strict=True):
        referrals.write_step(caseload, change, one, day, None)


def _check_need(incoming: Incoming, values: Values) -> None:
    need_id = values.get("need_id")
    if need_id is None:
        return
    whose = incoming.caseload.value("select client_id from need where need_id = ?", (need_id,))
    if whose != values["client_id"]:
        raise CellError("need_id", f"{need_id} is no need of {values['client_id']}")


def _steps(values: Values, today: date) -> list[tuple[ReferralStatus, date]]:
    """The steps that a row tells of, from the draft to where it stands.

    Raises:
        CellError: A day is missing, or they don't follow each other.
    """
    status: ReferralStatus = values["status"]
    days = {name: values.get(name) for name in ("drafted_on", "sent_on", "linked_on", "closed_on")}
    ended = status in referral_rules.ENDED
    needed = {
        "drafted_on": status is _S.DRAFT,
        "sent_on": status not in (_S.DRAFT, _S.DECLINED_BY_CLIENT, _S.DECLINED_BY_SERVICE),
        "linked_on": status in (_S.LINKED, _S.COMPLETED),
        "closed_on": ended,
    }
    for name, is_needed in needed.items():
        if is_needed and days[name] is None:
            raise CellError(name, f"empty, and one that is {referral_rules.said(status)} has it")
    if status is _S.DRAFT and any(days[name] for name in ("sent_on", "linked_on", "closed_on")):
        raise CellError("status", "a draft was not sent yet, and a later day says otherwise")
    if not ended and days["closed_on"] is not None:
        raise CellError("closed_on", f"one that is {referral_rules.said(status)} has not ended")
    steps = [
        (kind, day)
        for kind, day in ((_S.SENT, days["sent_on"]), (_S.LINKED, days["linked_on"]))
        if day is not None
    ]
    if ended:
        steps.append((status, days["closed_on"] or today))
    elif status in (_S.ACCEPTED, _S.WAITLISTED):
        steps.append((status, steps[-1][1]))
    first = days["drafted_on"] or steps[0][1]
    found = [(_S.DRAFT, first), *steps]
    for (_, before), (kind, after) in pairwise(found):
        if after < before:
            raise CellError("status", f"{referral_rules.said(kind)} lies before what came first")
    return found


def _update(one: Referral, day: date) -> ReferralUpdate:
    """A step that is not written yet, for the rules to look at."""
    return ReferralUpdate("", one.referral_id, one.client_id, day, one.status)


# --- one that is there ---------------------------------------------------------------------------


def _save_again(
    incoming: Incoming, before: Referral, values: Values, in_error: str | None
) -> Saved:
    told = {name: value for name, value in values.items() if name != "staff"}
    differs = [name for name, value in told.items() if getattr(before, name) != value]
    newly = in_error is not None and before.entered_in_error_at is None
    saved = incoming.came(differs=bool(differs) or newly)
    if saved is not Saved.CHANGED:
        return saved
    caseload, change = incoming.caseload, incoming.change
    for name in differs:
        if name in STAYS:
            raise CellError(name, f"{before.referral_id} says otherwise, and that stays")
    after = before._replace(
        outcome=told.get("outcome", before.outcome), remark=told.get("remark", before.remark)
    )
    if {"status", "follow_up_on"} & set(differs):
        status: ReferralStatus = told["status"]
        days = {_S.LINKED: told.get("linked_on")} | dict.fromkeys(
            referral_rules.ENDED, told.get("closed_on")
        )
        on = days.get(status) or caseload.today
        steps = referrals.updates(caseload, before.referral_id)
        after = referral_rules.stepped(
            after, steps, status, on, told.get("follow_up_on"), caseload.today
        )
        referrals.write_step(caseload, change, after, on, None)
    for name in ("linked_on", "closed_on"):
        if name in told and getattr(after, name) != told[name]:
            raise CellError(name, f"{before.referral_id} says otherwise, and that stays")
    change.update("referral", "referral_id", after.referral_id, to_columns(after))
    if newly and in_error is not None:
        referrals.entered_in_error(caseload, before.referral_id, in_error)
    return saved


KINDS = {
    "referrals": Kind(
        _columns, ("client_id", "status"), _save, named="referral_id", left=BY_PROGRAM
    )
}
