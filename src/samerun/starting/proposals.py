"""What `samerun init` would write: settings, a pre-commit hook and a workflow, into files as they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from samerun import __version__

if TYPE_CHECKING:
    from samerun.starting.survey import Survey

HOOKS = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/samerun.yml"
_NAMES = ("samerun.toml", "pyproject.toml")
_MOST = 3  # entry points that a comment names
_WIDTH = 80  # characters of their names


class Proposal(NamedTuple):
    """A file to write: its path below the root, and its text before ("" for none) and after."""

    name: str
    old: str
    new: str


class Proposals(NamedTuple):
    """What would be written, and sentences on what is left alone."""

    files: list[Proposal]
    notes: list[str]


def proposals(found: Survey, *, hooks: bool, workflow: bool) -> Proposals:
    """What to write for a project. What is there already is left as it is."""
    root = Path(found.root)
    files: list[Proposal] = []
    notes: list[str] = []
    for each in (_settings(root, found), _hooks(root) if hooks else None, _workflow(root) if workflow else None):
        if isinstance(each, Proposal):
            files.append(each)
        elif each is not None:
            notes.append(each)
    if (hooks or workflow) and not (root / ".git").exists():
        notes.append("this is no git repository yet, so there is no pre-commit hook and no workflow to write")
    if found.crossings:
        many = "imports cross" if found.crossings > 1 else "import crosses"
        notes.append(f"{found.crossings} {many} between evals and models today: the contract is written as a comment")
    return Proposals(files, notes)


# --- settings --------------------------------------------------------------------------------------------


def _settings(root: Path, found: Survey) -> Proposal | str:
    for name in _NAMES:
        if (text := _read(root / name)) is not None and (name == "samerun.toml" or _has_table(text)):
            return f"{name} has settings for samerun already"
    text = _read(root / "pyproject.toml")
    if text is None:
        return Proposal("samerun.toml", "", _table(found, ""))
    return Proposal("pyproject.toml", text, _with_table(text, found))


def _has_table(text: str) -> bool:
    import tomlkit

    return "samerun" in tomlkit.parse(text).get("tool", {})


def _with_table(text: str, found: Survey) -> str:
    """A pyproject.toml with the table at its end, all else as it is. Raises `ValueError` where it can't stand there."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    ending = "\r\n" if "\r\n" in text else "\n"
    table = _table(found, "tool.samerun").replace("\n", ending)
    appended = f"{text.rstrip()}{ending}{ending}{table}" if text.strip() else table
    try:
        whole = tomlkit.parse(appended).unwrap()
        own = whole["tool"].pop("samerun")
        before = tomlkit.parse(text).unwrap()
    except (TOMLKitError, KeyError, AttributeError) as error:
        raise ValueError(f"pyproject.toml: [tool.samerun] can't be added at its end: {error}") from error
    if {**before, "tool": before.get("tool", {})} != whole or not isinstance(own, dict):
        raise ValueError("pyproject.toml: [tool.samerun] can't be added at its end")
    return appended


def _table(found: Survey, name: str) -> str:
    """The settings, with what was found as comments. `name` is that of the table; "" where the file is all of it."""
    lines = [f"[{name}]"] if name else []
    lines.append("# Made by samerun init. `samerun check --show-settings` lists every setting.")
    if found.packages:
        lines.append(f"# Packages: {_listed(found.packages)}.")
    if found.frameworks:
        lines.append(f"# Frameworks: {_listed(found.frameworks)}.")
    if found.nested:
        lines.append(f"# Projects of their own, under these settings too: {_listed(found.nested)}.")
    lines.append(f"# Runs start in: {_listed(found.entries) or 'no file that was found'}.")
    if found.quiet:
        lines.append(f"# {found.quiet} other script{'s draw' if found.quiet > 1 else ' draws'} no random number.")
    lines.append('# More starts: entry-points = ["path.py", "path.py:function"]')
    if found.library:
        lines.append('profile = "library"  # no runs of its own: whoever uses it seeds')
    if found.sources:
        lines.append(f"src = {_toml(['.', 'src', *found.sources])}  # imports resolve from here")
    if found.evals and found.models:
        mark = "# " if found.crossings else ""
        own = f"{name}.boundaries" if name else "boundaries"
        lines += ["", "# What measures and what is measured must not import each other (REP402, REP403)."]
        if found.crossings:
            lines.append("# Some imports cross this boundary today; `samerun graph` shows them.")
        lines += [f"{mark}[{own}]", f"{mark}eval = {_toml(found.evals)}", f"{mark}model = {_toml(found.models)}"]
    return "\n".join(lines) + "\n"


def _listed(names: list[str]) -> str:
    """The first names, as many as a line can hold, and how many more there are."""
    shown = names[:_MOST]
    while len(shown) > 1 and len(", ".join(shown)) > _WIDTH:
        shown.pop()
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return ", ".join(shown) + more


def _toml(values: list[str]) -> str:
    import tomlkit

    return tomlkit.item(values).as_string()


# --- pre-commit ------------------------------------------------------------------------------------------

_HOOK = f"""\
- repo: local
  hooks:
    - id: samerun
      name: samerun
      entry: samerun check --force-exclude
      language: python
      additional_dependencies: ["samerun=={__version__}"]
      types_or: [python, pyi, jupyter]
      require_serial: true
"""


def _hooks(root: Path) -> Proposal | str | None:
    text = _read(root / HOOKS)
    if text is None:
        return Proposal(HOOKS, "", "repos:\n" + _indented(_HOOK, "  ")) if (root / ".git").exists() else None
    if "samerun" in text:
        return f"{HOOKS} speaks of samerun already"
    new = _with_hook(text)
    return (
        Proposal(HOOKS, text, new)
        if new is not None
        else f"{HOOKS} can't be added to by a program; add this to its repos:\n{_HOOK}"
    )


def _with_hook(text: str) -> str | None:
    """The file with one more repository after the last; None where its shape is another than people write."""
    import yaml  # type: ignore[import-untyped]

    lines = text.splitlines(keepends=True)
    items = [match for line in lines if (match := re.match(r"( *)- *repo *:", line))]
    start = next((number for number, line in enumerate(lines) if re.match(r"repos *:\s*(#.*)?$", line)), None)
    if start is None or not items:
        return None
    end = next((n for n in range(start + 1, len(lines)) if re.match(r"[^\s#-]", lines[n])), len(lines))
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    if not lines[end - 1].endswith("\n"):
        lines[end - 1] += "\n"
    new = "".join([*lines[:end], _indented(_HOOK, items[-1][1]), *lines[end:]])
    try:
        before, after, own = yaml.safe_load(text), yaml.safe_load(new), yaml.safe_load(_HOOK)
    except yaml.YAMLError:
        return None
    return new if after == {**before, "repos": [*before["repos"], *own]} else None


def _indented(text: str, by: str) -> str:
    return "".join(by + line for line in text.splitlines(keepends=True))


# --- the workflow ----------------------------------------------------------------------------------------

_WORKFLOW = f"""\
name: samerun
on:
  push:
    branches: [BRANCH]
  pull_request:
permissions:
  contents: read
jobs:
  samerun:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: actions/setup-python@v6
        with:
          python-version: "3.12"
      - run: pip install "samerun=={__version__}"
      - run: samerun check --output-format github
"""


def _workflow(root: Path) -> Proposal | str | None:
    if not (root / ".git").exists():
        return None
    folder = root / ".github" / "workflows"
    if any("samerun" in (_read(each) or "") for each in sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")])):
        return "a workflow runs samerun already"
    others = [name for name in (".gitlab-ci.yml", "azure-pipelines.yml") if (root / name).exists()]
    if others and not folder.is_dir():
        return f"{others[0]} is left alone; what to add stands in the documentation, under CI"
    return Proposal(WORKFLOW, "", _WORKFLOW.replace("BRANCH", _branch(root)))


def _branch(root: Path) -> str:
    """The name of the main branch."""
    from samerun.workspace.git import git

    head = git(str(root), "symbolic-ref", "--short", "refs/remotes/origin/HEAD") or b""
    named = head.decode("utf-8", "replace").strip().removeprefix("origin/")
    if named:
        return named
    known = (git(str(root), "branch", "--format=%(refname:short)") or b"").decode("utf-8", "replace").split()
    return next((name for name in ("main", "master") if name in known), "main")


def _read(path: Path) -> str | None:
    """The text of a file with its line ends as they are; None where there is none. Raises `ValueError`."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} can't be read: {error}") from error
