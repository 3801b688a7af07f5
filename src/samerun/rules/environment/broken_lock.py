"""REP503: a lock that its tool refuses to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.base import DocumentRule
from samerun.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.rules.documents import Documents


class BrokenLock(DocumentRule):
    """A lock, or the manifest it belongs to, can't be read by its tool.

    ## What it does
    Reports a lock with unresolved merge markers, one that is cut off or isn't valid TOML, JSON or YAML, one of a
    version that no tool knows, and one that contradicts itself in a way its tool refuses; and a manifest that keeps
    the tool from looking at the lock. The finding stands where reading stopped.

    ## Why it matters
    Nothing can be installed from it. Who hits the error in a hurry deletes the lock and resolves anew, and the versions
    that earlier results were made with are gone.

    ## Example
    ```toml
    # file: pyproject.toml
    [project]
    name = "triage"
    version = "0.1.0"
    requires-python = ">=3.11"
    dependencies = []
    # file: uv.lock
    version = 1
    requires-python = ">=3.11"

    [[package]]
    name = "triage"
    <<<<<<< HEAD
    version = "0.1.0"
    =======
    version = "0.2.0"
    >>>>>>> main
    source = { virtual = "." }
    ```

    ## Use instead
    ```toml
    # file: pyproject.toml
    [project]
    name = "triage"
    version = "0.1.0"
    requires-python = ">=3.11"
    dependencies = []
    # file: uv.lock
    version = 1
    requires-python = ">=3.11"

    [[package]]
    name = "triage"
    version = "0.1.0"
    source = { virtual = "." }
    ```

    ## Fix safety
    No fix: take one side of the merge and lock again, which keeps the versions of the side that was taken.

    ## Options
    - `exclude`: leave the files out.

    ## Known limits
    Reading stops at the first problem of a file. A lock that is well formed but incomplete is often accepted by its
    tool, and then here.

    ## References
    - [uv: resolving merge conflicts](https://docs.astral.sh/uv/concepts/projects/sync/)
    - [PEP 751: a file format to record Python dependencies](https://peps.python.org/pep-0751/)
    """

    code = "REP503"
    name = "broken-lock"
    level = "error"

    def check(self, documents: Documents) -> Iterator[Finding]:
        for result in documents.locks:
            # A project that its manifest keeps the tool away from is an error to the tool alone.
            if result.verdict != "error" or not result.reasons or result.unknown_because:
                continue
            reason = result.reasons[0]
            name = result.lock if reason.lock or not result.manifest else reason.file or result.manifest
            if name is None:
                continue
            path = documents.absolute(name)
            span = documents.span(path, reason.lock or reason.manifest)
            yield Finding(
                code=self.code,
                message=reason.message,
                level=self.level,
                path=path,
                span=span,
                statement=span,
                key="broken",
                help=f"Run `{result.refresh}`" if result.refresh else "Restore it, or make it anew",
            )
