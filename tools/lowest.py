"""Print the lowest version of each dependency that pyproject.toml allows, as constraints for pip.

    python tools/lowest.py > lowest.txt
    pip install -c lowest.txt '.[test]'

A bound that is no version of its package, or that others of the set don't allow, fails there.
"""

import re
import sys
import tomllib
from pathlib import Path

BOUND = re.compile(r"([A-Za-z0-9._-]+)\s*(?:>=|==)\s*([0-9][^,;\s]*)(?:,\s*<[^;\s]+)?")
EXTRAS = ("test",)
"""The extras whose bounds are tested along with those of the program."""


def lowest(pyproject: str) -> list[str]:
    """`name==version` of each dependency, in order of the names.

    Args:
        pyproject: The text of pyproject.toml.

    Raises:
        ValueError: A dependency has no lowest version, or two.
    """
    project = tomllib.loads(pyproject)["project"]
    asked = [*project["dependencies"]]
    for extra in EXTRAS:
        asked += project["optional-dependencies"][extra]
    found: dict[str, str] = {}
    for one in asked:
        bound = BOUND.fullmatch(one.strip())
        if bound is None:
            raise ValueError(f"{one} has no lowest version")
        name, version = bound[1].lower(), bound[2]
        if found.setdefault(name, version) != version:
            raise ValueError(f"{name} has two lowest versions: {found[name]} and {version}")
    return [f"{name}=={found[name]}" for name in sorted(found)]


if __name__ == "__main__":
    where = Path(__file__).parent.parent / "pyproject.toml"
    sys.stdout.write("\n".join(lowest(where.read_text(encoding="utf-8"))) + "\n")
