"""Documents: the files beside the code that rules read, known by their names.

Manifests and locks of every tool, Dockerfiles and compose files, CI workflows, dev containers, Makefiles and
shell scripts.
"""

from __future__ import annotations

import re

_ENDINGS = (".toml", ".lock", ".txt", ".in", ".yml", ".yaml", ".json", ".sh", ".bash", ".mk", "file")
_MANIFEST = (
    r"pyproject\.toml|uv\.toml|pdm\.toml|pixi\.toml|Pipfile|[\w-]+\.in"
    r"|(?:[^/]*[._-])?(?:requirements?|reqs?|deps|dependencies|constraints)\b[^/]*\.txt"
    r"|environment[\w.-]*\.ya?ml|virtual-packages\.ya?ml"
)
_LOCK = r"[^/]+\.lock|pylock(?:\.[^/.]+)?\.toml|[^/]*conda-lock\.ya?ml"
_IMAGES = r"(?:[\w.-]+\.)?(?:Dockerfile|dockerfile|Containerfile)(?:\.[\w.-]+)?|(?:docker-)?compose[\w.-]*\.ya?ml"
_SCRIPTS = r"GNUmakefile|[Mm]akefile|[^/]+\.(?:mk|sh|bash)"
_WORKFLOWS = r"\.gitlab-ci\.yml|action\.ya?ml|\.?devcontainer\.json"
_NAME = re.compile("|".join((_MANIFEST, _LOCK, _IMAGES, _SCRIPTS, _WORKFLOWS)))
_PLACED = re.compile(r"/\.github/workflows/[^/]+\.ya?ml$|/requirements/[^/]+\.txt$")
_LOCK_NAME = re.compile(_LOCK)


def is_document(path: str) -> bool:
    """Whether a file is a document by its name (and, for some, by the folder it stands in)."""
    name = path.rpartition("/")[2]
    if not name.endswith(_ENDINGS) and "ockerfile" not in name and "ontainerfile" not in name:
        return False
    return (_NAME.fullmatch(name) is not None and name != "MANIFEST.in") or _PLACED.search(path) is not None


def is_lock(name: str) -> bool:
    """Whether a file's name is that of a lock: what a resolver wrote, to be read even where git ignores it."""
    return _LOCK_NAME.fullmatch(name) is not None
