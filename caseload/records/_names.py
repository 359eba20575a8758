"""How a person's name is matched: without regard to case, accents, commas or kinds of apostrophe.

An exact id wins, then an exact name, then a unique beginning. More than one is never guessed.
"""

import unicodedata

# Letters that have no decomposition into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ħ": "h", "æ": "ae"}
    | {"ı": "i"}  # noqa: RUF001
    | {"Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "ð": "d"}
    | {"’": "'", "‘": "'", "ʼ": "'", "`": "'", ",": " "}  # noqa: RUF001
)


def fold(text: str) -> str:
    """Text as names are compared: "Nuñez,  José" and "nunez jose" are the same."""
    if text.isascii():
        return " ".join(text.replace(",", " ").replace("`", "'").casefold().split())
    bare = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(kept.casefold().split())


def ways_to_say(first_name: str, last_name: str, preferred_name: str | None) -> set[str]:
    """The folded names a client goes by, family name first and last."""
    ways = {fold(f"{last_name} {first_name}"), fold(f"{first_name} {last_name}")}
    if preferred_name:
        ways |= {fold(f"{last_name} {preferred_name}"), fold(f"{preferred_name} {last_name}")}
    return ways


def beginning(folded: str) -> tuple[str, str]:
    """The range of folded names that begin so, for a search by index: from (with), to (without)."""
    return folded, folded + chr(0x10FFFF)
