"""The people around the clients of `making.fill`: each verb used, a record of every kind."""

from collections.abc import Sequence
from datetime import date
from random import Random

from caseload.model.circle import CareRole, ConsentSigner
from caseload.records import care_team, consents, disclosures, programs
from caseload.records._caseload import Caseload


def fill_circle(caseload: Caseload) -> None:
    """C0001: a sister, a psychiatrist who is told, a guardian; one who left and one by mistake."""
    programs.edit(caseload, "Housing", part2=True)
    care_team.add(
        caseload, "C0001", "Ada Núñez", CareRole.FAMILY, relation="sister", phone="555-0111",
        emergency_contact=1,
    )  # fmt: skip
    care_team.add(
        caseload, "C0001", "Dr. Ames", CareRole.PSYCHIATRIST, organization="Waco Clinic",
        emergency_contact=1, remark="Before ten.\nAsk for Pam.",
    )  # fmt: skip
    care_team.add(caseload, "C0001", "Luz Núñez", CareRole.GUARDIAN, from_on=date(2026, 2, 1))
    care_team.add(caseload, "C0001", "Coach Li", CareRole.PEER)
    care_team.add(caseload, "C0002", "Somebody else", CareRole.OTHER)
    care_team.edit(caseload, "CT0001", phone="555-0112", email="ada@example.org")
    care_team.end(caseload, "CT0004", date(2026, 10, 1))
    care_team.error(caseload, "CT0005", "another client")
    first = date(2025, 12, 10)
    consents.add(
        caseload, "C0001", "dr. ames", purpose="treatment", scope="diagnoses\nand plan",
        signed_on=first, expires_on=date(2026, 12, 10), part2=True,
    )  # fmt: skip
    consents.add(
        caseload, "C0001", "Ada Nunez", purpose="my care", scope="how I am",
        signed_on=date(2026, 2, 2), expires_when="when I say so",
        signed_by=ConsentSigner.GUARDIAN,
    )  # fmt: skip
    consents.add(
        caseload, "C0001", "County court", purpose="hearing", scope="visits", signed_on=first,
        expires_on=date(2026, 6, 1),
    )  # fmt: skip
    consents.renew(caseload, "CN0003", date(2026, 5, 20), expires_on=date(2027, 5, 20))
    consents.revoke(caseload, "CN0004", date(2026, 9, 1))
    consents.add(
        caseload, "C0002", "A shop", purpose="x", scope="y", signed_on=first,
        expires_on=date(2026, 12, 1),
    )  # fmt: skip
    consents.error(caseload, "CN0005", "another client")
    disclosures.tell(caseload, "C0001", "Dr. Ames", "the new phone number", date(2026, 11, 2))
    disclosures.tell(
        caseload, "C0001", "Hillcrest ER", "medication", date(2026, 11, 3),
        exception="emergency: found unconscious",
    )  # fmt: skip


def read_circle(caseload: Caseload, client_id: str) -> None:
    """Everything about the people around a client."""
    care_team.card(caseload, client_id)
    consents.naming(caseload, client_id, "Dr. Ames")
    disclosures.listed(caseload, client_id)


def any_circle(caseload: Caseload, client_id: str, dice: Random, words: Sequence[str]) -> None:
    """Some people around a client by chance, with releases at any stage of their life."""
    for number in range(dice.randrange(3)):
        one = care_team.add(
            caseload, client_id, f"{dice.choice(words)} {number}", dice.choice(list(CareRole)),
            remark=dice.choice(words), emergency_contact=dice.choice((None, 1, 2)),
        )  # fmt: skip
        held = consents.add(
            caseload, client_id, one.name, purpose=dice.choice(words), scope=dice.choice(words),
            signed_on=date(2026, 2, 28), expires_on=date(2027, 2, 28), part2=dice.random() < 0.5,
        )  # fmt: skip
        disclosures.tell(caseload, client_id, one.name, dice.choice(words), date(2026, 3, 1))
        if dice.random() < 0.3:
            consents.renew(caseload, held.consent_id, date(2026, 6, 1), expires_on=None,
                           expires_when=dice.choice(words))  # fmt: skip
        elif dice.random() < 0.3:
            consents.revoke(caseload, held.consent_id, date(2026, 6, 1))
        if dice.random() < 0.3:
            care_team.end(caseload, one.care_team_member_id, date(2026, 6, 1))
