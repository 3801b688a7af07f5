"""Writes an ignore comment beside every finding: `--add-noqa` and `--add-ignore`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from samerun.edits.splice import EditProblem, rewritten
from samerun.edits.write import WriteProblem, replace_file
from samerun.suppressions.adding import comments_for
from samerun.suppressions.suppressions import ABOUT_COMMENTS, UNPLACED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.rules.finding import Finding
    from samerun.run import Result
    from samerun.suppressions.adding import Form


def add_comments(result: Result, form: Form, reason: str, names: Mapping[str, str]) -> tuple[int, list[str]]:
    """Write the comments into the files; how many lines changed, and a sentence for every file that was left alone.

    `names` maps rules' names to their codes. Documents, and findings on files that can't be read or on ignore
    comments themselves, get none.
    """
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        source = result.sources.get(finding.path)
        if source is not None and source.kind != "document" and finding.code not in UNPLACED | ABOUT_COMMENTS:
            by_path[finding.path].append(finding)
    added, problems = 0, []
    for path, findings in by_path.items():
        source = result.sources[path]
        edits = comments_for(source, findings, form, reason, names)
        try:
            with open(path, "rb") as file:  # noqa: PTH123
                raw = file.read()
            replace_file(path, raw, rewritten(source, raw, edits))
        except (EditProblem, WriteProblem, OSError) as problem:
            problems.append(f"{path} got no comments: {getattr(problem, 'strerror', None) or problem}")
        else:
            added += len(edits)
    return added, problems
