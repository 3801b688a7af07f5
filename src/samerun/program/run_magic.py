"""`%run` in a notebook: the file that it runs, and whether that file sees the notebook's names.

As IPython reads the line: options first, then a file whose ending may be left out (`-m`: a module), then the file's own
arguments. Source: https://ipython.readthedocs.io/en/stable/interactive/magics.html#magic-run.
"""

from __future__ import annotations

import shlex
from getopt import GetoptError, getopt
from posixpath import normpath
from typing import TYPE_CHECKING, NamedTuple

from samerun.index import facts as f
from samerun.program.sites import last_name

if TYPE_CHECKING:
    from collections.abc import Container

    from samerun.program.modules import Module

_MOVING = frozenset({"run_line_magic", "chdir"})
_OPTIONS = "nidtgN:b:ps:l:rD:T:em:G"


class Ran(NamedTuple):
    """A file that `%run` runs. `shares`: in the notebook's own namespace, where its names are seen."""

    path: str
    shares: bool


def ran_by(line: str, module: Module, at: int, files: Container[str]) -> Ran | None:
    """What `%run line` at an offset of a notebook runs, among these files; None where it is none of them."""
    folder = _folder_at(module, at)
    if folder is None:
        return None
    try:
        given, rest = getopt(shlex.split(line), _OPTIONS)
    except (ValueError, GetoptError):
        return None
    options = dict(given)
    if "-m" in options:
        names = [options["-m"].replace(".", "/") + ".py"]
    elif rest:
        names = [rest[0], f"{rest[0]}.py"]
    else:
        return None
    for name in names:
        path = normpath(f"{folder}/{name}")
        if path in files:
            return Ran(path, "-i" in options or path.endswith(".ipynb"))
    return None


def _folder_at(module: Module, at: int) -> str | None:
    """The folder that a notebook works in at an offset, after the `%cd` and `os.chdir` above; None where unknown."""
    folder: str | None = module.folder
    if _MOVING.isdisjoint(module.called):
        return folder
    for site in module.sites.calls:
        given = [each.value if isinstance(each, f.Const) else None for each in site.call.args]
        if site.call.start >= at or not given or last_name(site.call.func) not in _MOVING:
            continue
        if last_name(site.call.func) == "run_line_magic" and given[0] != "cd":
            continue
        to = given[-1].strip("'\"") if isinstance(given[-1], str) else ""
        if folder is None or not to or to.startswith(("-", "~", "$", "{")):
            folder = None
        else:
            folder = normpath(to if to.startswith("/") else f"{folder}/{to}")
    return folder
