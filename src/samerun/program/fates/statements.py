"""The statements of a scope, one after another: which of its names hold something of a value after each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.fates.choices import chosen
from samerun.program.fates.done import done
from samerun.program.fates.made_here import is_moved
from samerun.program.fates.orders import is_any_order, sorts
from samerun.program.fates.uses import Matters
from samerun.program.reading import called, counts, own_expressions, slice_of
from samerun.program.sites import names_in

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice

_TURNS = 6  # a loop is gone through until no more names are reached, at most so often
_WITHOUT_GRADIENTS = frozenset({"no_grad", "inference_mode"})


class Statements:
    """Statements of the scope of a slice."""

    def __init__(self, slice_: Slice) -> None:
        self.slice = slice_

    def run(self, node: f.Stmt) -> None:
        """Go through one statement, and the blocks in it. Raises `Matters`."""
        if isinstance(node, f.Bind):
            self._bind(node)
        elif isinstance(node, f.Do):
            done(self.slice, node)
        elif isinstance(node, f.Return):
            self._return(node)
        elif isinstance(node, f.Assert):
            self._check(node.parts, node)
        elif isinstance(node, f.If):
            self._if(node)
        elif isinstance(node, f.While):
            self._while(node)
        elif isinstance(node, f.For):
            reaches = self.slice.uses.value(node.iter.expr, node.iter)
            if reaches and is_any_order(self.slice, node):
                self.slice.checks += 1
                return
            if reaches and counts(node.iter.expr):
                raise Matters  # by how often the body runs
            self.slice.bound(node.target, reaches, node.iter.expr)
            self._name_source(node, [node.target])
            self.slice.bindings |= dict.fromkeys(names_in(node.target))
            self._loop(node.body, node.orelse)
        elif isinstance(node, f.With):
            self._with(node)
        elif isinstance(node, f.Try):
            self._also(node.body)
            for handler in node.handlers:
                self._also(handler.body)
            self._also(node.orelse)
            self.slice.block(node.final)
        elif isinstance(node, f.Match):
            self._refuse(node.subject.expr, node.subject)
            for case in node.cases:
                self._also(case.body)
        else:
            self._other(node)

    def _return(self, node: f.Return) -> None:
        value = node.value
        if isinstance(value, f.Container) and value.kind == "tuple" and value.values:
            flags = [self.slice.uses.value(each, node) for each in value.values]
        else:
            flags = [value is not None and self.slice.uses.value(value, node)]
        self.slice.returned = any(flags) or self.slice.returned
        known = self.slice.members if self.slice.members is not None else flags
        same = len(known) == len(flags) > 1
        self.slice.members = [one or other for one, other in zip(known, flags, strict=True)] if same else []

    def _other(self, node: f.Stmt) -> None:
        if isinstance(node, f.Delete):
            self.slice.names -= {each.id for each in node.targets if isinstance(each, f.Name)}
        elif isinstance(node, f.Raise):
            for part in node.parts:
                self._refuse(part, node)
        elif isinstance(node, f.Def):
            function = self.slice.module.facts.functions[node.function]
            for root in (*function.decorators, *(each.default for each in function.params)):
                if root is not None:
                    self._refuse(root.expr, root)
        elif isinstance(node, f.ClassDef):
            for each in self.slice.module.facts.classes[node.index].body:
                for part in own_expressions(each):
                    self._refuse(part, each)

    def _check(self, parts: list[f.Expr], node: f.Stmt) -> None:
        reaches = self.slice.uses.all_of(parts, node)
        self.slice.checks += reaches

    def _refuse(self, node: f.Expr, at: f.Stmt | f.Root) -> None:
        if self.slice.uses.value(node, at):
            raise Matters

    def _also(self, body: list[f.Stmt]) -> None:
        """A block that may run, or may not."""
        before, bindings = self.slice.names | self.slice.ever, dict(self.slice.bindings)
        self.slice.names = set(before)
        self.slice.block(body)
        self.slice.names |= before
        self._meet(bindings)

    def _while(self, node: f.While) -> None:
        if sorts(self.slice, node):
            self.slice.checks += 1
            return
        decided = self._decided(node.test, node.body, node.orelse)
        self._loop(node.body, node.orelse)
        self.slice.names = self.slice.names | decided | self._decided(node.test, node.body, node.orelse)

    def _if(self, node: f.If) -> None:
        decided = self._decided(node.test, node.body, node.orelse)
        test = node.test.expr  # `if True:`: the other way is never taken
        answer = (
            test.value
            if isinstance(test, f.Const)
            else self.slice.defaults.get((self.slice.module.path, node.test.start))
        )
        if answer is not None or isinstance(test, f.Const):
            self.slice.block(node.body if answer else node.orelse)
            return
        before, bindings = set(self.slice.names), dict(self.slice.bindings)
        self.slice.block(node.body)
        after, self.slice.names = self.slice.names, before
        other, self.slice.bindings = self.slice.bindings, bindings
        self.slice.block(node.orelse)
        self.slice.names |= after | decided
        self._meet(other)

    def _decided(self, test: f.Root, *blocks: list[f.Stmt]) -> set[str]:
        """The names that are of the value where a test is: those that are bound in its blocks. Raises `Matters`."""
        if not self.slice.uses.value(test.expr, test):
            return set()
        if all(self.slice.uses.only_tells(each) for body in blocks for each in body):
            self.slice.checks += 1
            return set()
        return chosen(*blocks)

    def _meet(self, other: dict[str, f.Expr | None]) -> None:
        """What a name is bound to on one way only isn't known any more; elsewhere it is still what was made."""
        for name in self.slice.bindings.keys() | other.keys():
            one, two = self.slice.bindings.get(name), other.get(name)
            if one is not two:
                self.slice.bindings[name] = two if is_moved(name, one) else one if is_moved(name, two) else None

    def _loop(self, body: list[f.Stmt], orelse: list[f.Stmt]) -> None:
        for _ in range(_TURNS):
            before = set(self.slice.names)
            self.slice.block(body)
            self.slice.names |= before
            if self.slice.names == before:
                break
        self.slice.block(orelse)

    def _with(self, node: f.With) -> None:
        discarding = self.slice.discarding
        for root, target in node.items:
            if self.slice.uses.value(root.expr, root):
                raise Matters
            self.slice.discarding += isinstance(root.expr, f.Call) and called(root.expr) in _WITHOUT_GRADIENTS
            if target is not None:
                self.slice.bound(target, False, None)
        self.slice.block(node.body)
        self.slice.discarding = discarding

    def _bind(self, node: f.Bind) -> None:
        reaches = node.value is not None and self.slice.uses.value(node.value, node)
        self._name_source(node, node.targets)
        if node.op and isinstance(node.targets[0], f.Name):
            self.slice.names |= {node.targets[0].id} if reaches else set()
            return
        dropped = self.slice.discarding and all(isinstance(each, f.Name) and each.id == "_" for each in node.targets)
        self.slice.thrown_away |= reaches and (dropped or self.slice.is_measured(node))
        for target in node.targets:
            self.slice.bound(target, reaches, node.value)

    def _name_source(self, node: f.Stmt, targets: list[f.Expr]) -> None:
        """Which names the statement that draws gives to what it draws."""
        if (
            self.slice.source is not None
            and self.slice.source.returned is None
            and slice_of(node) == self.slice.source.slice
        ):
            self.slice.direct |= {name for each in targets for name in names_in(each)}
