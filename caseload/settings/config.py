"""The person's own settings: a small TOML file in the platform's configuration folder.

Nothing about clients stands here. A setting on the command line or in the environment goes before
one in the file.
"""

import os
import stat
import sys
from pathlib import Path
from typing import Any, NamedTuple

from caseload.errors import CaseloadError, InvalidError, LockedError, StorageError, UsageError

FILE_NAME = "caseload.db"
LONGEST_PASSPHRASE = 10_000
"""Characters; a longer file is no file of a passphrase."""
CRISIS_LINE = "In a crisis, call or text 988, day or night. If someone is in danger, call 911."
"""Whom to call in a crisis, where the agency says nothing else."""


class Agency(NamedTuple):
    """What documents say of the agency: the section `[agency]`."""

    name: str | None = None
    """Its name."""
    address: str | None = None
    """Its address, on one line."""
    phone: str | None = None
    """Its phone number."""
    logo: str | None = None
    """A picture: .png, .jpg or .svg."""
    confidentiality_notice: str | None = None
    """The notice at the foot of each page; None is ours."""
    crisis_line: str | None = None
    """Whom to call in a crisis, as a sentence; None is ours."""
    paper: str = "letter"
    """letter or a4."""
    release_months: int = 12
    """For how many months a release of information holds when nobody says otherwise."""
    part2_diagnoses: str = "F10-F19"
    """ICD-10-CM codes and ranges that are substance-use records under 42 CFR Part 2."""
    part2_notice: str | None = None
    """What goes along with such records; None is ours, which is the law's."""


class Config(NamedTuple):
    """What the file may say; None is "not said"."""

    file: str | None = None
    """Where the caseload file is."""
    staff: str | None = None
    """Who acts: a staff id or name."""
    date_format: str = "mdy"
    """How 11/12/2026 is read: mdy, dmy or ymd."""
    date_shown: str = "words"
    """How dates are shown: words (20 Nov 2026), iso (2026-11-20), numbers (by date_format)."""
    week_start: str = "monday"
    """On which day a week begins where people see weeks: monday or sunday."""
    number_format: str = "1,234.5"
    """How that number is shown: 1,234.5 or 1.234,5 or 1 234,5."""
    plain: str = "off"
    """on: no drawing, one fact a line with its name, for screen readers; see `is_plain`."""
    templates: str | None = None
    """The agency's own templates."""
    data: str | None = None
    """The folder of the agency's own instruments and weights; see `data_files`."""
    passphrase_command: str | None = None
    """A command that prints the passphrase."""
    keyring: str = "off"
    """on: the key is looked for in the system's keyring; `caseload unlock --keyring` sets it."""
    idle_lock_minutes: int = 10
    """After how many idle minutes the full-screen program locks."""
    theme: str = "dark"
    """Of the full-screen program: dark, light or contrast."""
    agency: Agency = Agency()
    """What documents say of the agency."""
    keys: tuple[tuple[str, str], ...] = ()
    """Other keys for the full-screen program: an action's name, and keys with commas between."""


AGENCY, KEYS = "agency", "keys"
AGENCY_NAME = f"{AGENCY}.name"
NAMES = (
    *(name for name in Config._fields if name not in (AGENCY, KEYS)),
    *(f"{AGENCY}.{name}" for name in Agency._fields),
)
"""The settings by the names that people use: staff, agency.name."""
NUMBERS = ("idle_lock_minutes", "agency.release_months")
SWITCH = ("on", "off")
WORDS = {
    "date_format": ("mdy", "dmy", "ymd"),
    "date_shown": ("words", "iso", "numbers"),
    "week_start": ("monday", "sunday"),
    "number_format": ("1,234.5", "1.234,5", "1 234,5"),
    "plain": SWITCH,
    "keyring": SWITCH,
    "theme": ("dark", "light", "contrast"),
}
"""The settings that are one of a few words."""
PAPERS = ("letter", "a4")


def path() -> Path:
    """Where the settings are: `CASELOAD_CONFIG`, else the platform's configuration folder."""
    given = os.environ.get("CASELOAD_CONFIG")
    if given:
        return Path(given)
    import platformdirs

    return platformdirs.user_config_path("caseload", appauthor=False) / "config.toml"


def read() -> Config:
    """The settings, or their defaults when there is no file.

    Raises:
        InvalidError: The file is no TOML, or holds a name or value that is none of ours.
        StorageError: It can't be read.
    """
    where = path()
    try:
        text = where.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config()
    except UnicodeDecodeError:
        raise InvalidError(
            f"The settings in {where} are no UTF-8 text; save them as such."
        ) from None
    except OSError as error:
        raise StorageError(
            f"The settings in {where} can't be read: {error.strerror}. Check who owns them."
        ) from None
    import tomllib

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidError(
            f"The settings in {where} are no TOML: {error}. Mend that line."
        ) from None
    return checked(found, str(where))


def checked(found: dict[str, object], where: str) -> Config:
    """Settings that were read, if each is one of ours and can be.

    Raises:
        InvalidError: One is not.
    """
    section = found.get(AGENCY, {})
    if not isinstance(section, dict):
        raise InvalidError(f'{where}: agency is a section: [agency], then name = "…".')
    keys = found.get(KEYS, {})
    if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
        raise InvalidError(f'{where}: keys is a section: [keys], then "rows.down" = "down,j".')
    flat = {name: value for name, value in found.items() if name not in (AGENCY, KEYS)}
    for name in flat:
        if name.startswith(f"{AGENCY}."):
            raise InvalidError(f"{where}: {name} belongs into its section: [{AGENCY}].")
    flat |= {f"{AGENCY}.{name}": value for name, value in section.items()}
    for name, value in flat.items():
        if name not in NAMES:
            known = ", ".join(NAMES)
            raise InvalidError(f"{where}: there is no setting {name!r}. There are: {known}.")
        wanted = int if name in NUMBERS else str
        if type(value) is not wanted:
            kind = "a whole number" if wanted is int else "text in quotes"
            raise InvalidError(f"{where}: {name} is {kind}.")
    config = Config(**{**found, AGENCY: Agency(**section), KEYS: tuple(keys.items())})  # type: ignore[arg-type]
    for name, words in WORDS.items():
        if getattr(config, name) not in words:
            known = f"{', '.join(words[:-1])} or {words[-1]}"
            raise InvalidError(f"{where}: {name} is {known}.")
    if config.idle_lock_minutes < 1:
        raise InvalidError(f"{where}: idle_lock_minutes is 1 or more.")
    if not 1 <= config.agency.release_months <= 120:
        raise InvalidError(f"{where}: agency.release_months is 1 to 120.")
    if config.agency.part2_diagnoses != Agency().part2_diagnoses:
        # What is ours can be read; most commands need not import what reads it.
        from caseload.rules import part2_rules

        try:
            part2_rules.code_ranges(config.agency.part2_diagnoses)
        except InvalidError as error:
            raise InvalidError(f"{where}: agency.part2_diagnoses: {error}") from None
    if config.agency.paper not in PAPERS:
        raise InvalidError(f"{where}: agency.paper is {' or '.join(PAPERS)}.")
    return config


def put(name: str, text: str | None) -> Config:
    """Set one setting, or take it out; what else stands in the file, comments too, stays.

    Raises:
        UsageError: There is no such setting.
        InvalidError: The value can't be.
        StorageError: The file can't be written.
    """
    import tomlkit

    if name not in NAMES:
        raise UsageError(f"There is no setting {name!r}. There are: {', '.join(NAMES)}.")
    read()
    where = path()
    document = (
        tomlkit.parse(where.read_text(encoding="utf-8")) if where.exists() else (tomlkit.document())
    )
    section, _, own = name.rpartition(".")
    table: Any = document.setdefault(section, tomlkit.table()) if section else document
    if text is None:
        table.pop(own, None)
    elif name in NUMBERS:
        if not text.isascii() or not text.isdigit():
            raise InvalidError(f"{name} is a whole number.")
        table[own] = int(text)
    else:
        table[own] = text
    config = checked(document.unwrap(), str(where))
    from caseload.records._whole_file import beside, take_place

    try:
        with beside(where) as making:
            making.write_text(tomlkit.dumps(document), encoding="utf-8")
            take_place(making, where)
    except OSError as error:
        raise StorageError(f"{where} can't be written: {error.strerror}.") from None
    return config


def keep_agency(name: str | None) -> None:
    """Keep the agency's name as a setting, if it is another than stands.

    Raises:
        InvalidError, StorageError: As for `read` and `put`.
    """
    if name != read().agency.name:
        put(AGENCY_NAME, name)


def flat(config: Config) -> dict[str, str | int | None]:
    """The settings by the names that people use."""
    own = {name: getattr(config, name) for name in NAMES if "." not in name}
    return own | {f"{AGENCY}.{name}": value for name, value in config.agency._asdict().items()}


def is_plain(said: Config) -> bool:
    """Whether output is plain: `CASELOAD_PLAIN`, where 0 or off is no; else the settings."""
    given = os.environ.get("CASELOAD_PLAIN") or said.plain
    return given.casefold() not in ("0", "off")


def caseload_path(given: Path | None) -> Path:
    """Where the caseload file is: the option, `CASELOAD_FILE`, the settings, the data folder."""
    if given is not None:
        return given
    named = os.environ.get("CASELOAD_FILE") or read().file
    if named:
        return Path(named).expanduser()
    import platformdirs

    return platformdirs.user_data_path("caseload", appauthor=False, roaming=False) / FILE_NAME


def passphrase(from_file: Path | None, *, new: bool = False, of: str = "") -> str:
    """The passphrase: from a file, from the configured command, or by asking at the terminal.

    It never comes from an option's value or the environment, where others could read it.

    Args:
        from_file: Holds it.
        new: Whether it is one that is chosen now.
        of: The file that it opens, where several are asked for.

    Raises:
        LockedError: There is none, and nobody to ask.
    """
    if from_file is not None:
        try:
            with from_file.open(encoding="utf-8") as file:
                said = file.read(LONGEST_PASSPHRASE + 1)
        except (OSError, UnicodeDecodeError):
            raise LockedError(f"The passphrase file {from_file} can't be read.") from None
        if len(said) > LONGEST_PASSPHRASE:
            raise LockedError(f"{from_file} holds too much for a passphrase; name another file.")
        return said.rstrip("\r\n")
    command = read().passphrase_command
    if command is not None:
        _refuse_others(path())
        return printed_by(command, "the settings")
    if not sys.stdin.isatty() and new:
        raise LockedError(
            "A new file is encrypted, and there is nobody to ask for its passphrase. Use "
            "--passphrase-file FILE before the command, or --no-encrypt after it."
        )
    if not sys.stdin.isatty():
        raise LockedError(
            "The file is encrypted and there is nobody to ask for the passphrase. Use "
            "--passphrase-file FILE or passphrase_command in the settings."
        )
    return _typed_twice() if new else _typed(f"Passphrase of {of}: " if of else "Passphrase: ")


def _refuse_others(where: Path) -> None:
    """Refuse to run what another account may have written.

    Raises:
        LockedError: The settings are another account's, or all may write them.
    """
    if os.name != "posix":
        return
    found = where.stat()
    if found.st_uid not in (os.getuid(), 0) or found.st_mode & stat.S_IWOTH:
        raise LockedError(
            f"The passphrase_command was not run: others may have written the settings in {where}. "
            "Read them, then make them yours alone: chmod 600, chown."
        )


def printed_by(command: str, where: str) -> str:
    """The passphrase that a command prints.

    Args:
        command: A person's own command line, pipes and all.
        where: In which file of theirs it stands.

    Raises:
        LockedError: It fails.
    """
    import subprocess

    done = subprocess.run(command, shell=True, stdout=subprocess.PIPE, check=False)  # noqa: S602
    if done.returncode != 0:
        raise LockedError(f"The passphrase_command of {where} failed.")
    return done.stdout.decode("utf-8", "replace").rstrip("\r\n")


def new_passphrase(from_file: Path | None) -> str:
    """Another passphrase for a file that has one: from a file, or by asking twice.

    Raises:
        LockedError: There is none, and nobody to ask.
    """
    if from_file is not None:
        return passphrase(from_file)
    if not sys.stdin.isatty():
        raise LockedError(
            "There is nobody to ask for the new passphrase. Use --new-passphrase-file FILE."
        )
    return _typed_twice()


def _typed_twice(tries: int = 3) -> str:
    """A new passphrase, typed the same twice; a slip is told, and asked for once more."""
    try:
        return _typed_and_again()
    except CaseloadError as slip:
        if tries == 1:
            raise
        sys.stderr.write(f"{slip}\n")
    return _typed_twice(tries - 1)


def _typed_and_again() -> str:
    from caseload.records._opening import refuse_short

    first = refuse_short(_typed("New passphrase: "))
    if _typed("Again: ") != first:
        raise LockedError("The two differ. Nothing was changed.")
    return first


def _typed(prompt: str) -> str:
    import getpass

    return getpass.getpass(prompt)
