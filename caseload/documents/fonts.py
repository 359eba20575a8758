"""The fonts of PDF pages, and what is shown for a letter that none of them has.

Noto Sans and its sisters come as Python packages, so that a page has the same letters and the same
bytes on every machine; the machine's own fonts are never asked. A letter that no font has does
not vanish: its Unicode name stands there in brackets, such as [grinning face].
"""

import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FAMILIES = ("Noto Sans", "IBM Plex Sans Arabic", "Noto Sans CJK SC", "Noto Emoji")
"""Noto Sans Arabic takes letters apart into strokes and dots, and what is copied from a page is
wrong then; Plex comes before it."""
_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk", "fontpkg_ibm_plex_sans_arabic.files")
_SURE = re.compile(r"[ -~\u00a0-\u017f\u0370-\u0373\u0386-\u03ce\u0400-\u045f\u1ea0-\u1ef9"
                   r"\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac\n]*")  # fmt: skip
"""What Noto Sans surely has, so that no font need be opened for most texts."""
_TYPST_HAS = frozenset("☐☒✗✘▸")
"""What DejaVu Sans Mono has, which is part of Typst, and Noto Sans Symbols lacks."""
_UNSEEN = ("Cf", "Mn", "Me", "Zs")


@cache
def folders() -> tuple[Path, ...]:
    """Where the fonts are."""
    found = []
    for package in _PACKAGES:
        spec = find_spec(package)
        if spec is not None and spec.submodule_search_locations:
            found.append(Path(next(iter(spec.submodule_search_locations))))
    return tuple(found)


def readable(text: str) -> str:
    """The text, with a name in brackets for each letter that no font has."""
    if _SURE.fullmatch(text):
        return text
    return "".join(map(_shown, unicodedata.normalize("NFC", text)))


@cache
def _shown(letter: str) -> str:
    if _SURE.fullmatch(letter) or letter in _TYPST_HAS:
        return letter
    if any(ord(letter) in letters(folder) for folder in folders()):
        return letter
    if unicodedata.category(letter) in _UNSEEN:
        return ""
    name = unicodedata.name(letter, "").lower()
    return f"[{name}]" if name else f"[U+{ord(letter):04X}]"


@cache
def letters(folder: Path) -> frozenset[int]:
    """The code points that the fonts of a folder have between them."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for path in sorted(folder.glob("*.tt[fc]")):
        # The faces of a collection differ by country, not by which letters they have.
        with TTFont(path, fontNumber=0, lazy=True) as font:
            found.update(font.getBestCmap() or ())
    return frozenset(found)
