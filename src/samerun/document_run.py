"""The documents' way through a run: which belong together, and what the rules say of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from samerun.rules.base import DocumentRule
from samerun.rules.documents import Documents
from samerun.workspace.documents import is_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from samerun.rules.base import Rule
    from samerun.rules.finding import Finding
    from samerun.workspace.discovery import FileTree
    from samerun.workspace.sources import SourceFile


class DocumentRun:
    """Asks document rules. `read` gives a file's text, `contents` stand in for what is on disk, `enabled` says
    whether a rule is on for a file, and `profile` which policies hold for it."""

    def __init__(
        self,
        tree: FileTree,
        rules: Mapping[str, type[Rule]],
        read: Callable[[str], SourceFile],
        contents: Mapping[str, bytes],
        enabled: Callable[[str, str], bool],
        profile: Callable[[str], str],
    ) -> None:
        self.tree, self.read, self.contents = tree, read, contents
        self.enabled, self.profile = enabled, profile
        self.rules: dict[str, type[DocumentRule]] = {
            code: rule for code, rule in rules.items() if issubclass(rule, DocumentRule)
        }

    def findings(self, targets: Iterable[str]) -> dict[str, list[Finding]]:
        """The findings on `targets` by their path. Nothing is read where no rule is on."""
        by_root: dict[str, set[str]] = defaultdict(set)
        for path in targets:
            if self._read_by_some(path):
                by_root[self.tree.documents_root(_folder(path))].add(path)
        found: dict[str, list[Finding]] = defaultdict(list)
        for root in sorted(by_root):
            for finding in self._ask(self._documents(root, by_root[root])):
                if finding.path in by_root[root] and self.enabled(finding.code, finding.path):
                    found[finding.path].append(finding)
        return found

    def _read_by_some(self, path: str) -> bool:
        """Whether some rule reads the file: a document, a script with a lock beside it, or what notebooks run."""
        if is_document(path) or (path.endswith(".py") and f"{path.rpartition('/')[2]}.lock" in self._beside(path)):
            return any(self.enabled(code, path) for code in self.rules)
        return path.endswith(".ipynb") and any(
            rule.notebooks and self.enabled(rule.code, path) for rule in self.rules.values()
        )

    def _beside(self, path: str) -> tuple[str, ...]:
        return self.tree.names(_folder(path))

    def _documents(self, root: str, targets: set[str]) -> Documents:
        """Their context is all of `root`, and what is left out there but lies about a file that was named."""
        paths = set(self.tree.documents(root))
        for path in sorted(targets):
            if path not in paths:
                paths.update(self.tree.documents(self.tree.project_root(_folder(path))))
                paths.add(path)
        return Documents(root, paths, targets, self.read, self.contents, self.profile)

    def _ask(self, documents: Documents) -> Iterator[Finding]:
        for rule in self.rules.values():
            yield from rule().check(documents)


def _folder(path: str) -> str:
    return path.rpartition("/")[0] or "/"
