"""What a document says around its text: whose it is, about whom, of which day, and its mark."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from caseload.documents.filters import day
from caseload.errors import InvalidError


class Words(NamedTuple):
    """What a page says of itself, in the language of its template."""

    draft: str
    version: str
    page: str
    """Before the number of the page."""
    of: str
    """Before the number of pages."""


ENGLISH = Words("Draft \N{EN DASH} not signed", "version", "page", "of")
IN_OTHER_LANGUAGES = {"es": Words("Borrador \N{EN DASH} sin firmar", "versión", "página", "de")}
DRAFT = ENGLISH.draft
PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
            ".svg": "image/svg+xml"}  # fmt: skip
LARGEST_LOGO = 1_000_000
"""Bytes."""


class Page(NamedTuple):
    """The facts of a document's head and foot."""

    title: str
    agency: str | None
    reach: str
    """The agency's address and phone, on one line."""
    notice: str | None
    logo: Path | None
    day: date
    about: str | None
    """The client's id; None for a whole caseload."""
    version: int | None = None
    draft: bool = False
    language: str = "en"
    paper: str = "letter"

    @property
    def words(self) -> Words:
        """In its language, English where we have no other."""
        return IN_OTHER_LANGUAGES.get(self.language, ENGLISH)

    @property
    def mark(self) -> str:
        """What tells this document from another: its day, its version, whom it is about."""
        parts = [
            self.title,
            self.about,
            f"{self.words.version} {self.version}" if self.version else None,
        ]
        return " · ".join(part for part in [*parts, day(self.day, self.language)] if part)


def logo(path: Path) -> tuple[bytes, str]:
    """A picture and its media type.

    Raises:
        InvalidError: It can't be read, is too large, or is no picture that we can show.
    """
    kind = PICTURES.get(path.suffix.lower())
    if kind is None:
        raise InvalidError(f"The logo {path} is none of {', '.join(PICTURES)}.")
    try:
        picture = path.read_bytes()
    except OSError as error:
        raise InvalidError(
            f"The logo {path} can't be read: {error.strerror}. Set it with: caseload config "
            "agency.logo FILE"
        ) from None
    if len(picture) > LARGEST_LOGO:
        raise InvalidError(f"The logo {path} is larger than a megabyte; make it smaller.")
    return picture, kind
