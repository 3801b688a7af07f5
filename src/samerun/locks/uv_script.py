"""Scripts with inline metadata (PEP 723) and their ``.lock``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from samerun.locks.model import Comparison, Place, Unreadable
from samerun.locks.reader import decode
from samerun.locks.toml_text import TomlDocument, loads
from samerun.locks.uv_compare import compare_requires_python, manifest_lists
from samerun.locks.uv_differ import Differ
from samerun.locks.uv_project import Lowering
from samerun.locks.uv_settings import Settings, compare_options
from samerun.locks.uv_walk import Walk
from samerun.locks.versions import python_range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.locks.reader import Reader
    from samerun.locks.uv_lock import UvLock
    from samerun.locks.uv_project import Project
    from samerun.locks.uv_requirement import Entry

# The reference expression of PEP 723.
_BLOCK = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$")


class ScriptDocument(TomlDocument):
    """A block's TOML whose places are moved to the lines of the script."""

    def __init__(self, name: str, text: str, first_line: int) -> None:
        super().__init__(name, text, loads(text, name))
        self.first_line = first_line

    def place(self, *path: str | int) -> Place | None:
        found = super().place(*path)
        return found and Place(found.line + self.first_line, found.start + 2, found.end + 2)


def script_block(reader: Reader, script: str) -> TomlDocument | None:
    data = reader.read(script)
    if data is None or b"# /// script" not in data:
        return None
    text = decode(data.removeprefix(b"\xef\xbb\xbf"), script).replace("\r\n", "\n")
    found = [match for match in _BLOCK.finditer(text + "\n") if match["type"] == "script"]
    if not found:
        return None
    first = text.count("\n", 0, found[0].start()) + 1
    if len(found) > 1:
        raise Unreadable(f"{script} has two `# /// script` blocks", Place(first))
    lines = [line[2:] if line.startswith("# ") else line[1:] for line in found[0]["content"].splitlines()]
    try:
        return ScriptDocument(script, "\n".join(lines) + "\n", first)
    except Unreadable as problem:
        place = problem.place and Place(problem.place.line + first)
        raise Unreadable(problem.message, place) from None


def compare_script(
    reader: Reader, project: Project, lock: UvLock, environment: Mapping[str, str]
) -> tuple[Comparison, tuple[str, ...]]:
    """A script's requirements stand in the lock's ``[manifest]``; a ``pyproject.toml`` beside plays no part."""
    document = project.document
    settings = Settings(project.file, document, ("tool", "uv"), environment)
    reasons = compare_options(settings, lock)
    bound = document.get("requires-python")
    wanted = python_range(str(bound)) if bound else None
    python = python_range(str(lock.head.get("requires-python", ""))) or (None, None)
    reasons += compare_requires_python(lock, wanted, str(bound), document.place("requires-python"), project.file)
    lowering = Lowering(reader, project, None)
    differ = Differ(lock, python)
    entries: list[Entry] = []
    for index, text in enumerate(document.items("dependencies")):
        entries.extend(lowering.lower(text, document.place("dependencies", index)))
    differ.manifest_list("requirements", entries, "dependencies", document.place("dependencies"), project.file)
    manifest_lists(differ, lowering)
    Walk(differ, reader, project).run(settings, entries)
    return Comparison((*reasons, *differ.reasons), tuple(differ.unknown)), tuple(differ.inputs)
