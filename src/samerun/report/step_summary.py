"""The summary page of a GitHub job: the Markdown report goes to the file that the runner names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from samerun.report.formats import markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.report.view import View

VARIABLE = "GITHUB_STEP_SUMMARY"


def append(view: View, environment: Mapping[str, str]) -> str:
    """Add the report where the runner asks for one; why that failed, or ""."""
    name = environment.get(VARIABLE)
    if not name:
        return ""
    try:
        with Path(name).open("ab") as file:
            file.write("".join(markdown.render(view)).encode("utf-8", "backslashreplace"))
    except OSError as error:
        return f'{VARIABLE}: "{name}" can\'t be written: {error.strerror}'
    return ""
