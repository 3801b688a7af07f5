"""The facts tree: what one Python file says, reduced to what later questions need.

Facts are free of catalog knowledge, so an edit of the catalog never re-parses a file. They keep statement
structure (branches, loops, `try`, `with`), every call in source order, bindings, and a closed set of
expressions; everything else is `Opaque`, which still holds the calls and names inside it.

Offsets are UTF-8 bytes of the decoded text (`samerun.workspace.spans.Span`). A call is found again in the
source by the slice that holds it (a simple statement, or one expression of a compound header) and by its
ordinal among the slice's calls, counted outermost first in source order.

`SCHEMA` is part of the cache key: raise it with every change of this file or of `extract.py`.
"""

from __future__ import annotations

import msgspec

SCHEMA = 3


class Node(msgspec.Struct, array_like=True, gc=False, tag_field="k"):
    """Base of all tree nodes."""


class Const(Node, tag=0):
    """A literal: None, bool, int, float or str (numbers carry their sign)."""

    value: bool | int | float | str | None
    start: int
    end: int


class Name(Node, tag=1):
    """A plain name, read or (as a target) bound."""

    id: str


class Attr(Node, tag=2):
    """`value.attr`"""

    value: Expr
    attr: str


class Item(Node, tag=3):
    """`value[index]`"""

    value: Expr
    index: Expr


class Call(Node, tag=4):
    """`func(*args, **keywords)`; a starred argument is `Star`, a `**mapping` has the keyword name None."""

    func: Expr
    args: list[Expr]
    keywords: list[tuple[str | None, Expr]]
    start: int
    end: int
    ordinal: int


class FString(Node, tag=5):
    """An f-string; constant parts are `Const` strings."""

    parts: list[Expr]


class Binary(Node, tag=6):
    """Arithmetic, comparison ("==", "is not", "in", …) or "and"/"or"; chains nest to the left."""

    op: str
    left: Expr
    right: Expr


class Unary(Node, tag=7):
    """ "not", "-", "+", "~"."""

    op: str
    operand: Expr


class Cond(Node, tag=8):
    """`body if test else orelse`"""

    test: Expr
    body: Expr
    orelse: Expr


class Container(Node, tag=9):
    """A display: kind is "list", "tuple", "set" or "dict". A dict's `keys` align with `values`; `**x` has key None."""

    kind: str
    values: list[Expr]
    keys: list[Expr | None]


class Comp(Node, tag=10):
    """A comprehension ("list", "set", "dict", "gen"); `parts` are its element(s), lazily run for "gen"."""

    kind: str
    parts: list[Expr]
    clauses: list[Clause]


class Clause(Node, tag=11):
    """`for target in iter if …`"""

    target: Expr
    iter: Expr
    conditions: list[Expr]


class Lambda(Node, tag=12):
    """A lambda; `function` is its index in `ModuleFacts.functions`."""

    function: int


class Walrus(Node, tag=13):
    """`(name := value)`"""

    name: str
    value: Expr


class Star(Node, tag=14):
    """`*value`, in arguments, displays and targets."""

    value: Expr


class Yield(Node, tag=15):
    """`yield value` (kind "yield") or `yield from value` (kind "from")."""

    kind: str
    value: Expr | None


class Opaque(Node, tag=16):
    """Anything else: its parts are evaluated in this order, its value is unknown. Of a slice they are three."""

    parts: list[Expr]


Expr = (
    Const | Name | Attr | Item | Call | FString | Binary | Unary | Cond | Container | Comp | Lambda | Walrus
    | Star | Yield | Opaque
)  # fmt: skip


class Root(Node, tag=30):
    """An expression that is a slice of its own: the header of a compound statement, a default, a decorator."""

    expr: Expr
    start: int
    end: int


class Do(Node, tag=31):
    """An expression statement."""

    expr: Expr
    start: int
    end: int


class Bind(Node, tag=32):
    """`targets = value`, also annotated (value may be None) and augmented (`op` is "+", "-", …, else "")."""

    targets: list[Expr]
    value: Expr | None
    annotation: Expr | None
    op: str
    start: int
    end: int


class Return(Node, tag=33):
    """`return value`"""

    value: Expr | None
    start: int
    end: int


class Raise(Node, tag=34):
    """`raise …`"""

    parts: list[Expr]
    start: int
    end: int


class Assert(Node, tag=35):
    """`assert …`"""

    parts: list[Expr]
    start: int
    end: int


class Delete(Node, tag=36):
    """`del …`"""

    targets: list[Expr]
    start: int
    end: int


class Jump(Node, tag=37):
    """kind is "break" or "continue"."""

    kind: str


class If(Node, tag=38):
    """`if`/`elif`/`else`"""

    test: Root
    body: list[Stmt]
    orelse: list[Stmt]


class While(Node, tag=39):
    """`while`"""

    test: Root
    body: list[Stmt]
    orelse: list[Stmt]


class For(Node, tag=40):
    """`for`, `async for`"""

    target: Expr
    iter: Root
    body: list[Stmt]
    orelse: list[Stmt]


class Try(Node, tag=41):
    """`try`; also `except*`"""

    body: list[Stmt]
    handlers: list[Handler]
    orelse: list[Stmt]
    final: list[Stmt]


class Handler(Node, tag=42):
    """`except type as name:`"""

    type: Expr | None
    name: str | None
    body: list[Stmt]


class With(Node, tag=43):
    """`with`, `async with`; each item is its context expression and its target."""

    items: list[tuple[Root, Expr | None]]
    body: list[Stmt]


class Match(Node, tag=44):
    """`match`"""

    subject: Root
    cases: list[Case]


class Case(Node, tag=45):
    """One `case`; `values`: what a pattern of nothing but values (`"a" | "b"`, `Mode.FAST`) asks for, else empty."""

    captures: list[str]
    irrefutable: bool  # it always matches
    values: list[Expr]
    guard: Root | None
    body: list[Stmt]


class Def(Node, tag=46):
    """A `def` runs: its decorators and defaults are evaluated here. `function` indexes `ModuleFacts.functions`."""

    function: int


class ClassDef(Node, tag=47):
    """A `class` runs: decorators, bases and body. `index` indexes `ModuleFacts.classes`."""

    index: int


class Import(Node, tag=48):
    """`import …` or `from … import …`; `level` counts leading dots, `module` is "" for `from . import x`."""

    aliases: list[Alias]
    start: int
    end: int


class Alias(Node, tag=49):
    """One imported name.

    `import a.b` is (module "a.b", name None, bound "a"); `import a.b as c` binds "c" to "a.b";
    `from m import n as b` has name "n"; a star import has name "*" and binds "".
    """

    module: str
    name: str | None
    bound: str
    level: int
    start: int
    end: int


class Scoping(Node, tag=50):
    """`global` or `nonlocal`."""

    kind: str
    names: list[str]


Stmt = (
    Do | Bind | Return | Raise | Assert | Delete | Jump | If | While | For | Try | With | Match | Def | ClassDef
    | Import | Scoping
)  # fmt: skip

# --- scopes and the module ---


class Param(Node, tag=60):
    """A parameter: kind is "pos" (positional only), "any", "star", "key" (keyword only) or "kwargs"."""

    name: str
    kind: str
    default: Root | None
    annotation: Expr | None


class Function(Node, tag=61):
    """A function or lambda. `owner` is the index of the class whose body defines it directly, else -1."""

    name: str
    qualname: str
    params: list[Param]
    decorators: list[Root]
    returns: Expr | None
    body: list[Stmt]
    parent: int  # the enclosing function, -1 at module or class level outside functions
    owner: int
    generator: bool
    coroutine: bool
    start: int  # of `def`, or of the lambda
    end: int
    name_start: int
    name_end: int


class Class(Node, tag=62):
    """A class. `methods` maps a name to its last definition in the class body."""

    name: str
    qualname: str
    bases: list[Root]
    keywords: list[tuple[str | None, Root]]
    decorators: list[Root]
    body: list[Stmt]
    methods: dict[str, int]
    parent: int  # the enclosing function, or -1
    owner: int  # the enclosing class, or -1
    start: int
    end: int
    name_start: int
    name_end: int


class ModuleFacts(msgspec.Struct, array_like=True, gc=False):
    """All that one file says. Says nothing of where the file lies; the program adds that."""

    body: list[Stmt]
    functions: list[Function]
    classes: list[Class]
    walrus: list[tuple[int, str, int]] = []  # names bound by `:=`: function index or -1, name, offset


def encode(facts: ModuleFacts) -> bytes:
    """Facts as MessagePack."""
    return msgspec.msgpack.encode(facts)


def decode(data: bytes) -> ModuleFacts:
    """The inverse of `encode`; raises `msgspec.ValidationError` on foreign or damaged data."""
    return msgspec.msgpack.decode(data, type=ModuleFacts)
