"""`%run` in a notebook: the file that it runs, and whether that file sees the notebook's names.

As IPython reads the line: options first, then a file whose ending may be left out (`-m`: a module), then the file's own
arguments. Source: https://ipython.readthedocs.io/en/stable/interactive/magics.html#magic-run.
"""

from __future__ import annotations

import shlex
from getopt import GetoptError, getopt
from posixpath import normpath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container

_OPTIONS = "nidtgN:b:ps:l:rD:T:em:G"


class Ran(NamedTuple):
    """A file that `%run` runs. `shares`: in the notebook's own namespace, where its names are seen."""

    path: str
    shares: bool


def ran_by(line: str, folder: str, files: Container[str]) -> Ran | None:
    """What `%run line` runs in a notebook of this folder, among these files; None where it is none of them."""
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
