"""One Jinja environment for Markdown and Word: what a template may do, and how far.

A template is code that an agency wrote or was sent. What always holds: it reads the declared fields
of our records and nothing else; it calls its own macros and no method of anything; it includes
templates of its folders alone; and it ends. Time is counted in steps and room in characters, so a
runaway is stopped at the same place on every machine.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MethodType, TracebackType
from typing import Any

from jinja2 import (
    BaseLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from caseload.documents import filters, writing
from caseload.documents.folders import Folders, text_of
from caseload.documents.writing import Written
from caseload.errors import InvalidError

MOST_STEPS = 250_000
"""Turns of loops and calls of macros in one document."""
MOST_CHARACTERS = 20_000_000
"""What one document may come to, text put together on the way included."""
LONGEST_RANGE = 10_000
LARGEST_BITS = 256
"""Numbers beyond this size are no arithmetic of a document."""

ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Macro,
    nodes.CallBlock, nodes.With, nodes.Block, nodes.Extends, nodes.Include, nodes.Import,
    nodes.FromImport, nodes.Assign, nodes.AssignBlock, nodes.Scope, nodes.ExprStmt,
    nodes.Name, nodes.Const, nodes.Tuple, nodes.List, nodes.Dict, nodes.Pair, nodes.Keyword,
    nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Call, nodes.Getitem, nodes.Getattr,
    nodes.Slice, nodes.Concat, nodes.Compare, nodes.Operand, nodes.BinExpr, nodes.UnaryExpr,
)  # fmt: skip
LOOP = frozenset({
    "index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem",
    "depth", "depth0", "cycle", "changed",
})  # fmt: skip
TESTS = ("defined", "undefined", "none", "odd", "even", "in", "eq", "ne", "lt", "le", "gt", "ge")
_JOINED = " ~ "
"""The filter that `~` becomes. No template can spell its name."""


class RunawayError(Exception):
    """A template went on for too long, or wrote too much."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Where templates run. One renders one document at a time."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(
        self, folders: Folders, escape: Callable[[str], str], *, whole_lines: bool = True
    ) -> None:
        """Take the folders that templates come from, and how people's text is escaped.

        With `whole_lines` a tag on a line of its own leaves no empty line behind.
        """
        super().__init__(
            loader=_Loader(folders),
            undefined=StrictUndefined,
            finalize=self._write,
            trim_blocks=whole_lines,
            lstrip_blocks=whole_lines,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self.concat = writing.put_together  # type: ignore[method-assign]
        self.folders = folders
        self._escape = escape
        self._steps = 0
        self._characters = 0
        self.filters = {**filters.FILTERS, _JOINED: self._joined, "join": self._join}
        self.tests = {name: self.tests[name] for name in TESTS}
        self.globals = {"range": _range}

    # --- what is read ---

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return _counted(self.parsed(source, name, filename))

    def parsed(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """A template's own syntax tree, without what we add to it.

        Raises:
            TemplateSyntaxError: It is none, or holds what no template may.
        """
        tree: nodes.Template = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            _refuse(node, name, filename)
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Declared fields of our records, a loop's own facts, and what an import brought in."""
        if isinstance(obj, LoopContext):
            return attr in LOOP
        if isinstance(obj, tuple):
            return is_field(obj, attr)
        return isinstance(value, Macro | Written)

    def is_safe_callable(self, obj: Any) -> bool:
        """Macros, blocks, loops and our own functions; never a method of a value."""
        if isinstance(obj, MethodType):
            owner = obj.__self__
            return owner is self or isinstance(owner, LoopContext)
        return obj is _range or isinstance(
            obj, Macro | BlockReference | LoopContext | TemplateReference
        )

    # --- how far it may go ---

    def begin(self) -> None:
        """Count from nothing, for the next document."""
        self._steps = self._characters = 0

    def step(self, characters: int) -> str:
        """Count one turn that writes so many characters of the template's own.

        Raises:
            RunawayError: That was one too many.
        """
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise RunawayError(f"it takes more than {MOST_STEPS:,} steps")
        self._grown(characters)
        return ""

    def _grown(self, characters: int) -> None:
        self._characters += characters
        if self._characters > MOST_CHARACTERS:
            raise RunawayError(f"it writes more than {MOST_CHARACTERS:,} characters")

    def _write(self, value: Any) -> str:
        """A value as it stands in the document."""
        if type(value) is Written:
            self._grown(len(value))
            return value
        if isinstance(value, Undefined):
            return str(value)
        if not _is_plain(value):
            raise TypeError("a whole record can't be printed; name one of its fields")
        text = self._escape(writing.plain(value))
        self._grown(len(text))
        return text

    def _joined(self, values: Iterable[Any]) -> str:
        return self._join(values, "")

    def _join(self, values: Iterable[Any], between: str = "", last: str | None = None) -> str:
        """The values as one text, with `between` between them, and `last` before the last one."""
        parts = [_text(each) for each in values]
        self._grown(sum(map(len, parts)) + len(parts) * len(between))
        if last is not None and len(parts) > 1:
            return between.join(parts[:-1]) + last + parts[-1]
        return between.join(parts)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic of numbers of a sensible size; texts and lists put together are counted."""
        texts = isinstance(left, str) and isinstance(right, str)
        if operator == "+" and (texts or (isinstance(left, list) and isinstance(right, list))):
            self._grown(len(left) + len(right))
        else:
            _refuse_huge(operator, left, right)
        return super().call_binop(context, operator, left, right)


class _Loader(BaseLoader):
    """Templates from the template folders, by their bare names."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders

    def get_source(self, environment: Any, template: str) -> tuple[str, str, None]:
        found = self._folders.file(template)
        if found is None:
            raise TemplateNotFound(template)
        return text_of(found), str(found), None


@cache
def public(kind: Any) -> frozenset[str]:
    """The names that a template may read of a record: its fields and its described properties."""
    if not isinstance(kind, type) or not hasattr(kind, "_fields"):
        return frozenset()
    if not kind.__module__.startswith("caseload."):
        return frozenset()
    described = {
        name
        for name, value in vars(kind).items()
        if isinstance(value, property) and not name.startswith("_")
    }
    return frozenset(kind._fields) | described


def is_field(record: object, name: str) -> bool:
    """Whether a template may read that of a record."""
    kind: Any = type(record)
    return name in public(kind)


# --- what a template may hold --------------------------------------------------------------------


def _refuse(node: nodes.Node, name: Any, filename: str | None) -> None:
    if not isinstance(node, ALLOWED):
        word = re.sub(r"(?<!^)([A-Z])", r" \1", type(node).__name__).lower()
        raise TemplateSyntaxError(
            f"{word} can't be used in a template", _line(node), name, filename
        )
    if isinstance(node, nodes.Include | nodes.Extends | nodes.Import | nodes.FromImport):
        other = node.template
        if not isinstance(other, nodes.Const) or not isinstance(other.value, str):
            raise TemplateSyntaxError(
                "name the other template in quotes", _line(node), name, filename
            )


def _line(node: nodes.Node) -> int:
    return getattr(node, "lineno", None) or 1


def _counted(tree: nodes.Template) -> nodes.Template:
    """The same template, with a step in each loop and macro, and `~` by a filter that counts."""
    for turn in tree.find_all(nodes.Node):
        if isinstance(turn, nodes.For | nodes.Macro | nodes.CallBlock | nodes.Block):
            written = sum(len(one.data) for one in _own_text(turn.body))
            turn.body.insert(0, _step(written, _line(turn)))
    for node in list(tree.find_all(nodes.Node)):
        for field, value in node.iter_fields():
            if isinstance(value, nodes.Concat):
                setattr(node, field, _by_filter(value))
            elif isinstance(value, list):
                value[:] = [_by_filter(v) if isinstance(v, nodes.Concat) else v for v in value]
    assert tree.environment is not None
    tree.set_environment(tree.environment)
    return tree


def _own_text(body: Iterable[nodes.Node]) -> Iterable[nodes.TemplateData]:
    """The text that one turn writes; what a loop within writes is counted there."""
    for node in body:
        if isinstance(node, nodes.TemplateData):
            yield node
        elif not isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock | nodes.Block):
            yield from _own_text(node.iter_child_nodes())


def _step(characters: int, line: int) -> nodes.Node:
    call = nodes.Call(nodes.EnvironmentAttribute("step"), [nodes.Const(characters)], [], None, None)
    return nodes.ExprStmt(call).set_lineno(line, override=True)


def _by_filter(node: nodes.Concat) -> nodes.Filter:
    made = nodes.Filter(nodes.List(list(node.nodes)), _JOINED, [], [], None, None)
    made.set_lineno(_line(node), override=True)
    return made


# --- values --------------------------------------------------------------------------------------


def _is_plain(value: Any) -> bool:
    if isinstance(value, tuple | list):
        return not hasattr(value, "_fields") and all(
            not isinstance(each, tuple | list | dict) for each in value
        )
    return not isinstance(value, dict | Macro | LoopContext | TemplateReference)


def _text(value: Any) -> str:
    if isinstance(value, Undefined):
        return str(value)
    if not _is_plain(value):
        raise TypeError("a whole record can't be printed; name one of its fields")
    return writing.plain(value)


def _range(*bounds: int) -> range:
    made = range(*bounds)
    if len(made) > LONGEST_RANGE:
        raise RunawayError(f"a range of more than {LONGEST_RANGE:,} numbers")
    return made


def _refuse_huge(operator: str, left: Any, right: Any) -> None:
    for each in (left, right):
        if isinstance(each, Undefined):
            str(each)
        if type(each) not in (int, float, bool):
            raise TypeError(f"{operator} is for numbers")
    if type(left) is int and type(right) is int:
        bits = left.bit_length() * (max(right, 1) if operator == "**" else 1) + right.bit_length()
        if operator in ("*", "**", "+", "-") and bits > LARGEST_BITS:
            raise RunawayError("a number too large")


# --- running -------------------------------------------------------------------------------------


def run(sandbox: Sandbox, name: str, values: Mapping[str, Any]) -> str:
    """Render one template of the folders.

    Raises:
        InvalidError: It has a mistake, or goes on for too long; its file and line are named.
    """
    with mistakes(sandbox.folders, name):
        sandbox.begin()
        return sandbox.get_template(name).render(values)


class mistakes:  # noqa: N801 - reads as what it is: with mistakes(…)
    """A template's mistakes, told by file and line."""

    def __init__(self, folders: Folders, name: str) -> None:
        self._folders = folders
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or isinstance(error, InvalidError | KeyboardInterrupt | SystemExit):
            return
        where = self._where(error, trace)
        if isinstance(error, RunawayError | RecursionError | MemoryError):
            why = (
                str(error) if isinstance(error, RunawayError) else "it calls itself without an end"
            )
            raise InvalidError(f"{where}: stopped, since {why}.") from None
        if isinstance(error, TemplateNotFound):
            raise InvalidError(
                f"{where}: there is no template {error.name!r}. Try: caseload template list"
            ) from None
        if isinstance(error, TemplateError | TypeError | ValueError | ArithmeticError | LookupError
                      | AttributeError):  # fmt: skip
            why = (getattr(error, "message", None) or str(error)).rstrip(".")
            raise InvalidError(f"{where}: {why}. Try: caseload template check") from None

    def _where(self, error: BaseException, trace: TracebackType | None) -> str:
        if isinstance(error, TemplateSyntaxError):
            # Jinja calls so what it only looks into.
            named = error.filename if error.filename != "<introspection>" else None
            return f"{Path(named or self._name).name}:{error.lineno}"
        where = self._name
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if self._folders.holds(file):
                where = f"{Path(file).name}:{trace.tb_lineno}"
            trace = trace.tb_next
        return where
