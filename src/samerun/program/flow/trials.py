"""Whether a `__main__` block only tries its own module out, so that what it prints is no result.

A module that others import is there for them; below `if __name__ == "__main__":` it often makes an object, feeds it
made-up input and prints something. Where it takes no options and trains nothing, only what it keeps or shows as a
picture is a result. The same holds for a module of a package that is tried on tensors of random numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.flow.entries import main_block
from samerun.program.reading import called, calls_in
from samerun.program.sites import statements
from samerun.program.symbols import External, FunctionRef

if TYPE_CHECKING:
    from samerun.program.modules import Module
    from samerun.program.program import Program

_DEBUGGERS = frozenset({"set_trace", "breakpoint"})
# Calls by which a script takes options, asks its user or optimises something.
_SERIOUS = frozenset(
    {"ArgumentParser", "parse_args", "parse_known_args", "parse_args_into_dataclasses", "HfArgumentParser", "Fire",
     "OptionParser", "docopt", "from_cli", "input", "getopt", "DEFINE_string", "DEFINE_integer", "fit", "train",
     "learn", "optimize", "optimise", "minimize", "evaluate", "zero_grad", "GradientTape", "apply_gradients"}
)  # fmt: skip


def may_be_a_check(module: Module) -> bool:
    """Whether a file's work stands in a `__main__` block, which may only check things; a flat script is for its run."""
    return main_block(module) is not None


def is_trial(program: Program, path: str, imported: bool) -> bool:
    """Whether a `__main__` block ends in the debugger, is that of a module which others import and does no work, or
    tries a package's module on tensors of random numbers."""
    module = program.table.by_path[path]
    block = main_block(module)
    if block is None or not (module.facts.classes or imported):
        return False
    if _is_stopped(program, module, block.body) or (imported and _is_aside(program, module, block.body)):
        return True
    if not program.table.is_regular(path.rpartition("/")[0]):
        return False
    starts = [node.start for node in statements(block.body) if isinstance(node, (f.Bind, f.Do))]
    for site in module.sites.calls:
        call = site.call
        if site.scope == MODULE and site.slice.start in starts and call.args and all(map(_is_constant, call.args)):
            symbol = program.callee(module, site)
            if isinstance(symbol, External) and symbol.name in libraries().made_up:
                return True
    return False


def _is_stopped(program: Program, module: Module, body: list[f.Stmt]) -> bool:
    """Whether a block makes some objects and then stops in the debugger, having called none of the file's functions."""
    *before, last = body
    if not (isinstance(last, f.Do) and isinstance(last.expr, f.Call) and called(last.expr) in _DEBUGGERS):
        return False
    return all(isinstance(each, (f.Bind, f.Import)) for each in before) and not any(
        isinstance(program.types.callee(module, MODULE, each.func, each.start), FunctionRef) for each in calls_in(body)
    )


def _is_aside(program: Program, module: Module, body: list[f.Stmt]) -> bool:
    """Whether a block, with the functions of its own file that it calls, takes no options and trains nothing."""
    if "argv" in module.source.text:
        return False
    queue, seen = [(MODULE, body)], set[int]()
    while queue:
        scope, block = queue.pop()
        for call in calls_in(block):
            if called(call) in _SERIOUS:
                return False
            callee = program.types.callee(module, scope, call.func, call.start)
            if not (isinstance(callee, FunctionRef) and callee.path == module.path) or callee.index in seen:
                continue
            seen.add(callee.index)
            function = module.facts.functions[callee.index]
            if function.decorators and not call.args and not call.keywords:
                return False  # `@hydra.main()`, `@click.command()`
            queue.append((callee.index, function.body))
    return True


def _is_constant(node: f.Expr) -> bool:
    return isinstance(node, (f.Const, f.Container))
