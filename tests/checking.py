"""Runs the real engine on a folder, in this process, and says what it found in the words of the fixtures' marks."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from samerun.engine import check
from samerun.report.view import View
from samerun.rules.registry import all_rules
from samerun.run import Request
from samerun.settings.overrides import Overrides
from tests.fixture_marks import Place

if TYPE_CHECKING:
    from pathlib import Path

    from samerun.run import Result

NOTHING = "nothing"
"""As `diff_base`: the folder becomes a repository whose one commit is empty, so that every file is new."""


def run(folder: Path, *paths: str, diff_base: str | None = None, staged: bool = False, **values: object) -> Result:
    """One run in `folder`, on the whole of it or on `paths`; `values` are command line options by settings key."""
    options = {key.replace("_", "-"): value for key, value in values.items()}
    overrides = Overrides(values=options, cwd=str(folder))
    asked = tuple(str(folder / path) for path in paths or (".",))
    if diff_base == NOTHING:
        diff_base = "HEAD"
        _commit_nothing(folder)
    return check(Request(paths=asked, overrides=overrides, jobs=1, cache=False, diff_base=diff_base, staged=staged))


def run_text(text: str | bytes, **values: object) -> Result:
    """One run on standard input, which stands for a file where nothing else is."""
    options = {key.replace("_", "-"): value for key, value in values.items()}
    overrides = Overrides(values=options, isolated=True, cwd=_empty_folder())
    stdin = text.encode("utf-8") if isinstance(text, str) else text
    return check(Request(overrides=overrides, stdin=stdin, stdin_filename="train.py", jobs=1, cache=False))


def places(result: Result, folder: Path) -> Counter[Place]:
    """Where a run's findings start, relative to `folder`."""
    assert result.errors == ()
    view = View(result, all_rules(), cwd=folder.as_posix())
    found: Counter[Place] = Counter()
    for finding in result.findings:
        place = view.place(finding.path, finding.span.start)
        found[Place(view.shown(finding.path), place.cell or 0, place.row, finding.code)] += 1
    return found


def places_in(folder: Path, *paths: str, **values: object) -> Counter[Place]:
    """`run`, then `places`."""
    return places(run(folder, *paths, **values), folder)


def rule_options(code: str, status: str) -> dict[str, Any]:
    """What has to be asked for so that a rule of this status speaks, besides the defaults."""
    asked: dict[str, Any] = {} if status == "on" else {"extend_select": (code,)}
    if code == "REP404":
        asked["diff_base"] = NOTHING
    return asked | {"preview": True} if status == "preview" else asked


def _commit_nothing(folder: Path) -> None:
    if not (folder / ".git").exists():
        identity = ("-c", "user.name=Someone", "-c", "user.email=someone@example.org")
        for command in (("init", "-q"), (*identity, "commit", "-q", "--allow-empty", "-m", "Nothing yet")):
            subprocess.run(["git", *command], cwd=folder, check=True)


@cache
def _empty_folder() -> str:
    folder = tempfile.mkdtemp(prefix="samerun-empty-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
