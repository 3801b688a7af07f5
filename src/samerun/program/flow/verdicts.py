"""From what the runs saw to verdicts: one cause, one verdict, with the path that proves it."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

import msgspec

from samerun.catalog.schema import Callable, Class
from samerun.catalog.streams import DEVICES, stream_name
from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.fates.fate import Fates
from samerun.program.fates.slices import ONLY_RESULT
from samerun.program.flow.benign import initialises, is_benign
from samerun.program.flow.domain import Place
from samerun.program.flow.events import Draw
from samerun.program.flow.forks import ended_between, exclude, stand_ins
from samerun.program.flow.run import EntryRun
from samerun.program.flow.timed import is_benchmark
from samerun.program.flow.watched import is_watched
from samerun.program.symbols import ClassRef

if TYPE_CHECKING:
    from samerun.program.program import Program

# One cause, one finding: where several codes blame one place, the first of these stands.
_PRECEDENCE = ("REP105", "REP104", "REP103", "REP106", "REP102", "REP101")


class Step(msgspec.Struct, frozen=True):
    """A place on the way, with its sentence."""

    place: Place
    message: str


class Verdict(msgspec.Struct, frozen=True):
    """One verdict. `stream` is a stream's name, "own" for an object's; `seen` are the draws that it stands for.

    `kind`: what an order or a number comes from ("text-order", …; "mixed": of more than text). `reads`: the statements
    that ask for the order.
    """

    code: str
    place: Place
    message: str
    stream: str
    steps: tuple[Step, ...]
    entry: str
    help: str = ""
    seen: tuple[tuple[EntryRun, Draw], ...] = ()
    kind: str = ""
    reads: tuple[Place, ...] = ()


def verdicts(program: Program) -> list[Verdict]:
    """All verdicts of REP101 to REP105, at most one for each primary place and code."""
    return _Judge(program).all()


class _Judge:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.found: dict[tuple[str, object], dict[str, Verdict]] = {}  # the first one of each stream
        self.counts: dict[tuple[str, object], set[Place]] = {}
        self.seen: dict[tuple[str, object], list[tuple[EntryRun, Draw]]] = {}
        self.seeded_elsewhere = self._seeded_places()
        self._benign = cache(partial(is_benign, program))
        self._watched = cache(self._only_watched)
        self.fates = Fates(program)
        self._initialises = cache(partial(initialises, program))

    def _seeded_places(self) -> dict[Place, set[str]]:
        """For each draw: the entry points from which it is reached seeded."""
        out: dict[Place, set[str]] = {}
        for run in self.program.runs:
            for draw in run.events.draws:
                if draw.status.state == "seeded":
                    out.setdefault(draw.place, set()).add(run.entry.path)
        return out

    def all(self) -> list[Verdict]:
        for run in self.program.runs:
            if not run.events.told or is_benchmark(self.program, run):
                continue  # what it draws, nobody sees
            if run.events.switches.serves() and not run.events.weights.trained and run.entry.path.endswith(".py"):
                continue  # a server's: it answers whom it is asked by
            spare = stand_ins(run.events.draws, run.events.weights.loads)
            for seen in run.events.draws:
                if seen.status.state != "unseeded" or seen.order in spare or run.events.beyond(seen.order):
                    continue
                if run.events.is_idle(seen):
                    continue
                if seen.stream in DEVICES or self._is_harmless(run, seen, seen.place):
                    continue
                draw = seen if seen.init else seen._replace(init=self._initialises(seen.place))
                if draw.init and self._is_harmless(run, draw, self._primary(run, draw)):
                    continue  # a model that nobody uses
                if (draw.latent and run.gave_up) or not run.events.weights.replaces(draw, run.events.draws):
                    self._judge(run, draw)
        found = {key: self._main(key) for key in self.found}
        best: dict[Place, int] = {}
        for verdict in found.values():
            rank = _PRECEDENCE.index(verdict.code)
            best[verdict.place] = min(rank, best.get(verdict.place, rank))
        out: list[Verdict] = []
        told: dict[tuple[Place, str], int] = {}
        for key, verdict in found.items():
            if (number := told.get((verdict.place, verdict.stream))) is not None:
                both = (*out[number].seen, *self.seen[key])  # another entry point comes to the same place: one cause
                out[number] = msgspec.structs.replace(out[number], seen=both)
                continue
            if _PRECEDENCE.index(verdict.code) > best[verdict.place]:
                continue
            told[(verdict.place, verdict.stream)] = len(out)
            out.append(self._counted(key, msgspec.structs.replace(verdict, seen=tuple(self.seen[key]))))
        return out

    def _is_harmless(self, run: EntryRun, draw: Draw, place: Place) -> bool:
        if self._benign(place) or any(self._watched(each) for each in (place, *draw.path)):
            return True
        cause = draw.status.cause
        if cause is not None and cause.kind in ("entropy", "optional"):
            return False  # the seeding is blamed, whatever this draw is for
        callee = draw.callee if place == draw.place else ""
        if callee and run.events.probes.is_probe(draw, run.events.draws):
            callee = ONLY_RESULT
        return self.fates.harmless(run, place, callee, weights=draw.init)

    def _only_watched(self, place: Place) -> bool:
        return place.scope == MODULE and is_watched(self.program.table.by_path[place.path], place.slice.start)

    def _counted(self, key: tuple[str, object], verdict: Verdict) -> Verdict:
        """The verdict, saying how many draws it stands for."""
        more = len(self.counts[key]) - 1
        if more <= 0 or verdict.code not in ("REP101", "REP103"):
            return verdict
        text = f"{verdict.message} ({more} more {'draw follows' if more == 1 else 'draws follow'} here)"
        return msgspec.structs.replace(verdict, message=text)

    def _judge(self, run: EntryRun, draw: Draw) -> None:
        cause = draw.status.cause
        stream = draw.stream if isinstance(draw.stream, str) else "own"
        if cause is not None and cause.kind == "entropy":
            self._entropy(run, draw, stream)
        elif cause is not None and cause.kind == "optional":
            if cause.other not in run.events.demanded:
                self._optional(run, draw, stream)
        elif cause is not None and cause.kind == "worker":
            self._worker(run, draw, stream)
        elif isinstance(draw.stream, int) or (cause is not None and cause.kind == "own"):
            self._generator(run, draw)
        elif draw.place not in run.events.sources:  # what is drawn to be a seed: what that seeds is reported
            self._global(run, draw, stream)

    def _add(self, key: tuple[str, object], run: EntryRun, draw: Draw, verdict: Verdict) -> None:
        self.counts.setdefault(key, set()).add(draw.place)
        self.seen.setdefault(key, []).append((run, draw))
        self.found.setdefault(key, {}).setdefault(verdict.stream, verdict)

    def _main(self, key: tuple[str, object]) -> Verdict:
        """What is said of a place that is to blame for several streams: it is told of the one most drawn from for more
        than a look at what is drawn (`logger.info("a sample: %s", random.choice(rows))`)."""
        first = self.found[key]
        if len(first) == 1:
            return next(iter(first.values()))
        used = [each for each in self.seen[key] if not self._is_looked_at(*each)]
        drawn = {draw.place: draw.stream for _, draw in used or self.seen[key]}
        return first[max(first, key=[*drawn.values()].count)]

    def _is_looked_at(self, run: EntryRun, draw: Draw) -> bool:
        return self.fates.harmless(run, draw.place, draw.callee, weights=draw.init)

    def _entropy(self, run: EntryRun, draw: Draw, stream: str) -> None:
        cause = draw.status.cause
        assert cause is not None
        steps = (
            [Step(cause.other, f"`{cause.what}` is made here")] if cause.other and cause.other != cause.place else []
        )
        steps += self._path(run, draw)
        seeded = "seeded with None" if cause.what == "None" else f"seeded from `{cause.what}`"
        what = stream_name(stream) if stream != "own" else "the generator"
        message = f"{what[0].upper()}{what[1:]} is {seeded}, which differs in every run"
        help_ = "Seed it from a named constant; to keep the choice free, draw a seed once and log it"
        verdict = Verdict("REP105", cause.place, message, stream, tuple(steps), run.entry.path, help_)
        self._add(("REP105", cause.place), run, draw, verdict)

    def _optional(self, run: EntryRun, draw: Draw, stream: str) -> None:
        cause = draw.status.cause
        assert cause is not None
        steps = [Step(cause.other, "the default")] if cause.other and cause.other != cause.place else []
        steps += self._path(run, draw)
        what = stream_name(stream) if stream != "own" else "the generator"
        absent = "is None" if cause.what in ("", "None") else f"{cause.what} counts as none"
        message = f"{what[0].upper()}{what[1:]} stays unseeded unless a seed is given: the default {absent}"
        verdict = Verdict(
            "REP104",
            cause.place,
            message,
            stream,
            tuple(steps),
            run.entry.path,
            "Give the seed a default that is a number"
            if absent == "is None"
            else "Test for `is not None`, so that the default seeds, too",
        )
        self._add(("REP104", cause.place), run, draw, verdict)

    def _worker(self, run: EntryRun, draw: Draw, stream: str) -> None:
        cause = draw.status.cause
        assert cause is not None
        steps = [Step(cause.other, "seeded here, in the process that starts the others")] if cause.other else []
        steps += self._path(run, draw)
        message = (
            f"`{self._called(draw)}` draws from {stream_name(stream)} in a new process, where nothing has seeded it"
        )
        help_ = "Seed in what the process runs, or in an initializer, from the seed and the worker's number"
        verdict = Verdict("REP106", cause.place, message, stream, tuple(steps), run.entry.path, help_)
        self._add(("REP106", (cause.place, stream)), run, draw, verdict)

    def _generator(self, run: EntryRun, draw: Draw) -> None:
        made = draw.made or draw.place
        steps = self._path(run, draw)
        if made == draw.place:
            message = (
                f"`{self._called(draw)}` draws from a generator that starts from the operating system's randomness"
            )
        else:
            message = f"This generator is made without a seed, and `{self._called(draw)}` draws from it"
        help_ = "Pass it a seed; no global seed reaches it"
        verdict = Verdict("REP102", made, message, "own", tuple(steps), run.entry.path, help_)
        key = (made.path, draw.stream) if draw.made is None and isinstance(draw.stream, int) else made
        self._add(("REP102", key), run, draw, verdict)

    def _global(self, run: EntryRun, draw: Draw, stream: str) -> None:
        late = next(
            (
                seeding
                for seeding in run.events.seedings
                if seeding.stream == draw.stream
                and seeding.order > draw.order
                and seeding.status.state == "seeded"
                and not exclude(draw.turns, seeding.turns)
                and not ended_between(draw, seeding.order, run.events.ends)
            ),
            None,
        )
        failing = run.events.failing
        if late is not None and failing is not None and failing.defined_below and run.events.beyond(late.order):
            return  # its cells are run in another order than they stand in, and the seeding may come first
        place = self._primary(run, draw)
        steps = self._path(run, draw)
        entry = self._shown(run.entry.path)
        verb = self._verb(draw)
        if draw.status.lender:
            verb = "draws in a worker that is seeded from"
        if late is not None:
            code = "REP103"
            message = f"`{self._called(draw)}` {verb} {stream_name(stream)}{self._formerly(draw)} before it is seeded"
            steps.append(Step(late.place, "it is seeded only here"))
            help_ = "Seed first: move the seeding before this, or this after it"
        else:
            code = "REP101"
            message = (
                f"`{self._called(draw)}` {verb} {stream_name(stream)}{self._formerly(draw)},"
                f" which nothing has seeded on the path from `{entry}`"
            )
            help_ = f"Seed {stream_name(stream)} once at the start of the run"
        if draw.importing:
            message += ", at import time"
        key = (code, (run.entry.path, stream) if draw.init else (place.path, place.scope, stream))
        self._add(key, run, draw, Verdict(code, place, message, stream, tuple(steps), run.entry.path, help_))

    def _verb(self, draw: Draw) -> str:
        """What a call does with the stream; a layer that has no weights takes only its seed from it."""
        if not draw.init:
            return "draws from"
        if ".layers." not in draw.callee:
            return "initialises weights from"
        row = self.program.catalog.cls(draw.callee)
        drawing = [each for each in row.effects if each.draws is not None] if row is not None else []
        without_weights = bool(drawing) and all(each.via == "seed" for each in drawing)
        return "takes its seed from" if without_weights else "initialises weights from"

    def _primary(self, run: EntryRun, draw: Draw) -> Place:
        """The place that is blamed: the draw, or where the path to it begins to be at fault."""
        if draw.init:
            for step, inside in zip(draw.path, (*draw.path, draw.place)[1:], strict=True):
                if self._builds_model(step) or self._makes_itself(inside):
                    return step
            return draw.place
        if self.seeded_elsewhere.get(draw.place, set()) - {run.entry.path}:
            own = [step for step in draw.path if step.path == run.entry.path]
            if own:
                return own[-1]
        return draw.place

    def _builds_model(self, step: Place) -> bool:
        """Whether a call on the path makes an object of a project class."""
        module = self.program.table.by_path[step.path]
        site = module.sites.at(step.span)
        if site is None:
            return False
        if isinstance(self.program.callee(module, site), ClassRef):
            return True
        return isinstance(site.call.func, f.Attr) and site.call.func.attr == "__init__"

    def _makes_itself(self, inside: Place) -> bool:
        """Whether a place lies in an `__init__`: what is called there makes an object, by whatever name it goes."""
        functions = self.program.table.by_path[inside.path].facts.functions
        return inside.scope >= 0 and functions[inside.scope].name == "__init__"

    def _path(self, run: EntryRun, draw: Draw) -> list[Step]:
        steps = [Step(step, "called here") for step in draw.path]
        if draw.place not in [step.place for step in steps]:
            steps.append(Step(draw.place, f"`{self._called(draw)}` draws here"))
        return steps

    def _called(self, draw: Draw) -> str:
        """The call's name as people write it who import the library by another name ("gym" for "gymnasium").

        Where neither the draw's file nor that which made its object imports it, those on the way to it have.
        """
        name = draw.callee
        for places in ((draw.place, draw.made or draw.place), draw.path):
            modules = [self.program.table.by_path[place.path] for place in places]
            imported = {alias.module.partition(".")[0] for module in modules for alias in module.outline.imports}
            name = self.program.catalog.spoken(draw.callee, imported)
            if name.partition(".")[0] in imported:
                break
        return name

    def _formerly(self, draw: Draw) -> str:
        """Where the versions that the project may run with draw from another stream: from which, and until when."""
        row = self.program.catalog.row(draw.callee)
        if not isinstance(row, (Callable, Class)):
            return ""
        lists = self.program.effects(row, draw.callee)
        here = next((each for each in lists[-1] if each.draws == draw.stream and each.since), None)
        streams = {each.draws: None for older in lists for each in older if each.draws != draw.stream}
        others = " or ".join(stream_name(each) for each in streams if each is not None)
        library = draw.callee.partition(".")[0]
        return f" ({others} before {library} {here.since})" if here is not None and others else ""

    def _shown(self, path: str) -> str:
        root = self.program.root
        return path[len(root) + 1 :] if path.startswith(root + "/") else path
