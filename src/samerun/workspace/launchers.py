"""Files that launch runs or say how to: what sets an environment variable for a run stands in one of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NAMES = ("dockerfile", "containerfile", "makefile", "justfile", "procfile", "readme", ".env")
_ENDINGS = (
    *(".sh", ".bash", ".zsh", ".slurm", ".sbatch", ".env", ".envrc", ".yml", ".yaml", ".mk", ".toml", ".cfg", ".ini"),
    *(".dockerfile", ".json", ".md", ".rst", ".txt", ".bat", ".ps1", ".def"),
)
_SKIPPED = frozenset(
    {"node_modules", "venv", "site-packages", "__pycache__", "build", "dist", "data", "wandb", "mlruns"}
)
_SEEN = frozenset({".github", ".gitlab", ".circleci", ".devcontainer", ".vscode"})
_MOST_FILES = 2_000
_MOST_BYTES = 200_000


def launchers(root: str, entering: Callable[[str], object]) -> Iterator[str]:
    """The paths of such files under `root`, small ones and about 2,000 at most; `entering` is told of every folder."""
    found = 0
    for folder, folders, names in os.walk(root):
        entering(folder)
        folders[:] = sorted(
            name for name in folders if name not in _SKIPPED and (not name.startswith(".") or name in _SEEN)
        )
        for name in sorted(names):
            low = name.lower()
            if low.startswith(_NAMES) or low.endswith(_ENDINGS):
                found += 1
                path = f"{folder}/{name}"
                if _is_small(path):
                    yield path
        if found >= _MOST_FILES:
            break


def _is_small(path: str) -> bool:
    try:
        return Path(path).stat().st_size <= _MOST_BYTES
    except OSError:
        return False
