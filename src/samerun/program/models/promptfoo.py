"""promptfoo's configuration: who answers (`providers`, `targets`) and who grades (assertions, `defaultTest`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.families import Model
from samerun.program.models.entries import Entry
from samerun.program.models.words import STRONG
from samerun.workspace.configurations import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.catalog.families import Families
    from samerun.workspace.configurations import Tree
    from samerun.workspace.spans import Span

_JUDGES = frozenset({
    "llm-rubric", "model-graded-closedqa", "model-graded-factuality", "factuality", "g-eval", "answer-relevance",
    "context-faithfulness", "context-recall", "context-relevance", "conversation-relevance", "select-best",
    "search-rubric",
})  # fmt: skip


def is_promptfoo(name: str, tree: Mapping) -> bool:
    """Whether a document is promptfoo's, by its file's name or its keys."""
    keys = {key for key, _, _ in tree.items}
    return name.startswith("promptfooconfig") or ("prompts" in keys and bool(keys & {"providers", "targets"}))


def promptfoo_slots(path: str, tree: Mapping, families: Families) -> list[Entry]:
    """The generators and judges of one document."""
    out = []
    for key in ("providers", "targets"):
        for number, (text, span) in enumerate(_ids(tree.get(key))):
            out.append(Entry("generator", STRONG, (key, number), families.identify(text), path, span))
    default = _grader(tree.get("defaultTest"))
    own: dict[Span, tuple[str, Span]] = {}
    unnamed: Span | None = None
    for test in _tests(tree):
        chosen = _grader(test) or default
        for span, grader in _assertions(test.get("assert")):
            found = grader or chosen
            if found is not None:
                own[found[1]] = found
            elif unnamed is None:
                unnamed = span
    for number, (text, span) in enumerate(own.values()):
        out.append(Entry("judge", STRONG, ("judge", number), families.identify(text), path, span))
    if unnamed is not None:
        out.append(Entry("judge", STRONG, ("default",), Model("", "", "gpt"), path, unnamed))
    return out


def _ids(tree: Tree | None) -> Iterator[tuple[str, Span]]:
    """The ids of a provider: a string, `{id: …}`, a map from one id to options, `{text: …}`, or a list of these."""
    if isinstance(tree, Scalar) and isinstance(tree.value, str):
        yield tree.value, tree.span
    elif isinstance(tree, Sequence):
        for item in tree.items:
            yield from _ids(item)
    elif isinstance(tree, Mapping):
        for key in ("id", "text"):
            if tree.get(key) is not None:
                yield from _ids(tree.get(key))
                return
        if len(tree.items) == 1 and tree.items[0][0] not in ("embedding", "classification", "moderation"):
            yield tree.items[0][0], tree.items[0][1]


def _tests(tree: Mapping) -> Iterator[Mapping]:
    default = tree.get("defaultTest")
    tests = tree.get("tests")
    for test in [default, *(tests.items if isinstance(tests, Sequence) else [])]:
        if isinstance(test, Mapping):
            yield test


def _grader(test: Tree | None) -> tuple[str, Span] | None:
    if not isinstance(test, Mapping):
        return None
    options = test.get("options")
    for holder in (options, test):
        if isinstance(holder, Mapping):
            found = next(_ids(holder.get("provider")), None)
            if found is not None:
                return found
    return None


def _assertions(tree: Tree | None) -> Iterator[tuple[Span, tuple[str, Span] | None]]:
    """The places of the assertions that a model grades, each with the grader that it names itself."""
    for item in tree.items if isinstance(tree, Sequence) else []:
        if not isinstance(item, Mapping):
            continue
        kind = item.get("type")
        if isinstance(kind, Scalar) and kind.value == "assert-set":
            yield from _assertions(item.get("assert"))
        elif isinstance(kind, Scalar) and str(kind.value).removeprefix("not-") in _JUDGES:
            yield kind.span, next(_ids(item.get("provider")), None)
