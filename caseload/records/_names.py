"""How a person's name is matched, as `folding` compares it.

An exact id wins, then an exact name, then a unique beginning. More than one is never guessed.
"""

from caseload.folding import bare, fold

__all__ = ["FITS", "any_part", "bare_part", "beginning", "fold", "ways_to_say"]

FITS = r"""(n.folded like {part} escape '\'
    or (instr(n.folded, '''') or instr(n.folded, '-') or {part} <> {spare})
        and replace(replace(n.folded, '''', ''), '-', ' ') like {spare} escape '\')"""
"""Of a name n in a query: whether it fits a pattern of `any_part`, or that of `bare_part` without
apostrophes and hyphens of its own. For lists alone; nothing is written on it."""


def ways_to_say(first_name: str, last_name: str, preferred_name: str | None) -> set[str]:
    """The folded names a client goes by, family name first and last."""
    ways = {fold(f"{last_name} {first_name}"), fold(f"{first_name} {last_name}")}
    if preferred_name:
        ways |= {fold(f"{last_name} {preferred_name}"), fold(f"{preferred_name} {last_name}")}
    return ways


def beginning(folded: str) -> tuple[str, str]:
    """The range of folded names that begin so, for a search by index: from (with), to (without)."""
    return folded, folded + chr(0x10FFFF)


def any_part(text: str) -> str:
    """A pattern for SQL's `like … escape '\\'` of what holds this text, folded; all when empty."""
    return _pattern(fold(text))


def bare_part(text: str) -> str:
    """As `any_part`, without apostrophes and hyphens."""
    folded = fold(text)
    return _pattern(bare(folded).strip() or folded)


def _pattern(folded: str) -> str:
    escaped = folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
