"""GitLab's code quality report, in Ruff's spelling; fingerprints outlive moved lines."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from samerun.report.view import relative

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.report.view import View
    from samerun.rules.finding import Finding

SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def render(view: View) -> Iterator[str]:
    """One array; paths start at the project's folder of a pipeline, else at the working folder."""
    root = os.environ.get("CI_PROJECT_DIR") or view.cwd
    pairs = zip(view.findings, view.fingerprints(), strict=True)
    rows = [_row(view, finding, fingerprint, root) for finding, fingerprint in pairs]
    yield json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def _row(view: View, finding: Finding, fingerprint: str, root: str) -> dict[str, Any]:
    region = view.region(finding.path, finding.span)
    return {
        "check_name": finding.code,
        "description": f"{finding.code}: {finding.message}",
        "severity": SEVERITIES[finding.level],
        "fingerprint": fingerprint,
        "location": {
            "path": relative(view.filename(finding.path), root),
            "positions": {
                "begin": {"line": region.line, "column": region.column or 1},
                "end": {"line": region.end_line, "column": region.end_column or 1},
            },
        },
    }
