"""REP201: an integer literal handed over as a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.entries import is_test
from samerun.program.sites import enclosing
from samerun.program.symbols import ClassRef, External, FunctionRef
from samerun.rules.base import Site, SourceRule
from samerun.rules.finding import Finding
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from samerun.program.program import Module, Program
    from samerun.program.seed_parameters import SeedArgument

# Values that libraries read as "no seed" or "any seed".
_SENTINELS = frozenset({-1})


class LiteralSeed(SourceRule):
    """A seed is written as a bare integer where it is used.

    ## What it does
    Reports an integer literal that is handed to a seeding call (`torch.manual_seed(42)`), to a seed,
    `random_state` or key parameter of a known library (`train_test_split(X, y, random_state=42)`), or to a
    parameter of the project's own function that flows to one (`set_seed(42)`).

    Anything with a name is fine: a constant, an option's, field's or parameter's default, a field of a project
    config (`Args(seed=1)`), arithmetic on a name (`SEED + rank`), a loop over seeds (`for seed in (0, 1, 2)`).
    So are the sentinels `None` and `-1`, and tests.

    ## Why it matters
    A seed that stands in five places is changed in four. A named constant can be found, logged, swept over and
    shared between the split, the model and the loader; a `42` in the middle of a call cannot.

    ## Example
    ```python
    from sklearn.model_selection import train_test_split


    def load(features, labels):
        return train_test_split(features, labels, random_state=42)
    ```

    ## Use instead
    ```python
    from sklearn.model_selection import train_test_split

    SEED = 42


    def load(features, labels):
        return train_test_split(features, labels, random_state=SEED)
    ```

    ## Fix safety
    Safe: naming a literal leaves every number drawn as it was.

    ## Options
    - `include-tests`: also report literals in tests (default: false).

    ## Known limits
    A seed that reaches a library through an attribute (`self.seed = 42`) or a dictionary has a name already and
    is not reported. A literal in an expression (`base_seed or 42`) is not reported either.

    ## References
    - [scikit-learn: controlling randomness](https://scikit-learn.org/stable/common_pitfalls.html#controlling-randomness)
    - [PyTorch: reproducibility](https://pytorch.org/docs/stable/notes/randomness.html)
    """

    code = "REP201"
    name = "literal-seed"

    def sites(self, program: Program, module: Module) -> Iterator[Site]:
        if not program.include_tests and is_test(module.path, program.root):
            return
        seen: set[object] = set()
        for site in module.sites.calls:
            if not _has_literal(site.call):
                continue
            for argument in program.seed_parameters.arguments(module, site):
                value = argument.value
                if not (isinstance(value, f.Const) and type(value.value) is int) or value.value in _SENTINELS:
                    continue
                if module.source.kind == "notebook":
                    if value.value in seen:
                        continue
                    seen.add(value.value)
                name = enclosing(module, site.scope)
                yield Site(module, site.slice, site.call.ordinal, site.call, name, argument)

    def visit(self, site: Site, node: cst.CSTNode, program: Program) -> Finding | None:
        import libcst as cst

        argument: SeedArgument = site.about  # type: ignore[assignment]
        literal = argument.value
        assert isinstance(literal, f.Const)
        if not isinstance(node, cst.Call) or not any(_is_integer(arg.value, literal.value) for arg in node.args):
            return None
        called = _called(program, argument.callee)
        return Finding(
            code=self.code,
            message=f"Seed `{literal.value}` is a bare literal in the call of `{called}`",
            level=self.level,
            path=site.module.path,
            span=Span(literal.start, literal.end),
            statement=site.slice,
            enclosing=site.enclosing,
            key=f"{called}:{argument.param}={literal.value}",
            help=f"Give the seed a name, such as `SEED = {literal.value}`, and pass that",
        )


def _has_literal(call: f.Call) -> bool:
    """Cheap test first: most calls hold no integer literal at all."""
    return any(isinstance(arg, f.Const) and type(arg.value) is int for arg in call.args) or any(
        isinstance(arg, f.Const) and type(arg.value) is int for _, arg in call.keywords
    )


def _is_integer(node: cst.CSTNode, value: object) -> bool:
    import libcst as cst

    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
        return isinstance(node.expression, cst.Integer) and -node.expression.evaluated_value == value
    return isinstance(node, cst.Integer) and node.evaluated_value == value


def _called(program: Program, callee: object) -> str:
    if isinstance(callee, External):
        return callee.name
    if isinstance(callee, FunctionRef):
        return program.function(callee).name
    assert isinstance(callee, ClassRef)
    return program.table.by_path[callee.path].facts.classes[callee.index].name
