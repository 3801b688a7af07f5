"""Expressions of `ast` as expressions of the facts tree, calls numbered in source order."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.index.outline import FEW, last_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.index.outline import OutlineNotes

# A display longer than this whose items are all constants says nothing to any rule; it is kept as Opaque.
LONGEST_DISPLAY = 64
LONGEST_STRING = 512

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.LShift: "<<", ast.RShift: ">>", ast.BitOr: "|", ast.BitXor: "^", ast.BitAnd: "&", ast.MatMult: "@",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in", ast.And: "and", ast.Or: "or",
    ast.Not: "not", ast.USub: "-", ast.UAdd: "+", ast.Invert: "~",
}  # fmt: skip


class ExpressionReader:
    """Turns `ast` expressions into facts; `ordinal` counts the calls of the slice being read."""

    def __init__(
        self,
        line_starts: list[int],
        notes: OutlineNotes,
        on_lambda: Callable[[ast.Lambda], int],
        on_yield: Callable[[], None],
        on_walrus: Callable[[str, int], None],
    ) -> None:
        self.starts = line_starts
        self.notes = notes
        self.ordinal = 0
        self.on_lambda = on_lambda
        self.on_yield = on_yield
        self.on_walrus = on_walrus
        self.table: dict[type[ast.expr], Callable[..., f.Expr]] = {
            ast.Name: lambda node: f.Name(node.id),
            ast.Attribute: lambda node: f.Attr(self.expr(node.value), node.attr),
            ast.Call: self._call,
            ast.Constant: self._constant,
            ast.Subscript: lambda node: f.Item(self.expr(node.value), self.expr(node.slice)),
            ast.BinOp: self._binop,
            ast.BoolOp: self._boolop,
            ast.Compare: self._compare,
            ast.UnaryOp: self._unary,
            ast.IfExp: self._cond,
            ast.List: lambda node: self._display("list", node.elts),
            ast.Tuple: lambda node: self._display("tuple", node.elts),
            ast.Set: lambda node: self._display("set", node.elts),
            ast.Dict: self._dict,
            ast.ListComp: lambda node: self._comp("list", [node.elt], node.generators),
            ast.SetComp: lambda node: self._comp("set", [node.elt], node.generators),
            ast.GeneratorExp: lambda node: self._comp("gen", [node.elt], node.generators),
            ast.DictComp: lambda node: self._comp("dict", [node.key, node.value], node.generators),
            ast.JoinedStr: self._fstring,
            ast.FormattedValue: self._formatted,
            ast.Lambda: lambda node: f.Lambda(self.on_lambda(node)),
            ast.NamedExpr: self._walrus,
            ast.Starred: lambda node: f.Star(self.expr(node.value)),
            ast.Await: lambda node: self.expr(node.value),  # awaiting a coroutine runs it: the call stands for it
            ast.Yield: self._yield,
            ast.YieldFrom: self._yield,
            ast.Slice: self._slice,
        }

    def root(self, node: ast.expr) -> f.Expr:
        """The expression of a new slice: counting starts anew."""
        self.ordinal = 0
        return self.expr(node)

    def expr(self, node: ast.expr) -> f.Expr:
        """One expression, in the slice being read."""
        handler = self.table.get(type(node))
        return handler(node) if handler is not None else self._opaque(node)

    def annotation(self, node: ast.expr | None) -> f.Expr | None:
        """An annotation; its calls are in no slice that any rule asks about."""
        if node is None:
            return None
        calls = self.notes.enter(set())
        found = self.root(node)
        self.notes.enter(calls)
        return found

    def pattern(self, pattern: ast.pattern) -> list[f.Expr]:
        """The values that a pattern asks for, one of them; none where it asks for more than a value."""
        if isinstance(pattern, ast.MatchValue):
            return [self.root(pattern.value)]
        if isinstance(pattern, ast.MatchSingleton):
            return [self.root(ast.copy_location(ast.Constant(pattern.value), pattern))]
        if isinstance(pattern, ast.MatchAs) and pattern.pattern is not None:
            return self.pattern(pattern.pattern)
        if isinstance(pattern, ast.MatchOr):
            parts = [self.pattern(part) for part in pattern.patterns]
            return [value for part in parts for value in part] if all(parts) else []
        return []

    def operator(self, node: ast.AST) -> str:
        """The operator's spelling."""
        return _OPERATORS[type(node)]

    def _span(self, node: ast.expr) -> tuple[int, int]:
        return (
            self.starts[node.lineno - 1] + node.col_offset,
            self.starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0),
        )

    def _opaque(self, node: ast.expr) -> f.Expr:
        return f.Opaque([self.expr(child) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)])

    def _constant(self, node: ast.Constant) -> f.Expr:
        value = node.value
        if isinstance(value, str):
            self.notes.spoken.strings.append(value)
            if len(value) > LONGEST_STRING or not _encodable(value):
                return f.Opaque([])
        elif isinstance(value, int):
            if not -(2**63) <= value < 2**63:
                return f.Opaque([])
        elif value is not None and not isinstance(value, float):
            return f.Opaque([])
        return f.Const(value, *self._span(node))

    def _call(self, node: ast.Call) -> f.Expr:
        ordinal = self.ordinal
        self.ordinal = ordinal + 1
        func = self.expr(node.func)
        if type(func) is f.Attr:
            self.notes.called.add(f".{func.attr}")
            if func.attr == "__init__" and (owner := last_word(func.value)):
                self.notes.called.add(f"{owner}.__init__")  # a constructor that a class is asked for by name
        elif type(func) is f.Name:
            self.notes.called.add(func.id)
        if len(node.args) > FEW:
            self.notes.long.add(last_word(func))
        if not node.keywords:
            args = [self.expr(arg) for arg in node.args]
            return f.Call(func, args, [], *self._span(node), ordinal)
        self.notes.keywords.update([keyword.arg for keyword in node.keywords])
        if not node.args:
            keywords = [(keyword.arg, self.expr(keyword.value)) for keyword in node.keywords]
            return f.Call(func, [], keywords, *self._span(node), ordinal)
        return self._mixed_call(node, func, ordinal)

    def _mixed_call(self, node: ast.Call, func: f.Expr, ordinal: int) -> f.Expr:
        """Positional and keyword arguments may interleave (`f(a=g(), *h())`): read them as they stand."""
        rows: list[tuple[tuple[int, int], ast.keyword | None, ast.expr]] = [
            *(((arg.lineno, arg.col_offset), None, arg) for arg in node.args),
            *(((key.value.lineno, key.value.col_offset), key, key.value) for key in node.keywords),
        ]
        rows.sort(key=lambda row: row[0])
        args: list[f.Expr] = []
        keywords: list[tuple[str | None, f.Expr]] = []
        for _, keyword, value in rows:
            if keyword is None:
                args.append(self.expr(value))
            else:
                keywords.append((keyword.arg, self.expr(value)))
        return f.Call(func, args, keywords, *self._span(node), ordinal)

    def _binop(self, node: ast.BinOp) -> f.Expr:
        chain: list[ast.BinOp] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp):  # `a + b + …` nests to the left, hundreds deep in generated code
            chain.append(left)
            left = left.left
        result = self.expr(left)
        for link in reversed(chain):
            result = f.Binary(_OPERATORS[type(link.op)], result, self.expr(link.right))
        return result

    def _boolop(self, node: ast.BoolOp) -> f.Expr:
        op = _OPERATORS[type(node.op)]
        result = self.expr(node.values[0])
        for value in node.values[1:]:
            result = f.Binary(op, result, self.expr(value))
        return result

    def _compare(self, node: ast.Compare) -> f.Expr:
        left = self.expr(node.left)
        if len(node.ops) == 1:
            return f.Binary(_OPERATORS[type(node.ops[0])], left, self.expr(node.comparators[0]))
        return f.Opaque([left, *(self.expr(item) for item in node.comparators)])

    def _unary(self, node: ast.UnaryOp) -> f.Expr:
        op = _OPERATORS[type(node.op)]
        operand = node.operand
        if op in "+-" and isinstance(operand, ast.Constant) and type(operand.value) in (int, float):
            value = -operand.value if op == "-" else operand.value  # type: ignore[operator]
            if isinstance(value, float) or -(2**63) <= value < 2**63:  # type: ignore[operator]
                return f.Const(value, *self._span(node))  # type: ignore[arg-type]
        return f.Unary(op, self.expr(operand))

    def _cond(self, node: ast.IfExp) -> f.Expr:
        body = self.expr(node.body)  # source order: the body stands before the test
        test = self.expr(node.test)
        return f.Cond(test, body, self.expr(node.orelse))

    def _display(self, kind: str, items: list[ast.expr]) -> f.Expr:
        if len(items) > LONGEST_DISPLAY and all(isinstance(item, (ast.Constant, ast.UnaryOp)) for item in items):
            return f.Opaque([])
        return f.Container(kind, [self.expr(item) for item in items], [])

    def _dict(self, node: ast.Dict) -> f.Expr:
        keys: list[f.Expr | None] = []
        values: list[f.Expr] = []
        for key, value in zip(node.keys, node.values, strict=True):
            keys.append(self.expr(key) if key is not None else None)
            values.append(self.expr(value))
        return f.Container("dict", values, keys)

    def _comp(self, kind: str, parts: list[ast.expr], generators: list[ast.comprehension]) -> f.Expr:
        elements = [self.expr(part) for part in parts]
        clauses = [
            f.Clause(self.expr(clause.target), self.expr(clause.iter), [self.expr(test) for test in clause.ifs])
            for clause in generators
        ]
        return f.Comp(kind, elements, clauses)

    def _fstring(self, node: ast.JoinedStr) -> f.Expr:
        return f.FString([self.expr(part) for part in node.values])

    def _formatted(self, node: ast.FormattedValue) -> f.Expr:
        value = self.expr(node.value)
        if node.conversion == -1 and node.format_spec is None:
            return value
        spec = [self.expr(node.format_spec)] if node.format_spec is not None else []
        return f.Opaque([value, *spec])

    def _yield(self, node: ast.Yield | ast.YieldFrom) -> f.Expr:
        self.on_yield()
        kind = "yield" if isinstance(node, ast.Yield) else "from"
        return f.Yield(kind, self.expr(node.value) if node.value is not None else None)

    def _walrus(self, node: ast.NamedExpr) -> f.Expr:
        self.on_walrus(node.target.id, self._span(node)[0])
        return f.Walrus(node.target.id, self.expr(node.value))

    def _slice(self, node: ast.Slice) -> f.Expr:
        parts = (node.lower, node.upper, node.step)
        return f.Opaque([self.expr(part) if part is not None else f.Const(None, 0, 0) for part in parts])


def _encodable(value: str) -> bool:
    """Whether the string can be stored: a lone surrogate (`"\\ud800"`) has no UTF-8 form."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
