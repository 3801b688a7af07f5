"""Which judges are kin to what they grade: every judge's slot with the generators that are linked to it.

Links, strongest first: one call, object, mapping, parser or class; one module; functions that the module reaches;
modules that take the judge from a module of constants. The first link that has a generator decides, even where
that generator's model is unknown: then nothing is said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from samerun.catalog.families import Kinship, Model
from samerun.index import facts as f
from samerun.program.models.carriers import Carriers, Named
from samerun.program.models.judge import Judge, Kin
from samerun.program.models.libraries import Slot
from samerun.program.models.places import statement_at, temperature
from samerun.program.models.reach import Reach
from samerun.program.models.slots import SlotReader, Use, fallback_of, grades_documents, role_of_use, where
from samerun.program.models.subjects import Subjects
from samerun.program.models.words import MEDIUM, STRONG, WEAK, role_of, stands_aside, words_of
from samerun.program.sites import children, enclosing, last_name
from samerun.program.symbols import ClassRef, FunctionRef
from samerun.program.values import HANDED_OVER
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.catalog.families import Families, Strictness
    from samerun.program.modules import Module
    from samerun.program.program import Program

_JUDGE_NAME = rb"\b\w*(?:judge|grader|evaluator|juror)\w*(?:\.\w+)*"
_OTHER_NAME = rb"\b(?!None)\w*(?:model|generator|candidate|subject|target|sut)\w*"
_GUARD = re.compile(
    rb"^[^#\n]*\b(?:if|assert|elif|while)\b[^#\n]*"
    rb"(?:"
    + _JUDGE_NAME
    + rb"\s*(?:==|!=|in\b|not in\b)\s*(?!None)\w*(?:model|generator|candidate|subject|target|sut)\w*"
    rb"|" + _OTHER_NAME + rb"\s*(?:==|!=|in\b|not in\b)\s*\w*(?:judge|grader|evaluator|juror)\w*"
    rb"|famil\w*\([^\n]*(?:==|!=|in\b))",
    re.MULTILINE | re.IGNORECASE,
)
_REFINES = re.compile(rb"\bwhile\b[^\0]*\bfeedback\b", re.IGNORECASE)  # an evaluator that steers…
_COUNTS = re.compile(rb"\b(mean|sum|average|accuracy|assert|scores|results|append|dump|to_csv|print)\b")
_NAMES_A_MODEL = frozenset(
    {"judge", "judges", "grader", "graders", "jury", "juror", "jurors", "autorater", "autograder"}
)
_EVALUATES = frozenset({"evaluator", "scorer", "evaluation", "eval", "metric", "evaluate", "score"})
_HOLDERS = frozenset({"model", "models", "llm", "llms", "lm", "engine", "deployment", "provider"})


class Pairing:
    """Pairs the judges of a program with its generators."""

    def __init__(
        self, program: Program, families: Families, strictness: Strictness = "family", jury: str = "half"
    ) -> None:
        self.program, self.families, self.strictness, self.jury = program, families, strictness, jury
        self.carriers = Carriers(program, families)
        self.reader = SlotReader(program, self.carriers)
        self.reach = Reach(program, self.reader)
        self.subjects = Subjects(program, self.carriers, self.reader, self.reach)
        self._models: dict[tuple[str, int, int, str], list[Named]] = {}

    def judged(self, modules: list[Module]) -> Iterator[tuple[Judge, list[Kin]]]:
        """Every judge of these modules with the generators that are its kin, once a place."""
        found: dict[tuple[str, int], tuple[Judge, list[Kin]]] = {}
        for module in modules:
            for slot in self.judges(module):
                for judge, kin in self._verdict(slot):
                    key = (judge.path, self._line(judge))
                    if key not in found or (kin and not found[key][1]):
                        found[key] = (judge, kin)
        yield from (found[key] for key in sorted(found))

    def _line(self, judge: Judge) -> int:
        """The judge's line; in a configuration file, which has one place a model, its offset."""
        module = self.program.table.by_path.get(judge.path)
        return module.source.lines.line_of(judge.span.start) if module is not None else judge.span.start

    def judges(self, module: Module) -> list[Slot]:
        """The judge slots of a module: those that are called so, then calls in functions that grade."""
        named = [slot for slot in self.reader.slots(module) if slot.role == "judge" and not slot.ambiguous]
        functions = module.facts.functions
        named = [slot for slot in named if slot.scope < 0 or not grades_documents(functions[slot.scope].name)]
        if b"langgraph" in module.source.data:  # graders there steer an agent or a retrieval
            named = [slot for slot in named if "judge" in slot.name.lower()]
        elif _REFINES.search(module.source.data) and not _COUNTS.search(module.source.data):
            named = [slot for slot in named if not {"evaluator", "evaluators"} & set(words_of(slot.name))]
        members = self._members(named)
        named = [slot for slot in named if slot.call is None or slot.call.start not in members]
        used = []
        for use in (*self.reader.uses(module), *self.reach.handing_over(module, "judge")):
            grading = role_of_use(use) == "judge" or self.reach.is_handed_to_judge(use)
            if not grading or self._role_of_use(use) is not None or (named and _is_ambiguous(use)):
                continue
            span = Span(use.call.start, use.call.end)
            group = ("function", module.path, use.scope)
            used.append(
                Slot("judge", MEDIUM, "", module, use.scope, use.value, span, use.statement, group, call=use.call)
            )
        return [*named, *used, *self._from_files(module)]

    def _members(self, slots: list[Slot]) -> set[int]:
        """Where the calls stand that are members of a jury: the jury is one judge."""
        found: set[int] = set()
        for slot in slots:
            if isinstance(slot.value, f.Container) and slot.value.kind != "dict":
                calls = {value.start for value in slot.value.values if isinstance(value, f.Call)}
                if len(calls) > 1 and len({each.model.name for each in self.named(slot)}) > 1:
                    found |= calls
        return found

    def _from_files(self, module: Module) -> Iterator[Slot]:
        """Calls that hand on a judge's model from a configuration file."""
        if b"load" not in module.source.data:
            return
        for use in (*self.reader.uses(module), *self.reach.handing_over(module)):
            value = self.carriers.documents.value(module, use.scope, use.value)
            roles = [role_of(key) for key in value.keys] if value is not None else []
            if any(role is not None and role.role == "judge" and not role.ambiguous for role in roles):
                span = Span(use.call.start, use.call.end)
                group = ("call", module.path, use.call.start)
                yield Slot("judge", STRONG, "", module, use.scope, use.value, span, use.statement, group, call=use.call)

    # --- one judge -----------------------------------------------------------------------------------

    def _verdict(self, slot: Slot) -> Iterator[tuple[Judge, list[Kin]]]:
        if slot.default in ("subject", "settings"):
            itself = list(self.subjects.verdict(slot))
            yield from itself
            if itself or slot.default == "subject" or self.subjects.may_be_set:
                return
            slot = slot._replace(default="gpt")
        named = self.named(slot)
        if not named and slot.default:
            model = Model("", "", slot.default, sure=True)
            named = [Named(model, slot.module.path, slot.span)]
        if not named:
            yield from self._fallback(slot)
            return
        generators = self.generators(slot)
        guarded = _GUARD.search(slot.module.source.data) is not None
        kin = [(each, self._kin(slot, each, generators) if not guarded else []) for each in named]
        many = max(each.many for each in named)
        if many > 1 and len({each.model.name for each in named}) > 1:
            related = [pair for pair in kin if pair[1]]
            enough = bool(related) if self.jury == "strict" else 2 * len(related) >= many
            for each, found in kin:
                first = bool(related) and each == related[0][0]
                yield self._judge(slot, each, found), found if enough and first else []
            return
        if len({each.model.name for each in named}) > 1 and not all(found for _, found in kin):
            kin = [(each, []) for each, _ in kin]  # which of them runs isn't known
        for each, found in kin:
            yield self._judge(slot, each, found), found

    def _fallback(self, slot: Slot) -> Iterator[tuple[Judge, list[Kin]]]:
        """A judge that is the generator by its name, whichever that is: `JUDGE_MODEL = os.getenv(…, CHAT_MODEL)`."""
        other = fallback_of(slot)
        if other is not None:
            unknown = Model(f"{slot.name} = {other}", "", "")
            judge = Judge(unknown, slot.module.path, slot.span, slot.statement, where(slot), False)
            kinship = Kinship(True, f"the judge's model is {other}'s")
            yield judge, [Kin(judge, Model(other, "", ""), slot.module.path, slot.span, kinship)]

    def _judge(self, slot: Slot, named: Named, kin: list[Kin]) -> Judge:
        shared = (
            bool(slot.name)
            and slot.call is None
            and any((pair.path, pair.span) == (named.path, named.span) for pair in kin)
        )
        alias = slot.name and not slot.default and self._is_alias(named)
        module = slot.module
        statement, name = slot.statement, enclosing(module, slot.scope)
        path, span = named.path, named.span
        if shared or alias:
            path, span = module.path, slot.span
        elif (path, span) != (module.path, slot.span) and not (
            path == module.path and slot.statement.start <= span.start < slot.statement.end
        ):
            other = self.program.table.by_path.get(path)
            statement, name = statement_at(other, span) if other is not None else (span, "")
        return Judge(named.model, path, span, statement, name, named.model.name != "", temperature(slot))

    def _is_alias(self, named: Named) -> bool:
        """Whether the judge's id came through a name that is the generator's."""
        roles = [role_of(name) for _, _, name in named.names]
        return any(role is not None and role.role == "generator" and role.strength >= MEDIUM for role in roles)

    def _kin(self, slot: Slot, judge: Named, generators: list[Named]) -> list[Kin]:
        found = []
        bound = not slot.name or _aliased(judge)
        for each in generators:
            if not bound and (each.path, each.span) == (judge.path, judge.span):
                continue  # the judge's own id, used under its own name
            kinship = self.families.kinship(judge.model, each.model, self.strictness)
            if kinship is not None:
                about = Judge(judge.model, judge.path, judge.span, slot.statement, "", True)
                found.append(Kin(about, each.model, each.path, each.span, kinship))
        found.sort(key=lambda kin: not kin.kinship.same)
        return found

    def named(self, slot: Slot) -> list[Named]:
        """The models that a slot may hold."""
        if slot.value is None:
            return []
        key = (slot.module.path, slot.scope, id(slot.value), f"{slot.role} {slot.name}")
        if key not in self._models:
            self._models[key] = (
                []
                if self._is_object(slot)
                else self.carriers.models(slot.module, slot.scope, slot.value, slot.statement.start)
            )
            if not slot.name:  # a caller's argument is a use of its own, in the caller's function
                self._models[key] = [named for named in self._models[key] if HANDED_OVER not in named.names]
            elif slot.role == "generator" and slot.strength < STRONG and not set(words_of(slot.name)) & _HOLDERS:
                self._models[key] = [named for named in self._models[key] if not _judges(named)]  # a judge's response
        return self._models[key]

    def _is_object(self, slot: Slot) -> bool:
        """Whether a slot holds a scorer or evaluator of the project's own, which takes the model that it evaluates."""
        words = set(words_of(slot.name))
        if not slot.name or slot.call is not None or words & _HOLDERS or words & _NAMES_A_MODEL:
            return False
        if not isinstance(slot.value, f.Call):
            return slot.strength < STRONG and slot.role == "judge" and not isinstance(slot.value, (f.Const, f.FString))
        if slot.role == "generator":
            return bool(set(words_of(last_name(slot.value.func))) & _EVALUATES)
        callee = self.program.types.callee(slot.module, slot.scope, slot.value.func, slot.statement.start)
        last = set(words_of(last_name(slot.value.func)))
        return isinstance(callee, (FunctionRef, ClassRef)) or bool(last & _EVALUATES)

    # --- generators ----------------------------------------------------------------------------------

    def generators(self, slot: Slot) -> list[Named]:
        """The models whose output the judge in a slot grades, by the strongest link that there is."""
        slots = [each for each in self.reader.slots(slot.module) if self._generates(each)]
        near = [each for each in slots if each.group == slot.group and each.value is not slot.value]
        for module in (slot.module, *self.reach.users(slot)):
            own = [each for each in self.reader.slots(module) if self._generates(each)]
            close = near if module is slot.module else []
            strong = STRONG if slot.strength < MEDIUM else MEDIUM
            mine = {(named.path, named.span) for named in self.named(slot) if not _aliased(named)}
            for tier in (_at_least(close, strong), _at_least(own, strong)):
                if any(self._counts(each) and not mine & self._places(each) for each in tier):
                    return [named for each in tier for named in self.named(each)]
            if slot.strength < MEDIUM:
                continue
            mine = {(named.path, named.span) for named in self.named(slot)}
            weak = [(each, named) for each in close for named in self.named(each)]
            found = [
                named
                for each, named in weak
                if not _judges(named) and ((named.path, named.span) not in mine or self.reach.generates(each))
            ] or self._unnamed(module, slot)
            found = found or [
                named
                for each in own
                for named in (self.named(each) if self._places(each) & mine else [])
                if each.value is not slot.value and self.reach.generates(each)
            ]  # one object for both
            if found:
                return found
        return self.carriers.models_of(self.reach.fed(slot)) if slot.strength >= MEDIUM else []

    def _places(self, slot: Slot) -> set[tuple[str, Span]]:
        return {(named.path, named.span) for named in self.named(slot)}

    def _counts(self, slot: Slot) -> bool:
        """Whether a generator's slot decides: it holds a model, or is called so that it must."""
        if self.named(slot):
            return True
        if slot.strength < STRONG and not set(words_of(slot.name)) & _HOLDERS:
            return False
        if self.carriers.documents.is_loaded(slot.value):
            return False
        return slot.value is not None and not any(
            isinstance(origin.node, (f.Const, f.FString, f.Lambda))
            for origin in self.program.values.origins(slot.module, slot.scope, slot.value, slot.statement.start)
        )

    def _generates(self, slot: Slot) -> bool:
        return (slot.role == "generator" or slot.ambiguous) and not self.reach.writes_tests(slot)

    def _unnamed(self, module: Module, slot: Slot) -> list[Named]:
        """Generators that nothing calls so: calls outside functions that grade, there or in what the module reaches."""
        own = [*self.reader.uses(module), *self.reach.handing_over(module)]
        carrying = {call for named in self.named(slot) for call in named.through}
        for uses in (own, self.reach.uses(module)):
            found = []
            for use in uses:
                if (use.module.path, use.call.start) not in carrying and self._is_generating(use, slot):
                    models = self.carriers.models(use.module, use.scope, use.value, use.statement.start)
                    found += [named for named in models if HANDED_OVER not in named.names and not _judges(named)]
            if found:
                return found
        return []

    def _is_generating(self, use: Use, slot: Slot) -> bool:
        if use.module is slot.module and slot.span.start <= use.call.start < slot.span.end:
            return False
        if slot.value is not None and use.value is slot.value:
            return False
        role = self._role_of_use(use)
        if role is not None:
            return role == "generator"
        if self.reach.is_handed_to_judge(use):
            return False
        return role_of_use(use) == "generator" and self.reach.is_linked(use, slot)

    def _role_of_use(self, use: Use) -> str | None:
        """The role that names give to a call: what it is assigned or handed to, or what its id went through.

        "judge", "generator", "neither"; None where no name says anything.
        """
        names = [*self.reach.bound_names(use), *spoken_names(use)]
        for named in self.carriers.models(use.module, use.scope, use.value, use.statement.start):
            names += [name for _, _, name in named.names]
        said = None
        for name in names:
            role = role_of(name)
            if role is not None and role.ambiguous:
                continue
            if role is not None and role.role == "judge":
                return "judge"
            if role is not None and role.strength >= MEDIUM:
                said = said or "generator"
            elif role is None and stands_aside(name):
                said = said or "neither"
        return said


def _is_ambiguous(use: Use) -> bool:
    """Whether a use's id comes from a name like EVAL_MODEL, which is as often the model under test."""
    return any(role is not None and role.ambiguous for role in map(role_of, spoken_names(use)))


def _judges(named: Named) -> bool:
    """Whether an id came through a judge's name on its way to a nameless use."""
    roles = [role_of(name) for _, _, name in named.names]
    return any(role is not None and role.role == "judge" and not role.ambiguous for role in roles)


def _aliased(named: Named) -> bool:
    """Whether an id came through a name that gives a role."""
    return any(role_of(name) is not None for _, _, name in named.names)


def spoken_names(use: Use) -> list[str]:
    """The names, attributes and keys in a use's id, and in what its local names are bound to."""
    out: list[str] = []
    stack: list[tuple[f.Expr, int]] = [(use.value, 0)]
    while stack:
        node, depth = stack.pop()
        if isinstance(node, f.Attr):
            out.append(node.attr)
        elif isinstance(node, f.Const) and isinstance(node.value, str) and depth:
            out += [node.value] if node.value.replace("_", "a").isalpha() else []
        elif isinstance(node, f.Name):
            out.append(node.id)
            found = use.module.scopes.find(use.scope, node.id)
            bindings = found[1][:2] if found is not None and depth < 3 else []
            stack += [(b.what, depth + 1) for b in bindings if b.kind == "value"]  # type: ignore[misc]
            continue
        stack += [(child, depth) for child in children(node)] if depth < 3 else []
    return out


def _at_least(slots: list[Slot], strength: int) -> list[Slot]:
    return [slot for slot in slots if slot.strength >= strength and not (slot.ambiguous and strength > WEAK)]


__all__ = ["STRONG", "Pairing"]
