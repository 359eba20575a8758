"""A page of a terminal: lines, wrapped text, and what is said under a name."""

from typing import TextIO

from caseload.show import in_color, is_narrow, safe_line, screen_width, style
from caseload.show.widths import wrapped


class Page:
    """A terminal of some width, written to line by line."""

    def __init__(self, out: TextIO) -> None:
        self.out, self.width, self.color = out, screen_width(out), in_color(out)

    def line(self, text: str = "") -> None:
        """One line, as it is."""
        self.out.write(text.rstrip() + "\n")

    def style(self, code: str, text: str) -> str:
        """Text in the colours of an SGR code, where the terminal has colours."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text

    def text(self, text: str, indent: int = 0, first: str = "", code: str = "") -> None:
        """Text wrapped at an indent; `first` stands before its first line, within the indent."""
        if style.now().plain:
            first, indent = f"{first.strip()} ".lstrip(), 0
        room = max(16, self.width - indent)
        lines = [part for line in text.split("\n") for part in wrapped(safe_line(line), room)]
        for index, part in enumerate(lines or [""]):
            start = first.ljust(indent) if not index else " " * indent
            self.line(start + (self.style(code, part) if code else part))

    def fact(self, name: str, value: str | None, indent: int = 0) -> None:
        """A name and what is said under it; nothing when there is nothing."""
        if not value:
            return
        if is_narrow(self.width):
            self.text(f"{name}: {value}", indent)
        else:
            self.text(value, indent + 14, " " * indent + name)

    def step(self, name: str, day: str, text: str) -> None:
        """One line of an explanation: what it is, its day, and what is to be said of it."""
        if is_narrow(self.width):
            self.text(f"{name}{': ' if name else ''}{f'{day}, ' if day else ''}{text}", 2)
            return
        self.text(text, 33, f"  {name:<16}  {day:<11}")
