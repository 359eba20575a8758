"""How each shell says what was typed, and how it takes the answer, as Typer's scripts have them.

Names are people's, and bash and zsh read an answer as code: what is no printable letter, or can't
be written in the encoding of the pipe, is left out, and the rest is quoted so that it stays text.
"""

import shlex
import sys
from collections.abc import Mapping

from caseload.completion import choices
from caseload.completion.words import Choice

MARK = "\0"
"""Stands at the cursor, so that an empty word is one, too."""
QUOTES = ("'", '"')
PLAIN = frozenset("_.,:/@%+=-")
"""What bash takes for itself in the middle of a word, besides letters and figures."""


def answered(shell: str, given: Mapping[str, str]) -> tuple[str, int]:
    """What to print for a shell, and the exit code: 0, but for fish, which asks by it.

    Args:
        shell: bash, zsh, fish, powershell or pwsh.
        given: The environment, in which the line stands.
    """
    if shell == "bash":
        return _bash(given), 0
    line = given.get("_TYPER_COMPLETE_ARGS", "")
    if shell == "zsh":
        return _zsh(*_typed(line)), 0
    if shell == "fish":
        return _fish(*_typed(line), given.get("_TYPER_COMPLETE_FISH_ACTION", ""))
    if shell in ("powershell", "pwsh"):
        begun = given.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
        return _powershell(*_typed(line if begun else f"{line} ")), 0
    return "", 0


def _typed(line: str) -> tuple[list[str], str]:
    """The whole words after the program's name, and the word that is not ended yet."""
    *whole, last = _words(f"{line}{MARK}")
    return whole[1:], last.removesuffix(MARK)


def _words(line: str) -> list[str]:
    """The words of a line as a shell takes them, where a quote may still be open."""
    for ending in ("", *QUOTES):
        lexer = shlex.shlex(line + ending, posix=True)
        lexer.whitespace_split = True
        lexer.commenters = ""
        try:
            return list(lexer)
        except ValueError:
            continue
    return []


def _clean(found: list[Choice]) -> list[Choice]:
    """Choices that can be typed, each once, with what can be shown beside them."""
    clean: dict[str, str] = {}
    for text, said in found:
        if _can_be_said(text):
            shown = "".join(letter if _can_be_said(letter) else " " for letter in said)
            clean.setdefault(text, " ".join(shown.split()))
    return list(clean.items())


def _can_be_said(text: str) -> bool:
    """Whether it is printable, and has its letters in the encoding in which the shell is told."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.isprintable() and text.encode(encoding, "ignore").decode(encoding) == text


def _bash(given: Mapping[str, str]) -> str:
    raw = given["COMP_WORDS"].split("\n")[: int(given["COMP_CWORD"]) + 1]
    # bash breaks --format=js at the sign, and replaces what stands after it.
    if raw[-1] == "=":
        raw[-1] = ""
    elif raw[-2:-1] == ["="]:
        del raw[-2]
    before, begun = _typed(" ".join(raw))
    _, found = choices(before, begun, beside=False, replaces=True)
    quoted = (_for_bash(text, raw[-1][:1]) for text, _ in _clean(found))
    return "\n".join(text for text in quoted if text)


def _for_bash(text: str, opened: str) -> str:
    """A word as it stands on bash's line, in the quotes that were opened; '' where it can't."""
    if opened in QUOTES:
        return "" if opened in text or (opened == '"' and set(text) & set("$`\\!")) else text
    return "".join(one if one.isalnum() or one in PLAIN else f"\\{one}" for one in text)


def _zsh(before: list[str], begun: str) -> str:
    files, found = choices(before, begun, beside=True, replaces=True)
    if files:
        return "_files"
    clean = _clean(found)
    if not clean:
        return ""
    texts = " ".join(shlex.quote(text) for text, _ in clean)
    shown = " ".join(shlex.quote(f"{text} -- {said}" if said else text) for text, said in clean)
    # What does not begin as typed has no beginning in common with it: the first is chosen at once.
    alike = all(text.startswith(begun) for text, _ in clean)
    menu = "" if alike or len(clean) == 1 else "compstate[insert]=menu; "
    return (
        f"{menu}local -a texts shown; texts=({texts}); shown=({shown}); "
        "compadd -U -l -V caseload -d shown -a texts"
    )


def _fish(before: list[str], begun: str, action: str) -> tuple[str, int]:
    files, found = choices(before, begun, beside=True, replaces=False)
    if action == "is-args":
        return "", int(files)
    return "\n".join(f"{text}\t{said}" for text, said in _clean(found)), 0


def _powershell(before: list[str], begun: str) -> str:
    _, found = choices(before, begun, beside=True, replaces=True)
    lines = []
    for text, said in _clean(found):
        plain = all(one.isalnum() or one in "_.:/-" for one in text)
        word = text if plain else "'" + text.replace("'", "''") + "'"
        lines.append(f"{word}:::{said or ' '}")
    return "\n".join(lines)
