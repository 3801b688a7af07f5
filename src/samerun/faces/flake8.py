"""The flake8 plugin: what `samerun check` finds in a file, as flake8's own violations `REP…`.

Verdicts are on the whole program. flake8 looks at one file at a time, often in several processes, so the program is
checked before it starts them, and each file then reads its rows. Nothing is suppressed here: `# noqa` is flake8's.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, ClassVar

from samerun import __version__

if TYPE_CHECKING:
    import argparse
    import ast
    from collections.abc import Iterator

    from samerun.faces.rows import Rows

STDIN = "-"


class Plugin:
    """One file, as flake8 hands it over: parsed, in lines, under the name to be shown."""

    name = "samerun"
    version = __version__
    rows: ClassVar[Rows | None] = None

    def __init__(self, tree: ast.AST, lines: list[str], filename: str) -> None:
        self._text = "".join(lines).removeprefix(codecs.BOM_UTF8.decode())
        self._filename = filename

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Check the program, or find that what is known of it still holds: once, before flake8 starts its workers."""
        from flake8.exceptions import ExecutionError

        from samerun.faces.rows import Rows
        from samerun.settings import SettingsError

        names = tuple(options.filenames or (".",))
        buffer = STDIN in names
        cls.rows = Rows((options.stdin_display_name,) if buffer else names, buffer=buffer)
        try:
            if not buffer:
                cls.rows.make_current()
        except SettingsError as error:
            raise ExecutionError(f"samerun: {error}") from error

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Line (1-based), column (0-based), `CODE message`."""
        assert self.rows is not None, "flake8 calls parse_options first"
        for row in self.rows.of(self._filename, self._text):
            yield row.line, row.column - 1, f"{row.code} {row.message}", type(self)
