"""File patterns as Ruff reads them: globs in which `*` crosses folders, matched on path or name."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache


def anchored(pattern: str, root: str) -> str:
    """A pattern with a slash made absolute; one without is left to match any file or folder of that name."""
    inverted = pattern.startswith("!")
    body = pattern[1:] if inverted else pattern
    if "/" in body and not posixpath.isabs(body):
        body = posixpath.normpath(posixpath.join(re.sub(r"([*?\[{])", r"[\1]", root), body))
    return "!" + body if inverted else body


def matches(pattern: str, path: str) -> bool:
    """Whether an anchored `pattern` matches the file or folder `path` (absolute, POSIX) itself."""
    if pattern.startswith("!"):
        return not matches(pattern[1:], path)
    return _compiled(pattern).fullmatch(path if "/" in pattern else posixpath.basename(path)) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_translate(pattern), re.DOTALL)


def _translate(pattern: str) -> str:
    """The regular expression of a glob with `*`, `**`, `?`, `[…]` and `{…,…}`."""
    out: list[str] = []
    depth = at = 0
    while at < len(pattern):
        char = pattern[at]
        if pattern.startswith("**/", at) and (at == 0 or pattern[at - 1] == "/"):
            out.append("(?:.*/)?")
            at += 3
            continue
        end = pattern.find("]", at + 2) if char == "[" else -1
        if end > 0:
            body = pattern[at + 1 : end]
            sign = "^" if body[0] in "!^" else ""
            out.append("[" + sign + re.sub(r"([\\\[\]^])", r"\\\1", body[len(sign) :]) + "]")
            at = end + 1
            continue
        if char == "{":
            depth += 1
        elif char == "}" and depth:
            depth -= 1
            out.append(")")
            at += 1
            continue
        special = {"*": ".*", "?": ".", "{": "(?:"}
        out.append("|" if char == "," and depth else special.get(char, re.escape(char)))
        at += 1
    return "".join(out) + ")" * depth
