"""Draws that don't reach results, where that is cheap to see: delays, ports, random names, dummy inputs, choices among
one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from samerun.catalog.schema import Callable
from samerun.index import facts as f
from samerun.program.flow.one_feature import has_one_feature
from samerun.program.flow.timed import fills_for_timing
from samerun.program.flow.words import words
from samerun.program.reading import own_expressions, parts_of
from samerun.program.sites import children, last_name, names_in, statements
from samerun.program.symbols import External

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.flow.domain import Place
    from samerun.program.modules import Module
    from samerun.program.program import Program

# Words of variables that hold something random which is no result.
_WORDS = frozenset(
    {"port", "jitter", "delay", "backoff", "sleep", "nonce", "uuid", "uid", "token", "salt", "tmp", "temp", "tempfile",
     "dummy", "tmpdir", "password", "warmup", "exampleinput", "exampleinputs", "runid", "jobid", "sessionid", "orderid",
     "requestid", "transactionid", "invoiceid", "ticketid", "experimentid"}
)  # fmt: skip
# Words of what work is spread over: which of them is taken changes who does it, not what comes out.
_PLACES = frozenset(
    {"endpoint", "endpoints", "host", "hosts", "server", "servers", "port", "ports", "proxy", "proxies", "replica",
     "replicas", "mirror", "mirrors", "apikey", "apikeys", "useragent", "useragents"}
)  # fmt: skip
# Words of models whose head comes with the checkpoint.
_COMPLETE = frozenset({"reward", "rewards", "rm", "judge", "teacher", "reranker", "classifier"})


def is_benign(program: Program, place: Place) -> bool:
    """Whether a draw is catalogued as harmless where it stands."""
    module = program.table.by_path[place.path]
    return (
        _random_name(program, module, place)
        or _harmless_target(program, module, place)
        or _in_sink(program, module, place)
        or _names_temporary(program, module, place)
        or _names_with_time(program, module, place)
        or _spreads_work(module, place)
        or _has_its_head(module, place)
        or fills_for_timing(program, module, place)
        or has_one_feature(program, module, place)
    )


def _random_name(program: Program, module: Module, place: Place) -> bool:
    """Letters and digits drawn from the `string` module's alphabets, or from a name for them, make names, not data."""
    site = module.sites.at(place.span)
    if site is None or not site.call.args:
        return False
    drawn = site.call.args[0]
    found = module.scopes.find(site.scope, drawn.id) if isinstance(drawn, f.Name) else None
    bound = [each.what for each in found[1]] if found is not None else []
    if len(bound) == 1 and isinstance(bound[0], f.Expr):
        drawn = bound[0]
    for node in parts_of(drawn):
        if isinstance(node, (f.Attr, f.Name)):
            symbol = program.resolver.expr(module, site.scope, node, site.slice.start)
            if isinstance(symbol, External) and symbol.name.startswith("string."):
                return True
    return False


def _harmless_target(program: Program, module: Module, place: Place) -> bool:
    """`os.environ["MASTER_PORT"] = …`, `jitter = …`."""
    for scope, bind in module.sites.assignments:
        if (bind.start, bind.end) != place.slice:
            continue
        for target in bind.targets:
            if isinstance(target, f.Item):
                symbol = program.resolver.expr(module, scope, target.value, bind.start)
                return isinstance(symbol, External) and symbol.name == "os.environ"
            name = target.attr if isinstance(target, f.Attr) else "".join(names_in(target)[:1])
            if _has(name, _WORDS):
                return True
    return False


def _in_sink(program: Program, module: Module, place: Place) -> bool:
    """An argument of a call that the catalog marks as harmless: `time.sleep(random.random())`."""
    start, end = place.span
    for site in module.sites.calls:
        if site.slice == place.slice and site.call.start <= start and end <= site.call.end:
            callee = program.callee(module, site)
            row = program.types.row(callee) if isinstance(callee, External) else None
            if isinstance(row, Callable) and row.benign and (site.call.start, site.call.end) != (start, end):
                return True
    return False


def _names_temporary(program: Program, module: Module, place: Place) -> bool:
    """Part of a path below the folder for temporary files."""
    for site in module.sites.calls:
        callee = program.callee(module, site) if site.slice == place.slice else None
        if isinstance(callee, External) and callee.name.startswith("tempfile."):
            return True
    return False


def _names_with_time(program: Program, module: Module, place: Place) -> bool:
    """`f"{int(time.time())}_{random.randint(0, 9)}"`: what stands in one text with a clock or a uuid is a name."""
    body = module.facts.functions[place.scope].body if place.scope >= 0 else module.facts.body
    clocks = [
        site.call
        for site in module.sites.calls
        if site.slice == place.slice
        and isinstance(symbol := program.callee(module, site), External)
        and getattr(program.types.row(symbol), "benign", None) in _STAMPS
    ]
    if not clocks:
        return False
    stack = [part for node in statements(body) for part in own_expressions(node)]
    while stack:
        node = stack.pop()
        if isinstance(node, f.FString):
            calls = set(_calls_in(node))
            if (place.span.start, place.span.end) in calls and any((each.start, each.end) in calls for each in clocks):
                return True
        stack += children(node)
    return False


def _calls_in(node: f.Expr) -> Iterator[tuple[int, int]]:
    """Where the calls of an expression stand."""
    if isinstance(node, f.Call):
        yield node.start, node.end
    for part in children(node):
        yield from _calls_in(part)


# What the catalog calls harmless as long as nobody computes with it.
_STAMPS = frozenset({"clock", "name", "process id"})


def _spreads_work(module: Module, place: Place) -> bool:
    """`random.choice(endpoints)`"""
    site = module.sites.at(place.span)
    return site is not None and any(_says(each, _PLACES) for each in site.call.args[:1])


def _has_its_head(module: Module, place: Place) -> bool:
    """`AutoModelForSequenceClassification.from_pretrained(reward_model_path, num_labels=1)`: no head is new there."""
    site = module.sites.at(place.span)
    return (
        site is not None
        and last_name(site.call.func) == "from_pretrained"
        and isinstance(site.call.func, f.Attr)
        and any(_says(each, _COMPLETE) for each in site.call.args[:1])
    )


def _says(node: f.Expr, chosen: frozenset[str]) -> bool:
    """Whether a name in an expression has one of the words."""
    name = node.attr if isinstance(node, f.Attr) else node.id if isinstance(node, f.Name) else ""
    return _has(name, chosen) or any(_says(each, chosen) for each in children(node))


def _has(name: str, chosen: frozenset[str]) -> bool:
    """Whether a name has one of the words, also written in two parts."""
    parts = words(name)
    return not chosen.isdisjoint((*parts, *map("".join, pairwise(parts))))


def initialises(program: Program, place: Place) -> bool:
    """Whether what is drawn becomes a parameter or buffer that a checkpoint holds: `nn.Parameter(torch.randn(3))`.

    What a function draws that is named as PyTorch's own initialisers are (`trunc_normal_init_`) is meant for one.
    """
    module = program.table.by_path[place.path]
    if place.scope >= 0 and module.facts.functions[place.scope].name.endswith("init_"):
        return True
    start, end = place.span
    for site in module.sites.calls:
        call = site.call
        if site.slice != place.slice or not call.start <= start <= end <= call.end:
            continue
        name = last_name(call.func)
        if (call.start, call.end) == (start, end):
            if name.endswith("_") and isinstance(call.func, f.Attr) and _says(call.func.value, _WEIGHTS):
                return True
        elif name in ("Parameter", "register_buffer", "register_parameter", "Buffer"):
            return not any(key == "persistent" for key, _ in call.keywords)
    return False


_WEIGHTS = frozenset({"weight", "weights", "bias", "data"})
