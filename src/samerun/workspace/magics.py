"""IPython's own syntax in a notebook cell, turned into Python line by line.

What IPython would hand to `get_ipython()` becomes that call, so that it can be read as one: `%run a.py` is
`get_ipython().run_line_magic('run', 'a.py')`, `!ls` is `get_ipython().system('ls')`. One line of the cell stays
one line of the text, always; code that a magic only measures (`%time f()`, a `%%timeit` cell) stays code.
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import NamedTuple

# Magics whose argument or body is Python that runs in the notebook's own namespace.
_RUNS_LINE = frozenset({"time", "timeit", "prun", "memit", "snakeviz"})
_MEASURES = frozenset({"timeit", "prun", "memit"})  # of those, the ones that don't show what the code is worth
_RUNS_CELL = frozenset(
    {*_RUNS_LINE, "capture", "debug", "ipytest", "skip", "tee", "wandb", "mprun", "lprun", "px", "scalene"}
)
# Magics that give no name of the notebook a value; of any other, any name may come.
_BINDS_NOTHING = frozenset(
    {*_RUNS_LINE, *_RUNS_CELL, "!", "HTML", "SVG", "aiml", "alias", "autocall", "autoawait", "autoreload", "autosave",
     "bash", "cat", "cd", "cmd", "colors", "conda", "config", "connect_info", "cp", "dirs", "doctest_mode", "env",
     "file", "gui", "history", "html", "javascript", "js", "latex", "less", "load_ext", "logging", "ls", "lsmagic",
     "mamba", "man", "markdown", "matplotlib", "mkdir", "more", "mv", "notebook", "pdb", "perl", "pfile", "pinfo",
     "pinfo2", "pip", "pip3", "popd", "precision", "psearch", "pushd", "pwd", "pycat", "qtconsole", "quickref",
     "reload_ext", "rm", "rmdir", "ruby", "script", "set_env", "sh", "svg", "sx", "system", "tb", "tensorboard",
     "tensorflow_version", "unload_ext", "uv", "watermark", "who", "who_ls", "whos", "writefile", "xmode"}
)  # fmt: skip
_OPTIONS_WITH_VALUE = {"timeit": "nr", "prun": "lsTD", "memit": "rti"}
_OTHER_LANGUAGES = frozenset({"sql", "md", "md-sandbox", "r", "scala", "sh", "fs"})  # first line of a Databricks cell
_AUTOMAGIC = re.compile(
    r"^[ \t]*(?:pip|pip3|conda|mamba|cd|ls|cat|cp|mv|mkdir|rm|rmdir|run|load_ext|matplotlib|watermark)[ \t]+[^=\s(]",
    re.MULTILINE,
)
_WITH_OPTION = re.compile(r"[ \t]*\w+[ \t]+-\w")

_SUSPECT = re.compile(r"[%!?]|(?:^|[\r\n])[ \t]*[,;/]|^\s*(?:>>>|In \[)|^(?:[ \t]*(?:\r\n?|\n))*[ \t]+\S")
_LINES = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_CLASSIC = (re.compile(r"(?:>>>|\.\.\.)(?: |(?=[\r\n]|$))"), re.compile(r">>>(?: |[\r\n]|$)"))
_IPYTHON = (re.compile(r"In \[\d+\]: |\s*\.{3,}: ?"), re.compile(r"In \[\d+\]: "))
_CELL_MAGIC = re.compile(r"%%([\w.!-]+)(?!\?)[ \t]*([^\r\n]*)")
_HELP_END = re.compile(r"(%{0,2}(?!\d)[\w*]+(?:\.[\w*]+|\[-?[0-9]+\])*)(\?\??)$")
_PIECE = re.compile(
    r"""\#.*
    | \"{3} | '{3}
    | "(?:\\.|[^"\\])*(?:"|\\?$) | '(?:\\.|[^'\\])*(?:'|\\?$)
    | [()\[\]{}]
    | (?<![=!<>])=[ \t]*(?=%[A-Za-z_]|!(?!=))
    """,
    re.VERBOSE,
)
_END_OF_TRIPLE = {
    '"""': re.compile(r'(?:\\.|[^"\\]|"(?!""))*"""', re.DOTALL),
    "'''": re.compile(r"(?:\\.|[^'\\]|'(?!''))*'''", re.DOTALL),
    '"': re.compile(r'(?:\\.|[^"\\])*"'),
    "'": re.compile(r"(?:\\.|[^'\\])*'"),
}


class PlainCell(NamedTuple):
    """A cell as Python.

    `text` has the lines of the cell, one for one. `removed` maps a 0-based line to the number of characters
    taken off its start; `rewritten` are the lines whose text is not the cell's own; `measured` those whose code only
    runs to be measured, so that nobody sees what it is worth (`%timeit`).
    """

    text: str
    removed: dict[int, int]
    rewritten: frozenset[int]
    measured: frozenset[int] = frozenset()


def plain_cell(text: str) -> PlainCell:
    """Turn a cell's source into Python with the same lines."""
    if _SUSPECT.search(text) is None and _AUTOMAGIC.search(text) is None:
        return PlainCell(text, {}, frozenset())
    return _Cell(text).plain()


def may_bind(magic: str, arguments: str) -> bool:
    """Whether a magic may give any name of the notebook a value: `%store -r`, `%%cython`, `%%bash --out listing`."""
    return magic not in _BINDS_NOTHING or "--out" in arguments or (magic == "capture" and bool(arguments.strip()))


class _Cell:
    """One cell on its way to Python: its lines without their ends, and what was done to each."""

    def __init__(self, text: str) -> None:
        whole = _LINES.findall(text)
        self.lines = [line.rstrip("\r\n") for line in whole]
        self.ends = [line[len(body) :] for line, body in zip(whole, self.lines, strict=True)]
        self.removed: dict[int, int] = {}
        self.rewritten: set[int] = set()
        self.measured: set[int] = set()

    def plain(self) -> PlainCell:
        first = self._first_code(0, comments=False)
        if first < len(self.lines):
            self._strip_indent(first)
            self._strip_prompts(first, *_CLASSIC)
            self._strip_prompts(first, *_IPYTHON)
            if not self._automagic():
                self._walk(self._cell_magics(first))
        text = "".join(map("".join, zip(self.lines, self.ends, strict=True)))
        return PlainCell(text, self.removed, frozenset(self.rewritten), frozenset(self.measured))

    def _first_code(self, at: int, *, comments: bool = True) -> int:
        """The first line from `at` on that is not blank (nor, with `comments`, a comment)."""
        while at < len(self.lines):
            stripped = self.lines[at].lstrip()
            if stripped and not (comments and stripped.startswith("#")):
                break
            at += 1
        return at

    def _cut(self, number: int, count: int) -> None:
        if count:
            self.lines[number] = self.lines[number][count:]
            self.removed[number] = self.removed.get(number, 0) + count

    def _put(self, number: int, text: str, last: int | None = None) -> int:
        """Write `text` in place of a line, blank the lines that continue it; the number of the next line."""
        self.lines[number] = text
        end = number if last is None else last
        for blank in range(number + 1, end + 1):
            self.lines[blank] = ""
        self.rewritten.update(range(number, end + 1))
        return end + 1

    def _strip_indent(self, first: int) -> None:
        line = self.lines[first]
        space = line[: len(line) - len(line.lstrip(" \t"))]
        for number in range(first, len(self.lines)) if space else ():
            if self.lines[number].startswith(space):
                self._cut(number, len(space))

    def _strip_prompts(self, first: int, prompt: re.Pattern[str], initial: re.Pattern[str]) -> None:
        if initial.match(self.lines[first]):
            for number in range(first, len(self.lines)):
                if found := prompt.match(self.lines[number]):
                    self._cut(number, found.end())

    def _automagic(self) -> bool:
        """A cell of nothing but `pip install x`, `cd ..`: IPython lets the percent sign be left out."""
        numbers = [n for n, line in enumerate(self.lines) if line.strip() and not line.lstrip().startswith("#")]
        if not all(_AUTOMAGIC.match(self.lines[number]) for number in numbers):
            return False
        if not all(_WITH_OPTION.match(self.lines[number]) for number in numbers) and _is_python("\n".join(self.lines)):
            return False
        for number in numbers:
            self._put(number, _line_magic(self.lines[number].strip()))
        return True

    def _cell_magics(self, first: int) -> int:
        """Handle the `%%magic` lines at the head of the cell; the first line to be read as Python."""
        at = self._first_code(first)
        while at < len(self.lines):
            if found := _CELL_MAGIC.match(self.lines[at]):
                call = f"get_ipython().run_cell_magic({found[1]!r}, {found[2].rstrip()!r}, '')"
                if found[1] not in _RUNS_CELL:
                    return self._put(at, call if may_bind(found[1], found[2]) else "", len(self.lines) - 1)
                self._put(at, call)
                if found[1] in _MEASURES:
                    self.measured.update(range(at, len(self.lines)))
            elif self._is_other_language(at):
                return self._put(at, "", len(self.lines) - 1)
            else:
                return first
            first = at = self._first_code(at + 1)
        return at

    def _is_other_language(self, at: int) -> bool:
        words = self.lines[at].split(None, 1)
        if not words or words[0][:1] != "%" or words[0][1:] not in _OTHER_LANGUAGES:
            return False
        rest = "\n".join(self.lines[at + 1 :])
        return bool(rest.strip()) and not _is_python(rest)

    def _walk(self, at: int) -> None:
        """Turn the magics among the lines from `at` on."""
        state = _State()
        while at < len(self.lines):
            line = self.lines[at]
            if state.inside:
                state.feed(line)
                at += 1
                continue
            if _CELL_MAGIC.match(line) and _CELL_MAGIC.match(line)[1] not in _RUNS_CELL:  # type: ignore[index]
                self._put(at, "", len(self.lines) - 1)
                return
            body = line.lstrip(" \t\f")
            if body[:1] in ("%", "!", "?", ",", ";", "/") and body:
                at = self._escaped(at, line[: len(line) - len(body)])
                continue
            assigned = state.feed(line)
            if assigned is not None:
                state = _State()
                at = self._assigned(at, assigned)
                continue
            if not state.inside and state.code.endswith("?") and (found := _HELP_END.search(state.code)):
                indent = line[: len(line) - len(body)]
                self._put(at, indent + _help(found[1], found[2]))
            at += 1

    def _continued(self, at: int, start: int) -> tuple[str, int]:
        """The line from column `start` with those that a backslash adds to it, and the last one's number."""
        parts = [self.lines[at][start:]]
        while parts[-1].endswith("\\") and at + 1 < len(self.lines):
            at += 1
            parts.append(self.lines[at])
        return " ".join([*(part.rstrip()[:-1] for part in parts[:-1]), parts[-1].rstrip()]), at

    def _escaped(self, at: int, indent: str) -> int:
        text, last = self._continued(at, len(indent))
        if (found := _HELP_END.search(text)) and text[0] in "%?":
            return self._put(at, indent + _help(found[1], found[2]), last)
        if text[0] == "%":
            code = _measured(text)
            if code and _is_python(text[code:]):
                self.lines[at] = indent + self.lines[at][len(indent) + code :]
                self.removed[at] = self.removed.get(at, 0) + code
                if text[1:].split(None, 1)[0] in _MEASURES:
                    self.measured.update(range(at, last + 1))
                return last + 1
        return self._put(at, indent + _escape_call(text), last)

    def _assigned(self, at: int, start: int) -> int:
        """`x = %magic` and `x = !cmd`; the value begins at column `start`."""
        head = self.lines[at][:start]
        text, last = self._continued(at, start)
        if text[0] == "!":
            return self._put(at, f"{head}get_ipython().getoutput({text[1:]!r})", last)
        code = _measured(text) if text.startswith("%time ") else 0
        if code and _is_python(text[code:], "eval") and last == at:
            return self._put(at, head + " " * code + text[code:])
        return self._put(at, head + _line_magic(text[1:]), last)


class _State:
    """Where the end of a line leaves us: in brackets, in a string, after a backslash, or at a new statement."""

    __slots__ = ("code", "continued", "depth", "quote")

    def __init__(self) -> None:
        self.depth = 0
        self.quote = ""
        self.continued = False
        self.code = ""

    @property
    def inside(self) -> bool:
        return bool(self.depth or self.quote or self.continued)

    def feed(self, line: str) -> int | None:
        """Read one line; the column of a magic that is assigned, where there is one.

        `code` is the line afterwards without its comment and trailing blanks.
        """
        fresh = not self.inside
        at = 0
        if self.quote:
            end = _END_OF_TRIPLE[self.quote].match(line)
            if end is None:
                if len(self.quote) == 1 and not line.endswith("\\"):
                    self.quote = ""  # an unterminated string: not Python, begin anew
                return None
            self.quote, at = "", end.end()
        self.code = line
        while piece := _PIECE.search(line, at):
            text, at = piece[0], piece.end()
            if text[0] in "([{":
                self.depth += 1
            elif text[0] in ")]}":
                self.depth = max(self.depth - 1, 0)
            elif text[0] == "=":
                if fresh and self.depth == 0:
                    return at
            elif text[0] == "#":
                self.code = line[: piece.start()]
            elif text in _END_OF_TRIPLE:
                end = _END_OF_TRIPLE[text].match(line, at)
                if end is None:
                    self.quote, self.continued = text, False
                    return None
                at = end.end()
            elif text[-1] == "\\" and text[-1:] != text[0]:
                self.quote, self.continued = text[0], False
                return None
        self.continued = self.code.endswith("\\") and self.code is line
        self.code = self.code.rstrip()
        return None


def _is_python(text: str, mode: str = "exec") -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text.strip(), mode=mode)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


def _measured(text: str) -> int:
    """Where the code begins in `%time code`, `%timeit -n 3 code`…; 0 when there is none."""
    found = re.match(r"%([A-Za-z_]\w*)[ \t]+", text)
    if found is None or found[1] not in _RUNS_LINE:
        return 0
    at = found.end()
    valued = _OPTIONS_WITH_VALUE.get(found[1], "")
    while option := re.compile(r"-(?:-[\w-]+|([A-Za-z])(\w*))[ \t]+").match(text, at):
        at = option.end()
        if option[1] and option[1] in valued and not option[2]:
            value = re.compile(r"\S+[ \t]+").match(text, at)
            if value is None:
                return 0
            at = value.end()
    return at if at < len(text) else 0


def _escape_call(text: str) -> str:
    """The call that IPython makes of a line that begins with an escape character."""
    mark, content = text[0], text[1:]
    if mark == "!":
        if content.startswith("!"):
            return f"get_ipython().getoutput({content[1:]!r})"
        return f"get_ipython().system({content!r})"
    if mark == "%":
        return _line_magic(content)
    if mark == "?":
        target = content.lstrip("?").strip()
        return _help(target, "??" if content.startswith("?") else "?") if target else "get_ipython().show_usage()"
    name, _, rest = content.partition(" ")
    if not re.fullmatch(r"[A-Za-z_][\w.]*", name):
        return text
    if mark == "/":
        call = f"{name}({', '.join(rest.split())})"
        return call if _is_python(call) else text
    return f"{name}({', '.join(map(repr, rest.split()))})" if mark == "," else f"{name}({rest!r})"


def _line_magic(content: str) -> str:
    name, _, arguments = content.partition(" ")
    return f"get_ipython().run_line_magic({name!r}, {arguments.strip()!r})"


def _help(target: str, mark: str) -> str:
    method = "pinfo2" if mark == "??" else "psearch" if "*" in target else "pinfo"
    return f"get_ipython().run_line_magic({method!r}, {target!r})"
