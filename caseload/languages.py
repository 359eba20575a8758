"""Languages as people name them: es, Spanish and Español are one.

Pure. What was entered is kept as it was; two are compared by their keys. Names and codes come from
the library langcodes, which knows most languages' names in most languages.
"""

import unicodedata
from functools import lru_cache

_ALSO = {
    "asl": "ase",
    "castellano": "es",
    "cmn": "zh",
    "creole": "ht",
    "espanol": "es",
    "fil": "tl",
    "mandarin": "zh",
    "sign language": "ase",
}
"""What the library does not find, or finds beside what is meant in an American county."""
LONGEST = 100
"""Characters; no language has a longer name."""


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """What two ways to name a language have in common: its code, else the folded text.

    `Spanish`, `ESPAÑOL`, `es`, `spa`, `es-MX` and "Spanish interpreter" are "es"; what nobody
    knows is itself.
    """
    bare = _folded(text)
    if not bare:
        return ""
    if bare in _ALSO:
        return _ALSO[bare]
    code = _of_code(bare) or _of_name(text.strip())
    return _ALSO.get(code, code) if code else bare


def shown(text: str) -> str:
    """A language in English: "Spanish" for es; what nobody knows as it was typed."""
    return known(text) or text.strip()


def known(text: str) -> str | None:
    """A language in English, where the text names one."""
    found = key(text)
    if not found or (found == _folded(text) and not _of_code(found)):
        return None
    # 0.1 s with its names, which only those pay who ask for a language.
    from langcodes import Language

    return Language.get(found).display_name()


def _of_code(bare: str) -> str:
    """The language of a tag such as es, spa or es-mx."""
    if not (bare.isascii() and bare.replace("-", "").isalnum() and len(bare.split("-")[0]) <= 3):
        return ""
    from langcodes import Language, tag_is_valid

    if not tag_is_valid(bare):
        return ""
    return Language.get(bare).language or ""


def _of_name(text: str) -> str:
    # The library's list of names fails on half letters and on control characters.
    if len(text) > LONGEST or not text.isprintable():
        return ""
    from langcodes import find

    try:
        return find(text).language or ""
    except LookupError:
        return ""


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(one for one in bare if not unicodedata.combining(one)).split())
