"""What plans and safety plans share as commands: versions, edited as text and signed."""

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated, Protocol, TypeVar

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.errors import NotFoundError, UsageError
from caseload.model import SignerRole
from caseload.model.planning import Signature, SignatureMethod
from caseload.rules.plan_rules import Difference

Version = Annotated[int | None, typer.Option("--version", min=1, help="Which version.")]
Draft = Annotated[bool, typer.Option("--draft", help="The draft, not the one in force.")]
AsText = Annotated[bool, typer.Option("--text", help="As text, for edit to read.")]
TextFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]", readable=False, help="The text; - reads it from standard input."
    ),
]
Role = Annotated[
    SignerRole, typer.Option("--as", "--role", help="In which role.", show_default=False)
]
Signer = Annotated[
    str | None, typer.Option("--signer", help="Who; else the client, or the one who acts.")
]
Method = Annotated[
    SignatureMethod | None, typer.Option("--method", help="How.", show_default=False)
]
Refused = Annotated[
    str | None, typer.Option("--refused", metavar="REASON", help="They would not; why.")
]
SignedOn = Annotated[
    str | None, typer.Option("--on", "--signed-on", metavar="DATE", help="The day; today.")
]
Old = Annotated[
    int | None, typer.Argument(metavar="[OLD]", help="A version; the one before the newest.")
]
New = Annotated[int | None, typer.Argument(metavar="[NEW]", help="The newest.")]


class Versioned(Protocol):
    """A version of something."""

    @property
    def version(self) -> int:
        """Its number, from 1."""


Each = TypeVar("Each", bound=Versioned)


def method_of(method: SignatureMethod | None, refused: str | None) -> SignatureMethod | None:
    """How somebody signed, or that they refused to.

    Raises:
        UsageError: Both are said.
    """
    if refused is None:
        return method
    if method not in (None, SignatureMethod.REFUSED):
        raise UsageError(f"--refused says they would not sign, --method {method} that they did.")
    return SignatureMethod.REFUSED


def tell_signed(version: int, signatures: Iterable[Signature], waits: Sequence[SignerRole]) -> None:
    """Say who signed last, and who has still to sign."""
    from caseload.show.plan import signature_in_words, words

    last = max(signatures, key=lambda one: (len(one.signature_id), one.signature_id))
    door.tell(door.closed(f"Version {version}: {signature_in_words(last)}"))
    if waits:
        door.tell(f"Still to sign: {', '.join(map(words, waits))}.")


def two_of(
    client_id: str,
    old: int | None,
    new: int | None,
    newest: Callable[[], Each],
    get: Callable[[int], Each],
) -> tuple[Each, Each]:
    """The two versions to compare: those asked for, else the newest and the one before.

    Raises:
        NotFoundError: There is no such version, or none before the first.
    """
    after = get(new) if new is not None else newest()
    if old is None and after.version == 1:
        raise NotFoundError(f"Version 1 of {client_id} is the first; none is older.")
    return get(old if old is not None else after.version - 1), after


def show_differing(
    differing: Sequence[Difference], before: int, after: int, *, as_json: bool
) -> None:
    """Show what differs between two versions."""
    if as_json:
        show.one_json([one._asdict() for one in differing], sys.stdout)
        return
    from caseload.show.plan import differences

    differences(list(differing), (f"version {before}", f"version {after}"), sys.stdout)
