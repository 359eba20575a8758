"""How soon somebody asks again is data: ours, an agency's before it, each mistake by its line."""

from pathlib import Path

import pytest

from caseload.errors import InvalidError, NotFoundError
from caseload.settings import config, data_files, referral_pace

OURS = (data_files.shipped() / "referrals.yaml").read_text(encoding="utf-8")


def test_what_ships_can_be_read() -> None:
    assert referral_pace.pace(config.Config()) == (14, 14, 30, 30, 180)


def test_an_agencys_own_goes_before_ours(tmp_path: Path) -> None:
    (tmp_path / "referrals.yaml").write_text(OURS.replace("sent: 14", "sent: 5"), encoding="utf-8")
    assert referral_pace.pace(config.Config(data=str(tmp_path))).sent == 5
    with pytest.raises(NotFoundError):
        referral_pace.pace(config.Config(data=str(tmp_path / "none")))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sent: 14", "sent: soon", "line 4: sent is a number of days, from 1 to 3650"),
        ("sent: 14", "sent: 0", "line 4: sent is a number"),
        ("sent: 14", "sent: -3", "line 4: sent is a number"),
        ("sent: 14", "sent: 99999", "line 4: sent is a number"),
        ("sent: 14", "sent: ٣", "line 4: sent is a number"),
        ("  sent: 14\n", "", "sent is missing"),
        ("sent: 14", "sennt: 14", "did you mean sent?"),
        ("unverified_days: 180", "", "unverified_days is missing"),
        ("unverified_days: 180", "unverified_days: [1]", "line 10: here text is wanted"),
        (OURS, "", "the text is empty"),
        (OURS, "unverified_days: 3", "follow_up_days is missing"),
        (OURS, "- a\n- b", "line 1: here the pace is wanted"),
        ("sent: 14", "sent: &x 14", "no & or * names"),
    ],
)
def test_each_mistake_is_named_by_file_and_line(old: str, new: str, said: str) -> None:
    with pytest.raises(InvalidError) as raised:
        referral_pace.read(OURS.replace(old, new), "own.yaml")
    assert str(raised.value).startswith("own.yaml: ")
    assert said in str(raised.value)


def test_all_mistakes_are_named_at_once() -> None:
    text = OURS.replace("sent: 14", "sent: x").replace("linked: 30", "linked: y")
    with pytest.raises(InvalidError, match=r"line 4: .*; line 8: "):
        referral_pace.read(text, "own.yaml")
