"""Jobs: the commands that a document runs one after another, with the folder and variables they run with."""

from __future__ import annotations

import json
import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from samerun.workspace.dockerfiles import instructions
from samerun.workspace.shell import Command, Word, commands
from samerun.workspace.spans import Span
from samerun.workspace.yaml_nodes import Scalar, scalars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.workspace.sources import SourceFile

_RECIPE = re.compile(rb"^\t(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)
# What a notebook's `!…` and `%pip …` are to Python.
_MAGIC = re.compile(
    rb"get_ipython\(\)\.(?:(?:system|getoutput)\(|run_line_magic\((?P<q>[\"'])(?P<name>pip|conda|mamba|uv)(?P=q), )"
    rb"(?P<open>[\"'])(?P<text>(?:[^\\\n]|\\.)*?)(?P=open)\)"
)


class Job(NamedTuple):
    """Commands in order. `folders` are where they may run, relative to the repository ("" is its top), the likeliest
    first; None after a `cd` that can't be followed. `variables` are names set for all of them."""

    commands: tuple[Command, ...]
    folders: tuple[str, ...] | None
    variables: frozenset[str] = frozenset()


def jobs(source: SourceFile, name: str) -> Iterator[Job]:
    """The jobs of a document; `name` is its path in the repository."""
    base = posixpath.basename(name)
    folder = posixpath.dirname(name)
    above = tuple(_upwards(folder))
    if source.kind == "notebook":
        yield Job(tuple(_of_notebook(source.data)), above)
    elif "ockerfile" in base or "ontainerfile" in base:
        yield from _of_dockerfile(source.data, above)
    elif base.endswith((".sh", ".bash")):
        yield from _followed(commands(source.data, Span(0, len(source.data))), above, frozenset())
    elif base.endswith(("akefile", ".mk")):
        yield from _of_makefile(source.data, above)
    elif "/.github/" in f"/{name}" or base.startswith("action."):
        yield from _of_workflow(scalars(source.data), source.data)
    elif base == ".gitlab-ci.yml":
        yield from _of_gitlab(scalars(source.data), source.data)


def _upwards(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
    yield ""


def _followed(found: list[Command], folders: tuple[str, ...] | None, variables: frozenset[str]) -> Iterator[Job]:
    """One job, parted where `cd` goes elsewhere; the variables that are exported on the way count from there on."""
    part: list[Command] = []
    for command in found:
        words = [word.text for word in command.words]
        if not words or words[0] in ("export", "declare"):
            variables |= {name for name, _ in command.variables if not words}
            variables |= {word.partition("=")[0] for word in words[1:]}
        elif words[0] in ("cd", "pushd", "popd"):
            yield Job(tuple(part), folders, variables)
            part = []
            target = command.words[1] if len(words) == 2 and words[0] != "popd" else None
            folders = _moved(folders, target)
        else:
            part.append(command)
    yield Job(tuple(part), folders, variables)


def _moved(folders: tuple[str, ...] | None, target: Word | None) -> tuple[str, ...] | None:
    if folders is None or target is None or target.dynamic or target.text.startswith(("/", "~", "-")):
        return None
    moved = [posixpath.normpath(posixpath.join(folder, target.text)) for folder in folders]
    return tuple("" if each == "." else each for each in moved if not each.startswith(".."))


def _of_dockerfile(data: bytes, folders: tuple[str, ...]) -> Iterator[Job]:
    variables: frozenset[str] = frozenset()
    found: list[Command] = []
    for instruction in instructions(data):
        if instruction.keyword == "FROM":
            yield Job(tuple(found), folders, variables)
            found, variables = [], frozenset()
        elif instruction.keyword in ("ENV", "ARG"):
            words = [word for word, _ in instruction.words(data)]
            variables |= {word.partition("=")[0] for word in words if "=" in word} | set(words[:1])
        elif instruction.keyword == "RUN":
            found += _run(data, instruction.body)
    yield Job(tuple(found), folders, variables)


def _run(data: bytes, body: Span) -> list[Command]:
    text = data[body.start : body.end]
    options = re.match(rb"\s*(?:--\S+\s+(?:\\\n\s*)?)*", text)
    start = body.start + (options.end() if options else 0)
    if data[start : start + 1] == b"[":
        try:
            words = json.loads(data[start : body.end])
        except ValueError:
            words = []
        if not all(isinstance(word, str) for word in words) or not words:
            return []
        return [Command(tuple(Word(word, Span(start, body.end), False) for word in words))]
    heredoc = re.match(rb"<<-?[\"']?(\w+)[\"']?[^\n]*\n", data[start : body.end])
    if heredoc is not None:
        return commands(data, Span(start + heredoc.end(), body.end))
    return commands(data, Span(start, body.end))


def _of_makefile(data: bytes, folders: tuple[str, ...]) -> Iterator[Job]:
    """A target's recipe is a job; its lines each run in a shell of their own."""
    last, found = -1, list[Command]()
    for match in _RECIPE.finditer(data):
        if match.start() != last + 1:
            yield Job(tuple(found), folders)
            found = []
        start = match.start() + 1
        while data[start : start + 1] in (b"@", b"-", b"+", b" "):
            start += 1
        parts = list(_followed(commands(data, Span(start, match.end())), folders, frozenset()))
        found += parts[0].commands
        yield from parts[1:]
        last = match.end()
    yield Job(tuple(found), folders)


def _of_notebook(data: bytes) -> Iterator[Command]:
    for match in _MAGIC.finditer(data):
        name = (match["name"] or b"").decode("ascii")
        for number, command in enumerate(commands(data, Span(*match.span("text")))):
            head = (Word(name, Span(match.start("text"), match.start("text")), False),) if name and not number else ()
            yield command._replace(words=head + command.words)


def _of_workflow(found: list[Scalar], data: bytes) -> Iterator[Job]:
    """The steps of one job (or of a composite action) run in order; each may have a folder and variables."""
    by_path = {scalar.path: scalar for scalar in found}
    at_top = {str(scalar.path[1]) for scalar in found if scalar.path[:1] == ("env",) and len(scalar.path) == 2}
    holders = dict.fromkeys(scalar.path[: scalar.path.index("steps")] for scalar in found if "steps" in scalar.path)
    for holder in holders:
        of_job = {str(scalar.path[-1]) for scalar in found if scalar.path[:-1] == (*holder, "env")}
        done: list[Job] = []
        for scalar in found:
            if (
                scalar.path[: len(holder)] != holder
                or scalar.path[-1:] != ("run",)
                or len(scalar.path) != len(holder) + 3
            ):
                continue
            step = scalar.path[:-1]
            of_step = {str(each.path[-1]) for each in found if each.path[:-1] == (*step, "env")}
            defaults = ("defaults", "run", "working-directory")
            where = (
                by_path.get((*step, "working-directory")) or by_path.get((*holder, *defaults)) or by_path.get(defaults)
            )
            folders = _step_folder(where)
            parts = _followed(_script(scalar, data), folders, frozenset(at_top | of_job | of_step))
            done += parts
        yield from _joined(done)


def _step_folder(where: Scalar | None) -> tuple[str, ...] | None:
    if where is None:
        return ("",)
    if "$" in where.text or where.text.startswith("/"):
        return None
    folder = posixpath.normpath(where.text)
    return ("" if folder == "." else folder,)


def _joined(parts: list[Job]) -> Iterator[Job]:
    """Neighbours that run in the same folder with the same variables are one job."""
    current: Job | None = None
    for part in parts:
        if current is not None and (part.folders, part.variables) == (current.folders, current.variables):
            current = current._replace(commands=current.commands + part.commands)
            continue
        if current is not None:
            yield current
        current = part
    if current is not None:
        yield current


def _of_gitlab(found: list[Scalar], data: bytes) -> Iterator[Job]:
    variables = {str(scalar.path[-1]) for scalar in found if "variables" in scalar.path[:-1]}
    by_job: dict[tuple[str | int, ...], list[Command]] = {}
    for scalar in found:
        if any(part in ("script", "before_script") for part in scalar.path):
            by_job.setdefault(scalar.path[:1], []).extend(_script(scalar, data))
    for lines in by_job.values():
        yield from _followed(lines, ("",), frozenset(variables))


def _script(scalar: Scalar, data: bytes) -> list[Command]:
    return commands(data, scalar.span)
