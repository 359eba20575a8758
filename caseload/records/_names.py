"""How a person's name is matched, as `folding` compares it.

An exact id wins, then an exact name, then a unique beginning. More than one is never guessed.
"""

from caseload.folding import fold

__all__ = ["beginning", "fold", "ways_to_say"]


def ways_to_say(first_name: str, last_name: str, preferred_name: str | None) -> set[str]:
    """The folded names a client goes by, family name first and last."""
    ways = {fold(f"{last_name} {first_name}"), fold(f"{first_name} {last_name}")}
    if preferred_name:
        ways |= {fold(f"{last_name} {preferred_name}"), fold(f"{preferred_name} {last_name}")}
    return ways


def beginning(folded: str) -> tuple[str, str]:
    """The range of folded names that begin so, for a search by index: from (with), to (without)."""
    return folded, folded + chr(0x10FFFF)
