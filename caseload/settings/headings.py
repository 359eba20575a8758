"""How others head the columns of their tables: data, an agency's own before ours."""

from typing import Any

from caseload.records import imports
from caseload.records._columns import meant
from caseload.settings import data_files
from caseload.tree import Tree, short

NAME = "headings"


def spellings() -> dict[str, tuple[str, ...]]:
    """How others head our fields, by our name; a name of several is a column that holds them.

    Raises:
        InvalidError: The file has mistakes; each is named by its line.
        NotFoundError: The folder that the settings name is not there.
    """
    path = data_files.named(own_folder=data_files.own())[NAME]
    return read(data_files.text_of(path), str(path))


def read(text: str, name: str) -> dict[str, tuple[str, ...]]:
    """The spellings that a file's text tells; `name` is the file's, for what is said of mistakes.

    Raises:
        InvalidError: The text has mistakes; each is named by its line.
    """
    tree = _Headings()
    root = tree.parsed(text)
    found = tree.spellings(root) if root is not None else {}
    tree.refuse_mistakes(name)
    return found


class _Headings(Tree):
    what = "the file of headings"

    def spellings(self, root: Any) -> dict[str, tuple[str, ...]]:
        """Each field's own list, in the order of the file."""
        columns = {one.name: one for kind in imports.KINDS.values() for one in kind.columns("mdy")}
        if root.id != "mapping":
            self.wrong(root, "each line is a field and how others head it: phone: tel; mobile")
            return {}
        found: dict[str, tuple[str, ...]] = {}
        for key, value in root.value:
            field = self.text(key) or ""
            if not meant(field, columns):
                self.wrong(key, f"{short(field)} is no field of a table")
            if field in found:
                self.wrong(key, f"{short(field)} is there twice")
            parts = (self.text(value) or "").split(";")
            found[field] = tuple(part for each in parts if (part := " ".join(each.split())))
        return found
