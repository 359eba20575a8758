"""Who signs a plan, who must, and what a refusal is: with the last answer it is in force."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, TODAY, new_file
from refusing import refused

from caseload import dates
from caseload.errors import InvalidError, NotFoundError, UsageError
from caseload.model import SignerRole
from caseload.model.planning import Domain, Plan, PlanStatus, SignatureMethod
from caseload.records import clients, episodes, plan_parts, plans, programs, signatures, staff
from caseload.records._caseload import Caseload

DAY = date(2026, 11, 2)
CLIENT, MANAGER, SUPERVISOR, GUARDIAN = SignerRole
IN_PERSON, VERBAL, ELECTRONIC, REFUSED = SignatureMethod


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """Ana, in no program, with a complete draft; Dana acts, Marcus is there."""
    with new_file(tmp_path) as opened:
        staff.add(opened, "Marcus Bell", credentials=("LPC", "LCSW"))
        clients.add(opened, "Ana", "Ruiz", preferred_name="Nita")
        begin(opened)
        yield opened


def begin(caseload: Caseload) -> None:
    plans.new(caseload, "C0001", vision="My own key.")
    plan_parts.add_goal(caseload, "C0001", "Keep my apartment", Domain.HOUSING)
    plan_parts.add_objective(caseload, "C0001", "1", "Rent", measure="By the 5th", target_on=TODAY)


def sign(caseload: Caseload, role: SignerRole, on: date = DAY, **facts: Any) -> Plan:
    return signatures.sign(caseload, "C0001", role, on, **facts)


def required_by(caseload: Caseload, *roles: SignerRole, program: str = "ACT") -> None:
    """Put the client in a program that asks for these."""
    programs.add(caseload, program, plan_signers=frozenset(roles))
    episodes.admit(caseload, "C0001", program, date(2026, 1, 5), case_manager=STAFF)


# --- who must ------------------------------------------------------------------------------------


def test_those_sign_whom_the_programs_ask_for_that_the_client_is_in(caseload: Caseload) -> None:
    def signers() -> list[SignerRole]:
        return plans.signers(caseload, "C0001")

    assert signers() == [CLIENT, MANAGER]
    required_by(caseload, SUPERVISOR, CLIENT)
    assert signers() == [CLIENT, SUPERVISOR]
    required_by(caseload, GUARDIAN, program="Housing")
    assert signers() == [CLIENT, SUPERVISOR, GUARDIAN]
    programs.add(caseload, "Peer", plan_signers=frozenset({MANAGER}))
    assert signers() == [CLIENT, SUPERVISOR, GUARDIAN]
    episodes.discharge(caseload, "E0001", TODAY)
    assert signers() == [GUARDIAN]
    programs.edit(caseload, "Housing", plan_signers=frozenset())
    assert signers() == [CLIENT, MANAGER]


@pytest.mark.parametrize(
    ("required", "given"),
    [
        ((), (CLIENT, MANAGER)),
        ((CLIENT, MANAGER, SUPERVISOR), (SUPERVISOR, MANAGER, CLIENT)),
        ((CLIENT, MANAGER, SUPERVISOR), (GUARDIAN, SUPERVISOR, MANAGER)),
        ((GUARDIAN, MANAGER), (CLIENT, MANAGER, GUARDIAN)),
        ((MANAGER,), (MANAGER,)),
        ((SUPERVISOR,), (CLIENT, MANAGER, SUPERVISOR)),
    ],
)
def test_with_the_last_signature_that_is_asked_for_it_is_in_force(
    caseload: Caseload, required: tuple[SignerRole, ...], given: tuple[SignerRole, ...]
) -> None:
    required_by(caseload, *required)
    for number, role in enumerate(given, 1):
        plan = sign(
            caseload,
            role,
            date(2026, 11, number),
            signer=None if role is not GUARDIAN else "Eva Ruiz",
        )
        last = number == len(given)
        assert plan.status is (PlanStatus.ACTIVE if last else PlanStatus.DRAFT)
        assert plan.effective_on == (date(2026, 11, number) if last else None)
    assert [one.role for one in plan.signatures] == list(given)


def test_it_is_in_force_from_the_day_of_the_last_signature_in_whatever_order_they_come(
    caseload: Caseload,
) -> None:
    sign(caseload, MANAGER, date(2026, 11, 9))
    plan = sign(caseload, CLIENT, date(2026, 11, 2))
    assert plan.effective_on == date(2026, 11, 9)
    assert plans.in_force(caseload, "C0001", date(2026, 11, 8)) is None
    assert [one.signed_on.day for one in plan.signatures] == [2, 9]


# --- how -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "facts", "signer", "method", "credentials"),
    [
        (CLIENT, {}, "Ana Ruiz", IN_PERSON, None),
        (CLIENT, {"method": VERBAL, "signer": " Ana R. "}, "Ana R.", VERBAL, None),
        (GUARDIAN, {"signer": "Eva Ruiz"}, "Eva Ruiz", IN_PERSON, None),
        (MANAGER, {}, "Dana Whitfield", ELECTRONIC, "QMHP-CS"),
        (MANAGER, {"signer": "dana"}, "Dana Whitfield", ELECTRONIC, "QMHP-CS"),
        (MANAGER, {"method": IN_PERSON}, "Dana Whitfield", IN_PERSON, "QMHP-CS"),
        (SUPERVISOR, {"signer": "bell"}, "Marcus Bell", IN_PERSON, "LPC, LCSW"),
        (SUPERVISOR, {"signer": "bell", "method": VERBAL}, "Marcus Bell", VERBAL, "LPC, LCSW"),
    ],
)
def test_a_signature_says_who_in_which_role_how_and_with_which_credentials(
    caseload: Caseload,
    role: SignerRole,
    facts: dict[str, Any],
    signer: str,
    method: SignatureMethod,
    credentials: str | None,
) -> None:
    (made,) = sign(caseload, role, **facts).signatures
    assert made == ("Z0001", signer, role, DAY, method, None, credentials)


def test_credentials_are_those_of_the_day_on_which_it_was_signed(caseload: Caseload) -> None:
    sign(caseload, MANAGER)
    staff.edit(caseload, STAFF, credentials=("LCSW",))
    (made,) = plans.newest(caseload, "C0001").signatures
    assert made.credentials == "QMHP-CS"


def test_nobody_signs_electronically_for_somebody_else(caseload: Caseload) -> None:
    for role in (MANAGER, SUPERVISOR):
        facts = {"signer": "bell", "method": ELECTRONIC}
        said = refused(InvalidError, sign, caseload, role, **facts)
        assert said.startswith("Nobody signs electronically for Marcus Bell.")
    caseload.staff = None
    refused(UsageError, sign, caseload, MANAGER)
    refused(InvalidError, sign, caseload, MANAGER, signer="dana", method=ELECTRONIC)
    assert sign(caseload, MANAGER, signer="dana").signatures[0].method is IN_PERSON


# --- a refusal -----------------------------------------------------------------------------------


def test_a_clients_refusal_is_recorded_with_its_reason_and_the_plan_does_not_wait_for_it(
    caseload: Caseload,
) -> None:
    sign(caseload, CLIENT, method=REFUSED, reason=" Wants to think it over. ")
    plan = sign(caseload, MANAGER)
    assert plan.status is PlanStatus.ACTIVE
    assert plan.signatures[0][1:6] == ("Ana Ruiz", CLIENT, DAY, REFUSED, "Wants to think it over.")


def test_a_refusal_may_still_turn_into_a_signature_and_never_back(caseload: Caseload) -> None:
    sign(caseload, CLIENT, method=REFUSED, reason="Not yet.")
    again = {"method": REFUSED, "reason": "No."}
    assert refused(InvalidError, sign, caseload, CLIENT, **again) == (
        "Ana Ruiz has refused to sign version 1 already, Mon 2 Nov 2026."
    )
    plan = sign(caseload, CLIENT, TODAY)
    assert [one.method for one in plan.signatures] == [REFUSED, IN_PERSON]
    for facts in (again, {}, {"method": VERBAL}):
        said = refused(InvalidError, sign, caseload, CLIENT, **facts)
        assert said == "Ana Ruiz has signed version 1 already, Fri 20 Nov 2026."
    assert sign(caseload, MANAGER).effective_on == TODAY


@pytest.mark.parametrize(
    ("role", "facts", "fragment"),
    [
        (CLIENT, {"method": REFUSED}, '--refused "…"'),
        (CLIENT, {"method": REFUSED, "reason": "  "}, '--refused "…"'),
        (CLIENT, {"reason": "x"}, "Only a refusal has a reason."),
        (MANAGER, {"method": REFUSED, "reason": "x"}, "A client or their guardian may refuse"),
        (SUPERVISOR, {"method": REFUSED, "reason": "x"}, "A client or their guardian may refuse"),
        (GUARDIAN, {}, "Say who the guardian is"),
        (GUARDIAN, {"signer": " "}, "Say who the guardian is"),
        (GUARDIAN, {"method": REFUSED, "reason": "x"}, "Say who the guardian is"),
        (CLIENT, {"on": date(2026, 11, 21)}, "lies ahead"),
    ],
)
def test_a_signature_that_cannot_be_is_refused(
    caseload: Caseload, role: SignerRole, facts: dict[str, Any], fragment: str
) -> None:
    assert fragment in refused(InvalidError, sign, caseload, role, **facts)


def test_a_next_version_is_not_signed_before_the_one_it_was_made_from(caseload: Caseload) -> None:
    sign(caseload, CLIENT)
    sign(caseload, MANAGER)
    plan_parts.edit(caseload, "C0001", "goal", "1", statement="Keep my flat")
    assert refused(InvalidError, sign, caseload, CLIENT, on=DAY - timedelta(1)).startswith(
        f"{dates.spoken(DAY - timedelta(1), TODAY)} lies before the version that this one was made"
    )
    assert sign(caseload, CLIENT, DAY).signatures[0].signed_on == DAY


# --- a draft -------------------------------------------------------------------------------------


def test_what_is_not_complete_is_not_signed_and_all_that_it_lacks_is_named(
    caseload: Caseload,
) -> None:
    plan_parts.add_objective(caseload, "C0001", "1", "Lease")
    plan_parts.add_goal(caseload, "C0001", "Work", Domain.EMPLOYMENT)
    plans.change(caseload, "C0001", "edit plan", lambda plan: plan._replace(vision=None))
    assert refused(InvalidError, sign, caseload, CLIENT) == (
        "Version 1 is not ready to sign. It lacks: the client's vision; 1.2 a measure; 1.2 a "
        "target date; 2 an objective. Mend it: caseload plan edit C0001"
    )
    refused(InvalidError, sign, caseload, CLIENT, method=REFUSED, reason="x")


def test_there_must_be_a_draft_to_sign(caseload: Caseload) -> None:
    sign(caseload, CLIENT)
    sign(caseload, MANAGER)
    said = refused(NotFoundError, sign, caseload, SUPERVISOR)
    assert said.startswith("Version 1 is signed and in force; there is no draft.")
    clients.add(caseload, "Bo", "Li")
    refused(NotFoundError, signatures.sign, caseload, "C0002", CLIENT, DAY)
    refused(NotFoundError, signatures.sign, caseload, "C9", CLIENT, DAY)


def test_a_next_version_starts_without_signatures_and_needs_all_of_them_anew(
    caseload: Caseload,
) -> None:
    for role in (CLIENT, MANAGER):
        sign(caseload, role)
    plan_parts.add_intervention(caseload, "C0001", "1.1", "Call")
    assert plans.newest(caseload, "C0001").signatures == ()
    assert sign(caseload, MANAGER).status is PlanStatus.DRAFT
    assert sign(caseload, CLIENT).status is PlanStatus.ACTIVE
