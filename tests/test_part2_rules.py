"""Which diagnoses and days are records of substance-use treatment."""

from datetime import date

import pytest

from caseload.errors import InvalidError
from caseload.model.planning import Domain
from caseload.rules import part2_rules
from caseload.settings import config

USUAL = part2_rules.code_ranges(config.Agency().part2_diagnoses)


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        ("F10", True), ("F10.20", True), ("f1120", True), ("F19.99", True), ("F17.210", True),
        ("F09", False), ("F20", False), ("F20.9", False), ("F33.1", False), ("Z71.41", False),
        ("", False), ("F1", False),
    ],
)  # fmt: skip
def test_f10_to_f19_are_substance_use_and_no_others(code: str, is_one: bool) -> None:
    assert part2_rules.is_within(code, USUAL) is is_one


@pytest.mark.parametrize(
    ("setting", "code", "is_one"),
    [
        ("F10-F19, Z71.41", "Z71.41", True),
        ("F10-F19, Z71.41", "Z71.4", False),
        ("Z71.4", "Z71.41", True),
        ("F10; F11", "F12", False),
        ("k70", "K70.30", True),
        ("F1A-F20", "F1A.1", True),
        ("", "F10", False),
    ],
)
def test_an_agency_says_which_codes_they_are(setting: str, code: str, is_one: bool) -> None:
    assert part2_rules.is_within(code, part2_rules.code_ranges(setting)) is is_one


@pytest.mark.parametrize("setting", ["F19-F10", "F1", "F10-", "x", "F10.1-F12", "F10-F19.2", "[/]"])
def test_a_setting_that_is_no_range_is_refused(setting: str) -> None:
    with pytest.raises(InvalidError, match="ICD-10-CM"):
        part2_rules.code_ranges(setting)
    with pytest.raises(InvalidError, match=r"agency\.part2_diagnoses"):
        config.checked({"agency": {"part2_diagnoses": setting}}, "x.toml")


def test_the_months_of_a_release_are_a_sensible_number() -> None:
    assert config.checked({"agency": {"release_months": 6}}, "x").agency.release_months == 6
    for months in (0, 121):
        with pytest.raises(InvalidError, match="1 to 120"):
            config.checked({"agency": {"release_months": months}}, "x")


def test_the_domains_are_words_of_plans() -> None:
    assert {Domain.SUBSTANCE_USE} == part2_rules.DOMAINS


@pytest.mark.parametrize(
    ("admitted", "discharged", "falls"),
    [
        ("2026-03-01", None, True), ("2026-03-02", None, False), (None, None, False),
        ("2026-01-01", "2026-03-01", True), ("2026-01-01", "2026-02-28", False),
    ],
)  # fmt: skip
def test_a_stay_holds_its_first_and_its_last_day(
    admitted: str | None, discharged: str | None, falls: bool
) -> None:
    days = [date.fromisoformat(day) if day else None for day in (admitted, discharged)]
    assert part2_rules.falls_into(days[0], days[1], date(2026, 3, 1)) is falls


def test_the_notice_is_that_of_the_rule_in_force_since_february_2026() -> None:
    """42 CFR 2.32(a)(1) as amended by 89 FR 12472: its new words, and none of the old ones."""
    said = part2_rules.NOTICE
    assert said.startswith("This record which has been disclosed to you is protected by Federal")
    for words in ("civil, criminal, administrative, or legislative proceedings", "2.64 or 2.65",
                  "treatment, payment, or health care operations", "45 CFR part 164",
                  "NOT sufficient"):  # fmt: skip
        assert words in said, words
    assert "criminally investigate or prosecute" not in said
