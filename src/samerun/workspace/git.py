"""Questions to git. Reading code must not run any: settings of a repository that name programs are off."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

GIT_SECONDS = 60
_GIT_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")


def git(folder: str, *arguments: str, given: bytes = b"", variables: Mapping[str, str] | None = None) -> bytes | None:
    """What `git ARGUMENTS` prints in `folder`, with `given` on its standard input.

    None where git is absent, refuses the repository, fails, or takes longer than a minute. Variables that a hook
    of git was started with don't count: the repository is the one that holds `folder`.
    """
    import subprocess

    environment = {name: value for name, value in os.environ.items() if name not in _GIT_VARIABLES}
    try:
        done = subprocess.run(
            ["git", "-c", "core.fsmonitor=false", "-C", folder, *arguments],
            env={**environment, "GIT_OPTIONAL_LOCKS": "0", **(variables or {})},
            input=given,
            capture_output=True,
            timeout=GIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
