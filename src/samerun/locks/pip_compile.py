"""pip-tools and ``uv pip compile``: a requirements file compiled from others, without a digest.

The tools' own answer is to compile again with the file in place, preferring its pins. Offline the same is
decided as far as the files say it: each input has a pin within its bounds, each pin still has an origin
(``# via``), options and hashes are as the recorded command asks. Seen by running pip-tools 7.6.2, uv 0.13.8.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from samerun.locks.model import LockResult, Place, Reason, Unreadable
from samerun.locks.requirements_txt import Command, RequirementsFile, parse_command, read_requirements

if TYPE_CHECKING:
    from samerun.locks.reader import Reader

PIP_TOOLS = "pip-tools"
UV = "uv-pip-compile"


def check(reader: Reader, lock: str, compiled: RequirementsFile) -> LockResult:
    """The verdict on a compiled file; ``compiled`` is its content."""
    from samerun.locks.compile_check import Check  # with its patterns, only where there is such a file
    from samerun.locks.compile_inputs import load_inputs

    command = parse_command(compiled.command) if compiled.command else _guess(reader, lock, compiled)
    tool = UV if compiled.is_uv else PIP_TOOLS
    base = base_folder(reader, lock, command)
    paths = [posixpath.normpath(posixpath.join(base, path)) for path in command.inputs]
    manifest = paths[0] if paths else None
    refresh = _refresh(compiled, command, lock)
    if manifest is None:
        message = "the recorded command names no input file"
        return LockResult(tool, None, lock, "unknown", (Reason(message, None, Place(1)),), refresh, message, refresh)
    try:
        inputs = load_inputs(reader, base, command, compiled.is_uv)
    except Unreadable as problem:
        reason = Reason(problem.message, problem.place, Place(1))
        gone = all(reader.read(path) is None for path in paths)
        if gone:
            return LockResult(tool, None, lock, "no-manifest", (Reason(problem.message, None, Place(1)),), refresh)
        return LockResult(tool, manifest, lock, "error", (reason,), refresh)
    found = Check(compiled, command, inputs, base).run()
    files = tuple(inputs.files)
    if found.verdict == "unknown":
        because = "; ".join(reason.message for reason in found.unknown)
        return LockResult(tool, manifest, lock, "unknown", found.unknown, refresh, because, refresh, files)
    return LockResult(tool, manifest, lock, found.verdict, found.reasons, refresh, inputs=files)


def missing(path: str, place: Place | None, emptied: str | None = None) -> LockResult:
    """An input that nothing was compiled from; `emptied` names the output that stands there without a line."""
    output = path.removesuffix(".in") + ".txt"
    if emptied is not None:
        reason = Reason(f"{emptied} is empty", place, Place(1))
        return LockResult(PIP_TOOLS, path, emptied, "stale", (reason,), f"pip-compile {path} -o {output}")
    reason = Reason(f"{path} declares requirements and no compiled file records them", place)
    return LockResult(PIP_TOOLS, path, None, "missing", (reason,), f"pip-compile {path} -o {output}")


def is_compiled(reader: Reader, path: str, content: RequirementsFile) -> bool:
    """By its header, or, where that was removed, by pins and annotations beside an input of its name."""
    if content.command:
        return True
    if not any(line.pinned for line in content.lines):
        return False
    named = any(origin.startswith("-r ") for line in content.lines for origin in line.via)
    return (content.annotated and named) or reader.read(_sibling(path)) is not None


def _sibling(path: str) -> str:
    return re.sub(r"\.txt$", ".in", path)


def _guess(reader: Reader, lock: str, compiled: RequirementsFile) -> Command:
    """Without a header: the input of the same name, else the files that annotations name."""
    command = Command(output=posixpath.basename(lock))
    command.hashes = bool(compiled.lines) and all(line.hashes for line in compiled.lines)
    command.no_annotate = not compiled.annotated
    # Files from either tool lack extras unless somebody asked for them.
    command.strip_extras = not any(line.requirement and line.requirement.extras for line in compiled.lines)
    if lock.endswith(".txt") and reader.read(_sibling(lock)) is not None:
        command.inputs.append(posixpath.basename(_sibling(lock)))
        return command
    origins = [origin for line in compiled.lines for origin in line.via]
    named = [origin[3:].split(" (")[0].strip() for origin in origins if origin.startswith("-r ")]
    named += ["pyproject.toml" for origin in origins if origin.endswith("(pyproject.toml)")]
    command.inputs += list(dict.fromkeys(named))[:1]
    return command


def base_folder(reader: Reader, lock: str, command: Command) -> str:
    """The folder where the command ran: the recorded paths are relative to it."""
    folder = posixpath.dirname(lock)
    if command.output:
        output = posixpath.normpath(command.output)
        if lock == output or lock.endswith("/" + output):
            return lock[: -len(output)].rstrip("/")
    here = folder
    while True:
        if command.inputs and reader.read(posixpath.normpath(posixpath.join(here, command.inputs[0]))) is not None:
            return here
        if not here:
            return folder
        here = posixpath.dirname(here)


def _refresh(compiled: RequirementsFile, command: Command, lock: str) -> str:
    if compiled.command:
        return " ".join(compiled.command)
    return f"pip-compile {' '.join(command.inputs)} -o {posixpath.basename(lock)}"


def read(reader: Reader, path: str) -> RequirementsFile | None:
    data = reader.read(path)
    return None if data is None else read_requirements(data, path)
