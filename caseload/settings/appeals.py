"""The usual appeals as the program ships them, or as the agency has them in its own data folder."""

from caseload.errors import InvalidError, NotFoundError
from caseload.rules.appealing import AppealKind, read
from caseload.settings import data_files

NAME = "appeals"


def kinds() -> dict[str, AppealKind]:
    """All of them by name, in the order of their file.

    Raises:
        InvalidError: The agency's own file has mistakes; the first is named with its line.
    """
    path = data_files.named(own_folder=data_files.own())[NAME]
    found, mistakes = read(data_files.text_of(path))
    if mistakes:
        raise InvalidError(f"{path}, {mistakes[0]}. Mend it, or take the file away.")
    return found


def kind(name: str) -> AppealKind:
    """The one of that name, however it is spelled.

    Raises:
        NotFoundError: There is none.
    """
    known = kinds()
    key = "_".join(name.casefold().replace("-", " ").replace("_", " ").split())
    if key not in known:
        raise NotFoundError(
            f"There is no kind of appeal {key[:40]!r}. There are: {', '.join(known)}."
        )
    return known[key]
