"""YAML documents with the line of every key and item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from samerun.locks.model import Place, Unreadable
from samerun.locks.reader import conflict_marker, decode

if TYPE_CHECKING:
    from samerun.locks.toml_text import Path


class YamlDocument:
    """A parsed document; places come from a second pass, made only when a reason needs one."""

    def __init__(self, name: str, text: str, data: Any) -> None:
        self.name = name
        self.text = text
        self.data = data
        self._places: dict[Path, Place] | None = None

    def get(self, *path: str | int) -> Any:
        node = self.data
        for key in path:
            if isinstance(node, dict):
                node = node.get(key)
            elif isinstance(node, list) and isinstance(key, int) and key < len(node):
                node = node[key]
            else:
                return None
        return node

    def place(self, *path: str | int) -> Place | None:
        """Where this key or item stands, else its nearest parent."""
        if self._places is None:
            self._places = _places(self.text)
        while path:
            found = self._places.get(path)
            if found is not None:
                return found
            path = path[:-1]
        return None


def parse_yaml(data: bytes, name: str) -> YamlDocument:
    text = decode(data.removeprefix(b"\xef\xbb\xbf"), name)
    return YamlDocument(name, text, load_yaml(text, name))


def load_yaml(text: str, name: str) -> Any:
    # Imported here: a repository without conda files must not pay for it.
    import yaml  # type: ignore[import-untyped]

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    marker = conflict_marker(text)
    if marker:
        raise Unreadable(f"{name} holds an unresolved merge conflict", marker)
    try:
        return yaml.load(text, Loader=loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(mark.line + 1, mark.column, mark.column) if mark else Place(1)
        detail = getattr(error, "problem", None) or str(error).partition("\n")[0]
        raise Unreadable(f"{name} is not valid YAML: {detail}", place) from None


def _places(text: str) -> dict[Path, Place]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[Path, Place] = {}
    seen: set[int] = set()

    def visit(node: Any, path: Path) -> None:
        # An alias leads to a node already walked; a cycle through one would never end.
        if id(node) in seen:
            return
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                start = key.start_mark
                below = (*path, str(key.value))
                found[below] = Place(start.line + 1, start.column, key.end_mark.column)
                visit(value, below)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                start, end = value.start_mark, value.end_mark
                stop = end.column if end.line == start.line else start.column
                found[(*path, index)] = Place(start.line + 1, start.column, stop)
                visit(value, (*path, index))

    visit(yaml.compose(text, Loader=loader), ())
    return found
