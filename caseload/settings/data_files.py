"""Files of data that the program ships and an agency replaces: instruments, weights, guidelines.

They are YAML, read with `tree.Tree`. A file is known by its name and its folder, such as
instruments/phq-9.yaml; the agency's own, in the folder of the setting `data`, goes before ours.
"""

from pathlib import Path

from caseload.errors import InvalidError, NotFoundError
from caseload.settings import config

ENDING = ".yaml"


def shipped() -> Path:
    """The folder of those that the program ships."""
    return Path(__file__).parent / "data"


def own(settings: config.Config | None = None) -> Path | None:
    """The agency's own folder, if the settings name one.

    Raises:
        NotFoundError: It is not there.
    """
    named = (settings or config.read()).data
    if named is None:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise NotFoundError(
            f"There is no folder {folder}, which the setting data names. Make it, or take the "
            "setting out: caseload config data --unset"
        )
    return folder


def named(folder: str = "", *, own_folder: Path | None = None) -> dict[str, Path]:
    """Each file of a folder by its bare name, in order; the agency's own before ours."""
    found: dict[str, Path] = {}
    for base in (shipped(), own_folder):
        if base is not None and (base / folder).is_dir():
            found |= {path.stem: path for path in sorted((base / folder).glob(f"*{ENDING}"))}
    return dict(sorted(found.items()))


def text_of(path: Path) -> str:
    """What a file says.

    Raises:
        NotFoundError, InvalidError: It is not there, can't be read, or is no UTF-8 text.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {path}. Check the name.") from None
    except UnicodeDecodeError:
        raise InvalidError(f"{path} is not UTF-8 text; save it as such.") from None
    except OSError as error:
        raise InvalidError(f"{path} can't be read: {error.strerror}.") from None
