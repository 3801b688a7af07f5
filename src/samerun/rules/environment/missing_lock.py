"""REP502: dependencies that no lock records."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from samerun.rules.base import DocumentRule
from samerun.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.rules.documents import Documents


class MissingLock(DocumentRule):
    """A manifest declares dependencies, and no lock records their versions.

    ## What it does
    Reports a manifest with dependencies (`pyproject.toml`, `Pipfile`, `pixi.toml`, `environment.yml`, a requirements
    file) that no lock of any tool covers. A requirements file of exact pins counts as a lock, and so do an exported
    environment with build strings and a workspace's lock for its members.

    ## Why it matters
    Without a lock every install is a new resolution: the run of next month gets the newest versions that the ranges
    allow, with other defaults, kernels and random streams.

    ## Example
    ```toml
    # file: pyproject.toml
    [project]
    name = "triage"
    version = "0.1.0"
    requires-python = ">=3.11"
    dependencies = ["torch>=2.4"]
    ```

    ## Use instead
    Commit the lock of your tool beside the manifest, here `uv.lock`.

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
    No fix: a resolution needs the package index. The finding names the command.

    ## Options
    - `profile`: under `"library"` the rule is silent, because a library's users resolve for themselves.

    ## Known limits
    `setup.py` and PEP 723 scripts are not read for it. A lock that is made in CI and not committed is not seen.

    ## References
    - [uv: locking and syncing](https://docs.astral.sh/uv/concepts/projects/sync/)
    - [pip: repeatable installs](https://pip.pypa.io/en/stable/topics/repeatable-installs/)
    """

    code = "REP502"
    name = "missing-lock"
    level = "note"

    def check(self, documents: Documents) -> Iterator[Finding]:
        for result in documents.locks:
            # A project without dependencies is "no-lock" too, at its name; a loose requirements file has a loose line.
            missing = result.verdict == "missing" or (result.verdict == "no-lock" and result.tool == "pip")
            if not missing or not result.manifest or not result.reasons:
                continue
            path = documents.absolute(result.manifest)
            if documents.profile(path) == "library":
                continue
            declares = f"{posixpath.basename(path)} declares dependencies, and no lock records their versions"
            span = documents.span(path, result.reasons[0].manifest)
            yield Finding(
                code=self.code,
                message=result.reasons[0].message if result.tool == "pip" else declares,
                level=self.level,
                path=path,
                span=span,
                statement=span,
                help=f"Record what it resolves to with `{result.refresh}`" if result.refresh else "Commit a lock",
            )
