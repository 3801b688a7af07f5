"""Shell text as simple commands with the places of their words; nothing is expanded, what would be is marked."""

from __future__ import annotations

import re
from typing import NamedTuple

from samerun.workspace.spans import Span

_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_HEREDOC = re.compile(r"<<-?\s*[\"']?([A-Za-z_]\w*)[\"']?")
# Words after which a command begins anew, and those that run the command they are given.
_KEYWORDS = frozenset({"then", "do", "else", "elif", "if", "while", "until", "!", "{", "}", "time", "fi", "done"})
_RUNNERS = frozenset({"sudo", "exec", "command", "nohup", "env", "xvfb-run"})
_BREAKS = "\n;&|()"


class Word(NamedTuple):
    """A word without its quotes; `dynamic` where the shell would put something else in its place."""

    text: str
    span: Span
    dynamic: bool


class Command(NamedTuple):
    """A simple command: its words, and the variables set for it alone."""

    words: tuple[Word, ...]
    variables: tuple[tuple[str, str], ...] = ()

    @property
    def span(self) -> Span:
        return Span(self.words[0].span.start, self.words[-1].span.end)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def commands(data: bytes, span: Span) -> list[Command]:
    """The simple commands in a stretch of a file, in order; what stands in here-documents and `$(…)` is none."""
    return _Reader(data, span).read()


class _Reader:
    def __init__(self, data: bytes, span: Span) -> None:
        self.text = data[: span.end].decode("latin-1")  # one character a byte: places need no conversion
        self.at, self.end = span.start, span.end
        self.words: list[Word] = []
        self.found: list[Command] = []
        self.awaited: list[str] = []

    def read(self) -> list[Command]:
        while self.at < self.end:
            char = self.text[self.at]
            if char == "\n":
                self._finish()
                self.at += 1
                self._skip_documents()
            elif char in " \t\r\f":
                self.at += 1
            elif self.text.startswith("\\\n", self.at) or self.text.startswith("\\\r\n", self.at):
                self._continued()
            elif char == "#":
                self._comment()
            elif char in "<>" or re.match(r"\d[<>]", self.text[self.at : self.at + 2]):
                self._redirection()
            elif char in _BREAKS:
                self._finish()
                self.at += 1
            else:
                self._word()
        self._finish()
        return self.found

    def _continued(self) -> None:
        """A line that goes on below; comment lines in between, as in a Dockerfile, don't end it."""
        self.at = self.text.index("\n", self.at) + 1
        while (found := re.compile(r"[ \t]*#[^\n]*\n").match(self.text, self.at)) is not None:
            self.at = found.end()

    def _comment(self) -> None:
        end = self.text.find("\n", self.at)
        self.at = self.end if end < 0 else end

    def _redirection(self) -> None:
        found = _HEREDOC.match(self.text, self.at)
        if found is not None and not self.text.startswith("<<<", self.at):
            self.awaited.append(found[1])
            self.at = found.end()
            return
        while self.at < self.end and self.text[self.at] in "0123456789<>&|-":
            self.at += 1
        while self.at < self.end and self.text[self.at] in " \t":
            self.at += 1
        if self.at < self.end and self.text[self.at] not in _BREAKS:
            self._word()
            self.words.pop()

    def _skip_documents(self) -> None:
        while self.awaited and self.at < self.end:
            end = self.text.find("\n", self.at)
            end = self.end if end < 0 else end
            if self.text[self.at : end].strip() == self.awaited[0]:
                del self.awaited[0]
            self.at = end + 1
        self.awaited = []

    def _word(self) -> None:
        start, parts, dynamic = self.at, [], False
        while self.at < self.end:
            char = self.text[self.at]
            if char in " \t\r\n;&|()<>":
                break
            if char == "'":
                close = self.text.find("'", self.at + 1)
                close = self.end if close < 0 else close
                parts.append(self.text[self.at + 1 : close])
                self.at = close + 1
            elif char == '"':
                text, changes = self._quoted()
                parts.append(text)
                dynamic = dynamic or changes
            elif char == "\\":
                if self.text[self.at + 1 : self.at + 3].lstrip("\r").startswith("\n"):
                    break
                parts.append(self.text[self.at + 1 : self.at + 2])
                self.at += 2
            elif char in "$`":
                begin = self.at
                self._expansion()
                parts.append(self.text[begin : self.at])
                dynamic = True
            else:
                parts.append(char)
                self.at += 1
        self.at = min(self.at, self.end)
        self.words.append(Word("".join(parts), Span(start, self.at), dynamic))

    def _quoted(self) -> tuple[str, bool]:
        self.at += 1
        parts, dynamic = [], False
        while self.at < self.end and self.text[self.at] != '"':
            char = self.text[self.at]
            if char == "\\":
                parts.append(self.text[self.at + 1 : self.at + 2])
                self.at += 2
            elif char in "$`":
                begin = self.at
                self._expansion()
                parts.append(self.text[begin : self.at])
                dynamic = True
            else:
                parts.append(char)
                self.at += 1
        self.at += 1
        return "".join(parts), dynamic

    def _expansion(self) -> None:
        """Pass over `$name`, `${…}`, `$(…)` or a backquoted command."""
        if self.text[self.at] == "`":
            close = self.text.find("`", self.at + 1)
            self.at = self.end if close < 0 else close + 1
            return
        opening = self.text[self.at + 1 : self.at + 2]
        closing = {"{": "}", "(": ")"}.get(opening)
        if closing is None:
            found = re.compile(r"\$(?:\w+|[@*#?$!-])?").match(self.text, self.at)
            self.at = found.end() if found else self.at + 1
            return
        depth = 0
        self.at += 1
        while self.at < self.end:
            depth += {opening: 1, closing: -1}.get(self.text[self.at], 0)
            self.at += 1
            if depth == 0:
                return

    def _finish(self) -> None:
        words, self.words = self.words, []
        variables: list[tuple[str, str]] = []
        while words:
            head = words[0].text
            assigned = _ASSIGNMENT.fullmatch(head)
            if head in _RUNNERS:
                words = words[1:]
                while words and words[0].text.startswith("-"):
                    words = words[1:]
            elif assigned is not None:
                variables.append((assigned[1], assigned[2]))
                words = words[1:]
            elif head in _KEYWORDS:
                words = words[1:]
            else:
                break
        if words or variables:
            self.found.append(Command(tuple(words), tuple(variables)))
