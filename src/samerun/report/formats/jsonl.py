"""The rows of the JSON report, one a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from samerun.report.formats.json_report import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.report.view import View


def render(view: View) -> Iterator[str]:
    """One object a line."""
    for row in rows(view):
        yield json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
