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


def bare(folded: str) -> str:
    """A folded name without what is left out in haste: "o'brien-ruiz" is "obrien ruiz"."""
    return folded.replace("'", "").replace("-", " ")


_COUNTIES = (" county", " parish", " borough", " co")


def county(text: str) -> str:
    """A county as it is compared: "Doña Ana County", "dona ana" and "Dona Ana Co." are the same."""
    bare = fold(text).removesuffix(".")
    for ending in _COUNTIES:
        bare = bare.removesuffix(ending)
    return bare


def county_named(text: str) -> str:
    """A county as a line names it: "Hill County", and no second "County" where one was typed."""
    return text if county(text) != fold(text) else f"{text} County"
