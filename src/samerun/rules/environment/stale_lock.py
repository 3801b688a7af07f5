"""REP501: a lock that no longer fits its manifest."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from samerun.rules.base import DocumentRule
from samerun.rules.finding import Finding, Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.locks.model import LockResult
    from samerun.rules.documents import Documents

MOST_RELATED = 12


class StaleLock(DocumentRule):
    """A lock no longer fits the manifest that it was made from.

    ## What it does
    Compares every lock with its manifest the way its own tool does (uv, poetry, pdm, pipenv, pip-tools,
    `uv pip compile`, conda-lock, pixi, `pylock.toml`), from the files alone, and names the requirement or setting that
    differs. There is one finding a lock, in the manifest at the first difference; the others follow as related places.

    ## Why it matters
    Who installs from a stale lock gets other versions than the manifest asks for; who installs without `--locked` gets
    a new resolution, other tomorrow than today. Either way two runs of the same commit differ.

    ## Example
    ```toml
    # file: pyproject.toml
    [project]
    name = "triage"
    version = "0.1.0"
    requires-python = ">=3.11"
    dependencies = ["torch>=2.4"]
    # file: uv.lock
    version = 1
    requires-python = ">=3.11"

    [[package]]
    name = "torch"
    version = "2.5.1"
    source = { registry = "https://index.example.org/simple" }

    [[package]]
    name = "triage"
    version = "0.1.0"
    source = { virtual = "." }
    dependencies = [{ name = "torch" }]

    [package.metadata]
    requires-dist = [{ name = "torch", specifier = ">=2.3" }]
    ```

    ## Use instead
    Lock again, and commit both files: here with `uv lock`.

    ```toml
    # file: pyproject.toml
    [project]
    name = "triage"
    version = "0.1.0"
    requires-python = ">=3.11"
    dependencies = ["torch>=2.4"]
    # file: uv.lock
    version = 1
    requires-python = ">=3.11"

    [[package]]
    name = "torch"
    version = "2.5.1"
    source = { registry = "https://index.example.org/simple" }

    [[package]]
    name = "triage"
    version = "0.1.0"
    source = { virtual = "." }
    dependencies = [{ name = "torch" }]

    [package.metadata]
    requires-dist = [{ name = "torch", specifier = ">=2.4" }]
    ```

    ## Fix safety
    No fix: a new resolution needs the package index. The finding names the command.

    ## Options
    - `exclude`: leave manifests out.

    ## Known limits
    What only a build backend, the index or this machine's own configuration of the tool knows is not guessed: the
    rule is silent, and `samerun locks` says "unknown" and which command settles it. A lock that fits its manifest may
    still be edited by hand; hashes are not checked.

    ## References
    - [uv: locking and syncing](https://docs.astral.sh/uv/concepts/projects/sync/)
    - [Poetry: the lock file](https://python-poetry.org/docs/basic-usage/#installing-with-poetrylock)
    - [PEP 751: a file format to record Python dependencies](https://peps.python.org/pep-0751/)
    """

    code = "REP501"
    name = "stale-lock"

    def check(self, documents: Documents) -> Iterator[Finding]:
        for result in documents.locks:
            if result.verdict == "stale" and result.manifest and result.lock and result.reasons:
                yield self._finding(documents, result, result.manifest, result.lock)

    def _finding(self, documents: Documents, result: LockResult, manifest: str, lock: str) -> Finding:
        first, *others = result.reasons
        path = documents.absolute(first.file or manifest)
        span = documents.span(path, first.manifest)
        more = f", and {len(others)} more difference{'s' if len(others) > 1 else ''}" if others else ""
        shown = posixpath.relpath(lock, posixpath.dirname(first.file or manifest) or ".")
        return Finding(
            code=self.code,
            message=f"{shown} is stale: {first.message}{more}",
            level=self.level,
            path=path,
            span=span,
            statement=span,
            key=lock,
            help=f"Run `{result.refresh}` and commit {shown}" if result.refresh else f"Make {shown} anew and commit it",
            related=tuple(_related(documents, result, manifest, lock))[:MOST_RELATED],
        )


def _related(documents: Documents, result: LockResult, manifest: str, lock: str) -> Iterator[Related]:
    """Where the lock holds what differs, and the other differences."""
    held = documents.absolute(lock)
    for number, reason in enumerate(result.reasons):
        if number and reason.manifest:
            path = documents.absolute(reason.file or manifest)
            yield Related(path, documents.span(path, reason.manifest), reason.message)
        if reason.lock:
            yield Related(held, documents.span(held, reason.lock), "what the lock holds")
