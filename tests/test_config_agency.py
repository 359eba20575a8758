"""The agency's section of the settings: set, shown, taken out, and refused when it can't be."""

import json
import sys
from pathlib import Path

import pytest

from caseload.cli import main
from caseload.errors import CaseloadError, InvalidError, LockedError, UsageError
from caseload.settings import config
from caseload.settings.config import Agency


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings are."""
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    return tmp_path / "config.toml"


def test_nothing_is_said_of_the_agency_at_first(file: Path) -> None:
    assert config.read().agency == Agency()
    assert config.read().agency.paper == "letter"


@pytest.mark.skipif(sys.platform == "win32", reason="has rights of another kind")
def test_the_settings_are_their_owners_alone(file: Path) -> None:
    file.write_text("# mine\n", encoding="utf-8")
    file.chmod(0o644)
    config.put("passphrase_command", "pass show caseload")
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_setting_of_the_agency_is_put_into_its_section(file: Path) -> None:
    file.write_text('# mine\nstaff = "Dana"\n', encoding="utf-8")
    config.put("agency.name", "Heart of *Texas*")
    config.put("agency.paper", "a4")
    assert config.read().agency == Agency(name="Heart of *Texas*", paper="a4")
    text = file.read_text(encoding="utf-8")
    assert text.startswith('# mine\nstaff = "Dana"\n')
    assert '[agency]\nname = "Heart of *Texas*"\npaper = "a4"\n' in text


def test_a_setting_of_the_agency_is_taken_out(file: Path) -> None:
    config.put("agency.name", "A")
    config.put("agency.phone", "1")
    config.put("agency.name", None)
    assert config.read().agency == Agency(phone="1")
    config.put("agency.logo", None)
    assert config.read().agency == Agency(phone="1")


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("agency.paper", "legal", InvalidError),
        ("agency.nome", "x", UsageError),
        ("agency", "x", UsageError),
        ("agency.", "x", UsageError),
        ("other.name", "x", UsageError),
        ("staff.name", "x", UsageError),
    ],
)
def test_what_can_t_be_set_leaves_the_file_alone(
    file: Path, name: str, value: str, error: type[CaseloadError]
) -> None:
    config.put("agency.name", "A")
    before = file.read_bytes()
    with pytest.raises(error):
        config.put(name, value)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("agency = 1", "agency is a section"),
        ("[agency]\nname = 1", "agency.name is text in quotes"),
        ("[agency]\nnome = 'x'", "there is no setting 'agency.nome'"),
        ("[agency]\npaper = 'legal'", "agency.paper is letter or a4"),
        ("[other]\nname = 'x'", "there is no setting 'other'"),
        ("'agency.name' = 'x'", "agency.name belongs into its section"),
    ],
)
def test_settings_that_can_t_be_are_said(file: Path, text: str, said: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidError, match=said):
        config.read()


def test_all_settings_are_shown_by_their_names(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["config", "agency.name", "Heart of Texas"]) == 0
    assert main(["config", "agency.name"]) == 0
    assert capsys.readouterr().out.endswith("\nHeart of Texas\n")
    assert main(["config", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert list(shown) == list(config.NAMES)
    assert shown["agency.name"] == "Heart of Texas"
    assert shown["agency.logo"] is None


@pytest.mark.skipif(sys.platform == "win32", reason="has rights of another kind")
def test_a_command_in_settings_that_others_can_write_is_not_run(file: Path) -> None:
    file.write_text("passphrase_command = 'echo five words are well enough'\n", encoding="utf-8")
    file.chmod(0o664)
    assert config.passphrase(None) == "five words are well enough"
    file.chmod(0o666)
    with pytest.raises(LockedError, match="others may have written"):
        config.passphrase(None)
