"""How names are compared: without regard to case, accents, commas or kinds of apostrophe."""

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


def county(text: str) -> str:
    """A county as it is compared: "Doña Ana County" and "dona ana" are the same."""
    return fold(text).removesuffix(" county")
