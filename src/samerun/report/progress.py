"""A line on standard error that counts files, for people, and only when a run takes long."""

from __future__ import annotations

import time
from typing import TextIO

PATIENCE = 1.0
REDRAW = 0.1
BAR = 30


class Progress:
    """Called with (done, total); draws on `stream` after a second, `close` wipes the line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next = time.monotonic() + PATIENCE
        self._drawn = 0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._next or not total:
            return
        self._next = now + REDRAW
        filled = BAR * done // total
        line = f"[{'#' * filled}{'-' * (BAR - filled)}] {done}/{total} files"
        self._stream.write("\r" + line.ljust(self._drawn))
        self._stream.flush()
        self._drawn = len(line)

    def close(self) -> None:
        """Take the line off the screen."""
        if self._drawn:
            self._stream.write("\r" + " " * self._drawn + "\r")
            self._stream.flush()
            self._drawn = 0
