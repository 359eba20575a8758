"""How far long work has come: a bar on a terminal, or lines where people read plainly."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from caseload.show import safe_line, style

PATIENCE_SECONDS = 1
"""What takes longer shows how far it has come."""
BETWEEN_SECONDS = 10
"""Plainly, it is said so often."""
Watch = Callable[[float], None]
"""Is told what part of the work is done, 0 to 1."""


@contextmanager
def bar(name: str) -> Iterator[Watch]:
    """A bar on a terminal once it takes longer than a second, and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    if style.now().plain:
        yield _said(name)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    began = monotonic()
    columns = TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn()
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(name, total=1.0)

    def watch(done: float) -> None:
        if not bar.live.is_started and monotonic() - began > PATIENCE_SECONDS:
            bar.start()
        bar.update(task, completed=done)

    try:
        yield watch
    finally:
        bar.stop()


def _said(name: str) -> Watch:
    """How far it has come, in a line now and then: "Export: 40 % done"."""
    next_at = monotonic() + PATIENCE_SECONDS

    def watch(done: float) -> None:
        nonlocal next_at
        if monotonic() > next_at:
            print(f"{safe_line(name)}: {round(done * 100)} % done", file=sys.stderr)
            next_at = monotonic() + BETWEEN_SECONDS

    return watch
