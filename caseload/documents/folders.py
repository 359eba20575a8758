"""Where templates are: the agency's own folder before the shipped ones.

A template is known by its bare name, such as `plan`; its files are `plan.md.j2` and `plan.docx`.
What always holds: a name leads to a file that lies in one of the folders, and nowhere else.
"""

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from caseload.errors import InvalidError, NotFoundError
from caseload.settings.config import Config

MARKDOWN, WORD = ".md.j2", ".docx"
_FILE = re.compile(r"\w[\w-]*(\.[\w-]+)*")


class Template(NamedTuple):
    """One template: what it is called, what it makes, where it is."""

    template: str
    makes: str
    """md, html and pdf, or docx."""
    purpose: str
    """The first sentence of its opening comment."""
    own: bool
    """The agency's own, not a shipped one."""
    path: str


class Folders:
    """Template folders, the one that goes first first."""

    def __init__(self, own: Path | None = None) -> None:
        """Take the agency's own folder, if there is one.

        Raises:
            NotFoundError: It is not there.
        """
        if own is not None and not own.is_dir():
            raise NotFoundError(
                f"There is no folder {own} for templates. Make one with: caseload template new "
                f"plan --templates {own}"
            )
        self.own = own
        self._all = [each for each in (own, shipped()) if each is not None]

    def file(self, name: str) -> Path | None:
        """The file of that name, from the first folder that has one."""
        if not is_file_name(name):
            return None
        for folder in self._all:
            found = folder / name
            if found.is_file() and found.resolve().parent == folder.resolve():
                return found
        return None

    def holds(self, path: str) -> bool:
        """Whether a file lies in one of the folders."""
        return Path(path).parent in self._all

    def find(self, template: str, ending: str) -> Path:
        """The file of a template.

        Raises:
            NotFoundError: There is none that makes this.
        """
        bare = bare_name(template)
        found = self.file(f"{bare}{ending}")
        if found is not None:
            return found
        other = WORD if ending == MARKDOWN else MARKDOWN
        if self.file(f"{bare}{other}") is not None:
            makes = "md, html or pdf" if other == MARKDOWN else "docx"
            raise NotFoundError(
                f"The template {bare} makes {makes} alone; {ending} of that name is not there. "
                "Try: caseload template list"
            )
        raise NotFoundError(f"There is no template {bare!r}. Try: caseload template list")

    def listed(self) -> list[Template]:
        """All templates by name, an agency's own before the shipped one; `_parts` are none."""
        return [self._told(path) for path in self.all_files() if path.name[0] != "_"]

    def names(self) -> list[str]:
        """All templates by name; `_parts` are none."""
        return sorted({bare_name(path.name) for path in self.all_files() if path.name[0] != "_"})

    def all_files(self) -> list[Path]:
        """The files of all templates, with those that only others include."""
        found: dict[str, Path] = {}
        for folder in self._all:
            for path in sorted(folder.iterdir()):
                if path.name.endswith((MARKDOWN, WORD)) and self.file(path.name) == path:
                    found[path.name] = path
        return [path for _, path in sorted(found.items())]

    def _told(self, path: Path) -> Template:
        markdown = path.name.endswith(MARKDOWN)
        return Template(
            bare_name(path.name),
            "md html pdf" if markdown else "docx",
            _purpose(path) if markdown else "a Word form",
            path.parent == self.own,
            str(path),
        )


def own_templates(given: Path | None, settings: Config) -> Path | None:
    """The agency's own templates: the option, else the settings."""
    if given is not None:
        return given
    return Path(settings.templates).expanduser() if settings.templates else None


def bare_name(name: str) -> str:
    """`plan` for plan, plan.md.j2 and plan.docx alike."""
    return name.removesuffix(MARKDOWN).removesuffix(WORD)


def text_of(path: Path) -> str:
    """A Markdown template's text; the mark that some editors begin a file with is none of it.

    Raises:
        InvalidError: It can't be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InvalidError(f"{path} can't be read: {why}.") from None


def is_file_name(name: str) -> bool:
    """Whether a file of a template may be called so."""
    return _FILE.fullmatch(name) is not None


def shipped() -> Path:
    """The shipped templates: in the installed package, or beside it where it is worked on."""
    package = Path(__file__).parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def hash_of(paths: Iterable[Path]) -> str:
    """SHA-256 of a template's text, what it includes after it, in hexadecimal.

    Raises:
        InvalidError: One can't be read.
    """
    digest = sha256()
    for path in paths:
        try:
            digest.update(path.read_bytes())
        except OSError as error:
            raise InvalidError(f"{path} can't be read: {error.strerror}.") from None
    return digest.hexdigest()


def _purpose(path: Path) -> str:
    opening = re.match(r"\s*\{#-?(.*?)-?#\}", path.read_text("utf-8", "replace"), re.DOTALL)
    said = " ".join(opening[1].split()) if opening else ""
    return said.partition(". ")[0].rstrip(".")
