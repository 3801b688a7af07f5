"""Code that goes through a model and writes its layers' tensors anew: what their constructors drew is gone.

`for m in model.modules(): if isinstance(m, nn.Linear): nn.init.xavier_uniform_(m.weight)`, the function that
`model.apply` is given, and the same by parameters: `for name, p in model.named_parameters(): …`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from weakref import proxy

from samerun.index import facts as f
from samerun.program.flow.domain import UNKNOWN, Func, Unknown
from samerun.program.sites import last_name, statements
from samerun.program.symbols import External

if TYPE_CHECKING:
    from samerun.program.flow.domain import Value
    from samerun.program.flow.events import Draw
    from samerun.program.modules import Module
    from samerun.program.program import Program

# Methods of a tensor that leave nothing of what was in it.
FILLING = frozenset({"fill_", "zero_", "copy_", "uniform_", "normal_", "set_", "bernoulli_", "exponential_"})
_CONSTANT = frozenset({"fill_", "zero_", "copy_", "set_", "zeros_", "ones_", "constant_", "eye_", "dirac_"})
# PyTorch's initialisers, and a project's own that are named as they are.
_INITIALISER = re.compile(r"(\w+_)?(uniform|normal|constant|ones|zeros|eye|dirac|orthogonal|sparse)_?")
_TENSOR = re.compile(r"\.?(weight|bias)(_[a-z]+)*")
_LAYERS = frozenset({"modules", "named_modules"})
_PARAMETERS = frozenset({"parameters", "named_parameters"})


class Walk(NamedTuple):
    """Statements that run for each layer of a model, or (`by_tensor`) for each parameter.

    The program is held weakly: a run that remembers its walks keeps no files. `subject` is its name there, `label`
    that of the name it is listed under, if any; `start`: their offset.
    """

    program: Program
    module: Module
    scope: int
    body: list[f.Stmt]
    subject: str
    label: str
    by_tensor: bool
    start: int

    def makes(self, draw: Draw) -> bool:
        """Whether a draw is made there."""
        return any(
            (each.path, each.scope) == (self.module.path, self.scope) and each.span.start >= self.start
            for each in (draw.place, *draw.path)
        )

    @property
    def draws(self) -> bool:
        """Whether something that it writes is random, as far as its initialisers' names say."""
        return any(self._writes(node, None) and last_name(_call(node).func) not in _CONSTANT for node in self._done())

    def _done(self) -> list[f.Do]:
        return [node for node in statements(self.body) if isinstance(node, f.Do) and isinstance(node.expr, f.Call)]

    def overwrites(self, cls: str, tensor: str) -> bool:
        """Whether a parameter of every layer of a library's class is written anew."""
        return self._block(self.body, cls, tensor)[0]

    def _block(self, body: list[f.Stmt], cls: str, tensor: str) -> tuple[bool, bool]:
        """Whether statements write the tensor on every way, and whether some way leaves them before."""
        for node in body:
            if isinstance(node, f.If):
                answer = self._answer(node.test.expr, cls, tensor)
                ways = [way for way, taken in ((node.body, True), (node.orelse, False)) if answer in (taken, None)]
            elif isinstance(node, f.With):
                ways = [node.body]
            elif isinstance(node, (f.Return, f.Raise, f.Jump)):
                return False, True
            else:
                if self._writes(node, tensor):
                    return True, False
                continue
            outcomes = [self._block(way, cls, tensor) for way in ways]
            if all(written for written, _ in outcomes):
                return True, False
            if any(left for _, left in outcomes):
                return False, True
        return False, False

    def _writes(self, node: f.Stmt, tensor: str | None) -> bool:
        """Whether a plain statement overwrites the tensor whole; None: any of the subject's."""
        if isinstance(node, f.Bind) and not node.op:
            return any(self._is_tensor(target, tensor) and not isinstance(target, f.Name) for target in node.targets)
        call = node.expr if isinstance(node, f.Do) else None
        if not isinstance(call, f.Call):
            return False
        name = last_name(call.func)
        if isinstance(call.func, f.Attr) and name in FILLING and self._is_tensor(call.func.value, tensor):
            return True
        plain = isinstance(call.func, f.Name) or (
            isinstance(call.func, f.Attr) and "init" in last_name(call.func.value)
        )
        return plain and bool(_INITIALISER.fullmatch(name) and call.args) and self._is_tensor(call.args[0], tensor)

    def _is_tensor(self, node: f.Expr, tensor: str | None) -> bool:
        """`m.weight`, `m.weight.data`; `p`, `p.data`"""
        if isinstance(node, f.Attr) and node.attr == "data":
            node = node.value
        if not self.by_tensor and isinstance(node, f.Attr) and tensor in (node.attr, None):
            node = node.value
        elif not self.by_tensor:
            return False
        return isinstance(node, f.Name) and node.id == self.subject

    # --- tests ---------------------------------------------------------------------------------------

    def _answer(self, test: f.Expr, cls: str, tensor: str) -> bool | None:
        """How a test comes out for a tensor of a layer of this class; None where that isn't seen."""
        if isinstance(test, f.Unary) and test.op == "not":
            answer = self._answer(test.operand, cls, tensor)
            return None if answer is None else not answer
        if isinstance(test, f.Call):
            return self._asked(test, cls, tensor)
        if isinstance(test, f.Attr):  # nothing of a new model is frozen
            fresh = self.by_tensor and test.attr == "requires_grad" and self._is_tensor(test.value, tensor)
            return True if fresh or self._is_tensor(test, tensor) else None
        if not isinstance(test, f.Binary):
            return None
        if test.op in ("and", "or"):
            answers = {self._answer(each, cls, tensor) for each in (test.left, test.right)}
            if (test.op == "or") in answers:
                return test.op == "or"
            return None if None in answers else test.op == "and"
        return self._compared(test, cls, tensor)

    def _asked(self, call: f.Call, cls: str, tensor: str) -> bool | None:
        name, args = last_name(call.func), call.args
        if name == "isinstance" and len(args) == 2 and self._is_subject(args[0]):
            return None if self.by_tensor else self._is_one_of(args[1], cls)
        if name == "hasattr" and len(args) == 2 and self._is_subject(args[0]) and isinstance(args[1], f.Const):
            return True if args[1].value == tensor else None
        if name in ("startswith", "endswith") and isinstance(call.func, f.Attr) and args:
            return self._in_text(args[0], call.func.value, name, cls, tensor)
        return None

    def _compared(self, test: f.Binary, cls: str, tensor: str) -> bool | None:
        left, right = test.left, test.right
        if test.op == "is not" and isinstance(right, f.Const) and right.value is None:
            if isinstance(left, f.Call) and last_name(left.func) == "getattr" and len(left.args) > 1:
                left = f.Attr(left.args[0], str(getattr(left.args[1], "value", "")))
            return True if self._is_tensor(left, tensor) else None
        if test.op in ("==", "is", "in") and self._is_kind(left):
            return None if self.by_tensor else self._is_one_of(right, cls, exactly=True)
        if test.op in ("in", "==") and isinstance(left if test.op == "in" else right, f.Const):
            needle, text = (left, right) if test.op == "in" else (right, left)
            return self._in_text(needle, text, test.op, cls, tensor)
        number = right.value if isinstance(right, f.Const) else None
        if isinstance(left, f.Call) and last_name(left.func) == "find" and isinstance(left.func, f.Attr) and left.args:
            found = self._in_text(left.args[0], left.func.value, "in", cls, tensor)
            asks = (test.op, number) in (("!=", -1), (">", -1), (">=", 0))
            return found if asks else None
        if self.by_tensor and self._is_size(left) and number in (1, 2):
            many = not tensor.startswith("bias")
            if (test.op, number) in ((">", 1), (">=", 2), ("!=", 1), ("==", 2)):
                return None if many and (test.op, number) == ("==", 2) else many
            return not many if (test.op, number) in (("<", 2), ("<=", 1), ("==", 1)) else None
        return None

    def _is_subject(self, node: f.Expr) -> bool:
        return isinstance(node, f.Name) and node.id == self.subject

    def _is_kind(self, node: f.Expr) -> bool:
        """`type(m)`, `m.__class__`"""
        if isinstance(node, f.Call):
            return last_name(node.func) == "type" and len(node.args) == 1 and self._is_subject(node.args[0])
        return isinstance(node, f.Attr) and node.attr == "__class__" and self._is_subject(node.value)

    def _is_size(self, node: f.Expr) -> bool:
        """`p.dim()`, `p.ndim`, `len(p.shape)`, `len(p.size())`"""
        if isinstance(node, f.Call) and last_name(node.func) == "len" and node.args:
            inner = node.args[0].func if isinstance(node.args[0], f.Call) else node.args[0]
            return isinstance(inner, f.Attr) and inner.attr in ("shape", "size") and self._is_tensor(inner.value, None)
        inner = node.func if isinstance(node, f.Call) else node
        return isinstance(inner, f.Attr) and inner.attr in ("dim", "ndim") and self._is_tensor(inner.value, None)

    def _is_one_of(self, node: f.Expr, cls: str, exactly: bool = False) -> bool | None:
        """Whether a layer of a library's class is of one of the classes that an expression lists."""
        if isinstance(node, f.Container):
            kinds = node.values
        elif isinstance(node, f.Binary) and node.op == "|":
            kinds = [node.left, node.right]
        else:
            kinds = [node]
        answers = {self._is_a(kind, cls, exactly) for kind in kinds}
        return True if True in answers else None if None in answers else False

    def _is_a(self, kind: f.Expr, cls: str, exactly: bool) -> bool | None:
        symbol = self.program.resolver.expr(self.module, self.scope, kind, self.module.size)
        if not isinstance(symbol, External):
            return None
        catalog = self.program.catalog
        name = catalog.canonical(symbol.name)
        own, last = cls.rpartition(".")[2], name.rpartition(".")[2]
        if not name.startswith("torch.nn.") or last in ("Module", "Sequential"):
            return True if catalog.is_a(cls, name) and not exactly else None
        if last.startswith("_"):  # `nn.modules.conv._ConvNd`, the base of what is named after it
            return last.strip("_").removesuffix("Nd") in own
        return own == last

    def _in_text(self, needle: f.Expr, text: f.Expr, asks: str, cls: str, tensor: str) -> bool | None:
        """What is asked of a class's name, or of the name that a parameter is listed under."""
        if not isinstance(needle, f.Const) or not isinstance(needle.value, str):
            return None
        if self._names_class(text):
            own = cls.rpartition(".")[2]
            return {
                "in": needle.value in own, "==": needle.value == own,
                "startswith": own.startswith(needle.value), "endswith": own.endswith(needle.value),
            }[asks]  # fmt: skip
        listed = self.by_tensor and isinstance(text, f.Name) and text.id == self.label
        if not listed or asks not in ("in", "endswith") or not _TENSOR.fullmatch(needle.value):
            return None
        part = needle.value.lstrip(".")
        return part in tensor if asks == "in" else tensor.endswith(part) if "*" not in tensor else None

    def _names_class(self, node: f.Expr) -> bool:
        """`m.__class__.__name__`, `type(m).__name__`, or a name that is bound to it."""
        if isinstance(node, f.Name):
            bound = [each.value for each in statements(self.body) if isinstance(each, f.Bind) and _binds(each, node.id)]
            return len(bound) == 1 and isinstance(bound[0], f.Attr) and self._names_class(bound[0])
        return isinstance(node, f.Attr) and node.attr == "__name__" and self._is_kind(node.value)


def _binds(node: f.Bind, name: str) -> bool:
    return any(isinstance(target, f.Name) and target.id == name for target in node.targets)


def _call(node: f.Do) -> f.Call:
    assert isinstance(node.expr, f.Call)
    return node.expr


def looped(program: Program, module: Module, scope: int, node: f.For) -> tuple[Walk, f.Expr] | None:
    """A loop through the layers or the parameters of a model, and the model."""
    call = node.iter.expr
    if not (isinstance(call, f.Call) and isinstance(call.func, f.Attr) and call.func.attr in _LAYERS | _PARAMETERS):
        return None
    names = [each.id for each in (node.target, *getattr(node.target, "values", [])) if isinstance(each, f.Name)]
    named = call.func.attr.startswith("named_")
    if len(names) != (2 if named else 1):
        return None
    label = names[0] if named else ""
    by_tensor = call.func.attr in _PARAMETERS
    return Walk(proxy(program), module, scope, node.body, names[-1], label, by_tensor, node.iter.start), call.func.value


def applied(program: Program, function: Value) -> Walk | None:
    """A function that `model.apply` runs for each layer."""
    if not isinstance(function, Func):
        return None
    module, scope = program.table.by_path[function.ref.path], function.ref.index
    facts = program.function(function.ref)
    if not facts.params:
        return None
    return Walk(proxy(program), module, scope, facts.body, facts.params[-1].name, "", by_tensor=False, start=0)


def method_of_tensor(node: f.Call, name: str) -> Value:
    """What `layer.weight.data.normal_()` calls, whatever the layer is: UNKNOWN for all other calls."""
    if name not in FILLING or not isinstance(node.func, f.Attr):
        return UNKNOWN
    tensor = node.func.value
    if isinstance(tensor, f.Attr) and tensor.attr == "data":
        tensor = tensor.value
    named = isinstance(tensor, f.Attr) and tensor.attr in ("weight", "bias")
    return Unknown(of=f"torch.Tensor.{name}") if named else UNKNOWN
