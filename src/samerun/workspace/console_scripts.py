"""Console scripts of a project: `[project.scripts]`, poetry's table, setup.cfg and setup.py."""

from __future__ import annotations

import re
from pathlib import Path

_TARGET = re.compile(r"^\s*[\w.-]+\s*=\s*(?P<module>[\w.]+)\s*:\s*(?P<function>\w+)", re.MULTILINE)
_QUOTED = re.compile(r"""["']\s*[\w.-]+\s*=\s*(?P<module>[\w.]+)\s*:\s*(?P<function>\w+)\s*(?:\[[^\]]*\])?\s*["']""")


def console_scripts(root: str) -> list[tuple[str, str]]:
    """(module, function) of every console script that the project at `root` declares; [] where there are none.

    A file that can't be read or parsed declares none: other rules say so.
    """
    found = _pyproject(Path(root, "pyproject.toml")) + _setup_cfg(Path(root, "setup.cfg"))
    text = _text(Path(root, "setup.py"))
    if "console_scripts" in text:
        found += [(match["module"], match["function"]) for match in _QUOTED.finditer(text)]
    return sorted(set(found))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def _pyproject(path: Path) -> list[tuple[str, str]]:
    import tomllib

    try:
        document = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError:
        return []
    project, tool = document.get("project", {}), document.get("tool", {})
    tables = [project.get("scripts", {}) if isinstance(project, dict) else {}]
    poetry = tool.get("poetry", {}) if isinstance(tool, dict) else {}
    tables.append(poetry.get("scripts", {}) if isinstance(poetry, dict) else {})
    targets = [target for table in tables if isinstance(table, dict) for target in table.values()]
    return [_split(target) for target in targets if isinstance(target, str) and ":" in target]


def _split(target: str) -> tuple[str, str]:
    module, _, function = target.partition(":")
    return module.strip(), function.partition("[")[0].strip()


def _setup_cfg(path: Path) -> list[tuple[str, str]]:
    text = _text(path)
    start = text.find("console_scripts")
    if start < 0:
        return []
    block = re.split(r"\n(?=\S)", text[start:], maxsplit=1)[0]
    return [(match["module"], match["function"]) for match in _TARGET.finditer(block)]
