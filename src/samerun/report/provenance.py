"""The repository that a report is about: its root, and which revision of what."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from samerun.workspace.git import git

_SCP = re.compile(r"(?:[\w.-]+@)?(?P<host>[\w.-]+):(?P<path>[^/\\].*)")
_SECRET = re.compile(r"(?<=://)[^/@]*@")


class Repository(NamedTuple):
    """`root` is the folder that paths start at; the other fields are "" where git doesn't know."""

    root: str
    uri: str = ""
    revision: str = ""
    branch: str = ""

    def provenance(self, base: str) -> dict[str, Any] | None:
        """SARIF's `versionControlDetails`; None without the repository's own address."""
        if not self.uri:
            return None
        known = {"revisionId": self.revision, "branch": self.branch}
        found = {key: value for key, value in known.items() if value}
        return {"repositoryUri": self.uri, **found, "mappedTo": {"uriBaseId": base}}


def repository(folder: str) -> Repository:
    """What git says of the repository around `folder`; `folder` itself is the root where there is none."""
    root = _said(folder, "rev-parse", "--show-toplevel")
    if not root:
        return Repository(folder)
    return Repository(
        root,
        address(_said(folder, "config", "--get", "remote.origin.url")),
        _said(folder, "rev-parse", "--verify", "HEAD"),
        _said(folder, "symbolic-ref", "--short", "HEAD"),
    )


def address(remote: str) -> str:
    """A remote as a URI that may be published: without user, password or token; "" for a path of this machine."""
    if "://" in remote:
        return "" if remote.startswith("file:") else _SECRET.sub("", remote)
    found = _SCP.fullmatch(remote)
    return f"https://{found['host']}/{found['path']}" if found is not None and len(found["host"]) > 1 else ""


def _said(folder: str, *arguments: str) -> str:
    return (git(folder, *arguments) or b"").decode("utf-8", "replace").strip()
