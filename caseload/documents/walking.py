"""A walk over a template's syntax tree with the kinds of the fields, which finds what can't be."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TypeAlias

from jinja2 import nodes

from caseload.documents import environment, filters, kinds
from caseload.documents.environment import LOOP, TESTS, Sandbox
from caseload.documents.folders import text_of
from caseload.documents.kinds import DAY, FLAG, LIST, NUMBER, TEXT, UNKNOWN, Kind

_LOOP = Kind(type("loop", (), {}))
_OF_LISTS = ("length", "first", "last", "sort", "where", "join")
_NEEDED = ("round", *_OF_LISTS)
"""Filters that can't be given nothing."""
_RESULTS = {
    "day": TEXT, "long_day": TEXT, "words": TEXT, "upper": TEXT, "lower": TEXT, "capital": TEXT,
    "percent": TEXT, "number": TEXT,
    "join": TEXT, "paragraphs": TEXT, "round": NUMBER, "length": NUMBER,
}  # fmt: skip

Scope: TypeAlias = dict[str, Kind]
Filled: TypeAlias = frozenset[str]
"""The paths, such as episode.case_manager, that surely have a value."""


def walk(sandbox: Sandbox, tree: nodes.Template, *, partial: bool = False) -> list[tuple[int, str]]:
    """The mistakes of a template, each with its line; a partial may name what it is given."""
    walked = _Walk(sandbox, partial=partial)
    walked.statements(tree.body, dict(kinds.TOP), frozenset())
    return sorted(walked.found)


class _Walk:
    """One walk over a template. A scope says what names are; `filled` which are surely there."""

    def __init__(self, sandbox: Sandbox, *, partial: bool) -> None:
        self._sandbox = sandbox
        self._partial = partial
        self.found: set[tuple[int, str]] = set()

    def _tell(self, node: nodes.Node, what: str) -> Kind:
        self.found.add((getattr(node, "lineno", None) or 1, what))
        return UNKNOWN

    # --- statements ---

    def statements(self, body: Iterable[nodes.Node], scope: Scope, filled: Filled) -> None:
        """Walk statements; what they set stays in the scope."""
        for node in body:
            self._statement(node, scope, filled)

    def _statement(self, node: nodes.Node, scope: Scope, filled: Filled) -> None:
        match node:
            case nodes.Output():
                for one in node.nodes:
                    self._printed(one, self.kind(one, scope, filled))
            case nodes.If():
                self._if(node, scope, filled)
            case nodes.For():
                self._for(node, scope, filled)
            case nodes.Macro() | nodes.CallBlock():
                self._macro(node, scope, filled)
            case nodes.Assign():
                self._bind(node.target, self.kind(node.node, scope, filled), scope)
            case nodes.AssignBlock():
                self.statements(node.body, dict(scope), filled)
                self._bind(node.target, TEXT, scope)
            case nodes.With():
                inner = dict(scope)
                for target, value in zip(node.targets, node.values, strict=True):
                    self._bind(target, self.kind(value, scope, filled), inner)
                self.statements(node.body, inner, filled)
            case nodes.Import() | nodes.FromImport() | nodes.Include() | nodes.Extends():
                self._other(node, scope)
            case nodes.Block() | nodes.Scope():
                self.statements(node.body, dict(scope), filled)
            case nodes.ExprStmt():
                self.kind(node.node, scope, filled)

    def _printed(self, node: nodes.Node, kind: Kind) -> None:
        inner = kind.item if kind.item is not None else kind
        if inner.is_record and inner.base is not None:
            self._tell(node, f"a whole {inner.base.__name__} can't be printed; name a field of it")

    def _if(self, node: nodes.If, scope: Scope, filled: Filled) -> None:
        self.kind(node.test, scope, filled)
        self.statements(node.body, scope, filled | _sure(node.test, True))
        filled |= _sure(node.test, False)
        for one in node.elif_:
            self.kind(one.test, scope, filled)
            self.statements(one.body, scope, filled | _sure(one.test, True))
            filled |= _sure(one.test, False)
        self.statements(node.else_, scope, filled)

    def _for(self, node: nodes.For, scope: Scope, filled: Filled) -> None:
        many = self._there(node.iter, self.kind(node.iter, scope, filled), filled)
        if many.base not in (None, tuple):
            self._tell(node, f"{_shown(node.iter)} is no list to go through")
        inner = {**scope, "loop": _LOOP}
        self._bind(node.target, many.item or UNKNOWN, inner)
        names = {one.name for one in node.target.find_all(nodes.Name)}
        if isinstance(node.target, nodes.Name):
            names.add(node.target.name)
        filled = frozenset(one for one in filled if one.partition(".")[0] not in names)
        if node.test is not None:
            self.kind(node.test, inner, filled)
            filled |= _sure(node.test, True)
        self.statements(node.body, inner, filled)
        self.statements(node.else_, dict(scope), filled)

    def _macro(self, node: nodes.Macro | nodes.CallBlock, scope: Scope, filled: Filled) -> None:
        if isinstance(node, nodes.CallBlock):
            self.kind(node.call, scope, filled)
        else:
            scope[node.name] = UNKNOWN
        given = {one.name: UNKNOWN for one in node.args}
        more = dict.fromkeys(("caller", "varargs", "kwargs"), UNKNOWN)
        self.statements(node.body, {**scope, **more, **given}, frozenset())

    def _other(
        self,
        node: nodes.Import | nodes.FromImport | nodes.Include | nodes.Extends,
        scope: Scope,
    ) -> None:
        assert isinstance(node.template, nodes.Const)
        name = str(node.template.value)
        file = self._sandbox.folders.file(name)
        if file is None:
            self._tell(node, f"there is no template {name!r}")
            return
        if isinstance(node, nodes.Import):
            scope[node.target] = UNKNOWN
        if isinstance(node, nodes.FromImport):
            with environment.mistakes(self._sandbox.folders, name):
                tree = self._sandbox.parsed(text_of(file), name, str(file))
            there = {one.name for one in tree.find_all(nodes.Macro)}
            for one in node.names:
                wanted, called = one if isinstance(one, tuple) else (one, one)
                scope[called] = UNKNOWN
                if wanted not in there:
                    self._tell(node, f"{name} has no macro {wanted!r}{_instead(wanted, there)}")

    def _bind(self, target: nodes.Node, kind: Kind, scope: Scope) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = kind
        else:
            scope.update({one.name: UNKNOWN for one in target.find_all(nodes.Name)})

    # --- expressions ---

    def kind(self, node: nodes.Node, scope: Scope, filled: Filled) -> Kind:
        """What an expression is; its mistakes are told."""
        match node:
            case nodes.Name():
                return self._name(node, scope, filled)
            case nodes.Getattr():
                return self._field(node, node.node, node.attr, scope, filled)
            case nodes.Getitem():
                return self._item(node, scope, filled)
            case nodes.Filter():
                return self._filter(node, scope, filled)
            case nodes.Test():
                return self._test(node, scope, filled)
            case nodes.Call():
                return self._call(node, scope, filled)
            case nodes.CondExpr():
                self.kind(node.test, scope, filled)
                made = self.kind(node.expr1, scope, filled | _sure(node.test, True))
                other = nodes.Const("") if node.expr2 is None else node.expr2
                after = self.kind(other, scope, filled | _sure(node.test, False))
                return made if made == after else UNKNOWN
            case nodes.And():
                self.kind(node.left, scope, filled)
                self.kind(node.right, scope, filled | _sure(node.left, True))
                return UNKNOWN
            case nodes.Or():
                self.kind(node.left, scope, filled)
                self.kind(node.right, scope, filled | _sure(node.left, False))
                return UNKNOWN
            case nodes.Compare():
                return self._compare(node, scope, filled)
            case nodes.BinExpr() | nodes.UnaryExpr():
                for one in node.iter_child_nodes():
                    found = self.kind(one, scope, filled)
                    if not isinstance(node, nodes.Not):
                        self._there(one, found, filled)
                return UNKNOWN
            case nodes.Const():
                return {str: TEXT, int: NUMBER, bool: FLAG}.get(type(node.value), UNKNOWN)
        for one in node.iter_child_nodes():
            self.kind(one, scope, filled)
        return LIST if isinstance(node, nodes.List | nodes.Tuple) else UNKNOWN

    def _there(self, node: nodes.Node, kind: Kind, filled: Filled) -> Kind:
        """Tell when something may be empty that is needed."""
        path = _path(node)
        if kind.optional and path not in filled:
            said = _shown(node)
            ask = f"; ask first: {{% if {path} %}}" if path else ""
            self._tell(node, f"{said} may be empty{ask}")
        return kind._replace(optional=False)

    def _name(self, node: nodes.Name, scope: Scope, filled: Filled) -> Kind:
        known = scope.get(node.name)
        if known is None and node.name in self._sandbox.globals:
            return UNKNOWN
        if known is None:
            if self._partial:
                return UNKNOWN
            near = _instead(node.name, scope)
            return self._tell(node, f"there is no field {node.name!r}{near}")
        return known._replace(optional=False) if node.name in filled else known

    def _field(
        self, node: nodes.Node, of: nodes.Node, name: str, scope: Scope, filled: Filled
    ) -> Kind:
        owner = self._there(of, self.kind(of, scope, filled), filled)
        if owner.base is None:
            return UNKNOWN
        if owner is _LOOP or owner.base is _LOOP.base:
            return UNKNOWN if name in LOOP else self._tell(node, f"a loop has no {name!r}")
        if not owner.is_record:
            return self._tell(node, f"{_shown(of)} has no fields, and {name!r} is none")
        known = kinds.of_fields(owner.base)
        if name not in known:
            what = f"{_shown(of)} has no field {name!r}{_instead(name, known)}"
            return self._tell(node, what)
        kind = known[name]
        return kind._replace(optional=False) if _path(node) in filled else kind

    def _item(self, node: nodes.Getitem, scope: Scope, filled: Filled) -> Kind:
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._field(node, node.node, node.arg.value, scope, filled)
        self.kind(node.arg, scope, filled)
        owner = self._there(node.node, self.kind(node.node, scope, filled), filled)
        if isinstance(node.arg, nodes.Slice):
            return owner
        # A list may have no such place, and then this breaks the page.
        if owner.base is tuple:
            self._tell(node, f"{_shown(node.node)} may be shorter; use first, last or a loop")
        return owner.item or UNKNOWN

    def _filter(self, node: nodes.Filter, scope: Scope, filled: Filled) -> Kind:
        given = UNKNOWN if node.node is None else self.kind(node.node, scope, filled)
        for one in (*node.args, *node.kwargs):
            self.kind(one, scope, filled)
        known = {*filters.FILTERS, "join"}
        if node.name not in known:
            return self._tell(node, f"there is no filter {node.name!r}{_instead(node.name, known)}")
        if node.node is not None and node.name in _NEEDED:
            given = self._there(node.node, given, filled)
        if node.name in _OF_LISTS and given.base not in (None, tuple, str):
            self._tell(node, f"{node.name} is for lists")
        if node.name in ("day", "long_day") and given.base not in (None, DAY.base):
            self._tell(node, f"{node.name} is for days")
        if node.name in ("percent", "number", "round") and given.base not in (None, int):
            self._tell(node, f"{node.name} is for numbers")
        item = given.item or UNKNOWN
        if node.name in ("sort", "where") and node.args and item.is_record:
            self._named_field(node.args[0], item)
        if node.name in ("first", "last"):
            return item._replace(optional=True)
        if node.name in ("sort", "where"):
            return given
        return _RESULTS.get(node.name, UNKNOWN)

    def _named_field(self, node: nodes.Node, item: Kind) -> None:
        if isinstance(node, nodes.Const) and item.base is not None:
            known = kinds.of_fields(item.base)
            if node.value not in known:
                near = _instead(str(node.value), known)
                self._tell(node, f"{item.base.__name__} has no field {node.value!r}{near}")

    def _test(self, node: nodes.Test, scope: Scope, filled: Filled) -> Kind:
        if node.name not in TESTS:
            return self._tell(node, f"there is no test {node.name!r}{_instead(node.name, TESTS)}")
        asks = node.name in ("defined", "undefined") and isinstance(node.node, nodes.Name)
        if not (asks and isinstance(node.node, nodes.Name) and node.node.name not in scope):
            self.kind(node.node, scope, filled)
        return FLAG

    def _call(self, node: nodes.Call, scope: Scope, filled: Filled) -> Kind:
        called = self.kind(node.node, scope, filled)
        if called.base is not None and called.base is not _LOOP.base:
            self._tell(node, f"{_shown(node.node)} can't be called; fields have no ()")
        for one in (*node.args, *node.kwargs):
            self.kind(one, scope, filled)
        return UNKNOWN

    def _compare(self, node: nodes.Compare, scope: Scope, filled: Filled) -> Kind:
        sides = [node.expr, *(one.expr for one in node.ops)]
        found = [self.kind(one, scope, filled) for one in sides]
        if any(one.op in ("lt", "lteq", "gt", "gteq") for one in node.ops):
            for one, kind in zip(sides, found, strict=True):
                self._there(one, kind, filled)
        return FLAG


def _sure(node: nodes.Node, truth: bool) -> Filled:
    """The paths that are surely there where a test came out so."""
    match node:
        case nodes.Name() | nodes.Getattr() | nodes.Getitem():
            path = _path(node)
            return frozenset({path} if truth and path else ())
        case nodes.Not():
            return _sure(node.node, not truth)
        case nodes.And():
            return _sure(node.left, True) | _sure(node.right, True) if truth else frozenset()
        case nodes.Or():
            return frozenset() if truth else _sure(node.left, False) | _sure(node.right, False)
        case nodes.Test(name="none"):
            return frozenset() if truth else _sure(node.node, True)
        case nodes.Compare() if truth and len(node.ops) == 1 and node.ops[0].op == "eq":
            other = node.ops[0].expr
            there = isinstance(other, nodes.Const) and other.value is not None
            return _sure(node.expr, True) if there else frozenset()
    return frozenset()


def _path(node: nodes.Node) -> str | None:
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            of = _path(node.node)
            return f"{of}.{node.attr}" if of else None
        case nodes.Getitem(arg=nodes.Const(value=str(name))):
            of = _path(node.node)
            return f"{of}.{name}" if of else None
    return None


def _shown(node: nodes.Node) -> str:
    return _path(node) or "this"


def _instead(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), 1)
    return f"; did you mean {near[0]!r}?" if near else ""
