"""Text from people, on the way in: what can only deceive is refused, the rest is kept whole."""

import unicodedata
from collections.abc import Mapping

from caseload.errors import InvalidError
from caseload.records._rows import Value

BIDIRECTIONAL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINES = frozenset("\n\t")
OF_SEVERAL_LINES = frozenset(
    {"note", "contact_notes", "history", "presenting_needs", "address", "description", "remark"}
    | {"text", "reason", "entered_in_error_why", "not_eligible_reason"}
    | {"vision", "strengths", "challenges", "barriers", "supports", "discharge_criteria"}
    | {"scope", "purpose", "what", "expires_when", "issue", "filed", "outcome"}
    | {"statement", "measure", "action", "responsible", "frequency", "duration"}
    | {"what_happened", "follow_up", "warning_signs", "coping", "distractions"}
    | {"people_who_help", "professionals", "safer_environment"}
)
LONGEST = 1_000_000


def quoted(text: str) -> str:
    """A value as a sentence names it: short, and without anything that could act on a terminal."""
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in text.strip())
    return f"'{shown[:40]}…'" if len(shown) > 40 else f"'{shown}'"


def refuse_control(values: Mapping[str, Value]) -> None:
    """Refuse text that could only be meant to deceive a screen; anything else is kept whole.

    Raises:
        InvalidError: A field holds control characters, escape sequences, direction overrides or
            lone surrogates, a line break where none belongs, or more than a million characters.
    """
    for name, value in values.items():
        if type(value) is not str or (value.isprintable() and len(value) <= LONGEST):
            continue
        if len(value) > LONGEST:
            raise InvalidError(f"{name} is longer than a million characters; shorten it.")
        allowed = LINES if name in OF_SEVERAL_LINES else frozenset()
        for letter in value:
            if letter in allowed:
                continue
            if letter in BIDIRECTIONAL or unicodedata.category(letter) in ("Cc", "Cs"):
                raise InvalidError(
                    f"{name} holds a control character (U+{ord(letter):04X}); remove it."
                )


def tidy(text: str | None) -> str | None:
    """Text without outer white space, with plain line ends; empty is None."""
    if text is None:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n").strip() or None
