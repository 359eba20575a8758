"""All audit actions that the program knows, read from its code.

An action is the first argument of `write` or `acting`. Where that is put together, `*` stands for
the part that varies; where it is an argument of the function around it, its callers are read.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import caseload

ROOT = Path(caseload.__file__).parent
GATES = ("write", "acting")
OPENED = ("caseload", "made", "self.caseload", "self._caseload")
"""What an open caseload is called."""


def actions() -> set[str]:
    """Each action, or its pattern; those of the invented caseload are the same ones."""
    found: set[str] = set()
    for path in sorted(ROOT.rglob("*.py")):
        if "invented" not in path.parts:
            found |= _actions_of(path)
    return found


def _actions_of(path: Path) -> set[str]:
    tree, found = ast.parse(path.read_text(encoding="utf-8")), set[str]()
    for function in _functions(tree):
        for call in _calls(function):
            gate = call.func
            if (
                isinstance(gate, ast.Attribute)
                and gate.attr in GATES
                and ast.unparse(gate.value) in OPENED
            ):
                said = _said(call.args[0])
                if not said and isinstance(call.args[0], ast.Name):
                    said = _from_callers(function, call.args[0].id, path)
                assert said, f"{path.name}:{call.lineno}: which action is that?"
                found |= said
    return found


def _from_callers(function: ast.FunctionDef, name: str, path: Path) -> set[str]:
    """What the callers of a function give for one of its arguments, and its default."""
    arguments = [one.arg for one in function.args.args]
    place, found = arguments.index(name), set[str]()
    from_end = place - len(arguments)
    if -from_end <= len(function.args.defaults):
        found |= _said(function.args.defaults[from_end])
    private = function.name.startswith("_")
    for each in [path] if private else sorted(ROOT.rglob("*.py")):
        if "invented" in each.parts:
            continue
        tree = ast.parse(each.read_text(encoding="utf-8"))
        for outer in _functions(tree):
            for call in _calls(outer):
                called = ast.unparse(call.func)
                if called not in (function.name, f"{path.stem}.{function.name}"):
                    continue
                if called == function.name and each != path:
                    continue
                given = [one.value for one in call.keywords if one.arg == name]
                given += call.args[place : place + 1]
                for value in given:
                    said = _said(value)
                    if not said and isinstance(value, ast.Name) and outer is not function:
                        said = _from_callers(outer, value.id, each)
                    found |= said
    return found


def _said(value: ast.expr) -> set[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return {value.value}
    if isinstance(value, ast.IfExp):
        return _said(value.body) | _said(value.orelse)
    if isinstance(value, ast.JoinedStr):
        parts = [str(one.value) if isinstance(one, ast.Constant) else "*" for one in value.values]
        return {"".join(parts)}
    return set()


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))


def _calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    return (one for one in ast.walk(function) if isinstance(one, ast.Call))
