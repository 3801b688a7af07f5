"""Draws docs/findings.svg from a real run of samerun on the example project, in a terminal's colours.

`python docs/make_picture.py` draws it; with `--check` it only compares, and exits 1 where the picture is out of date.
"""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs/findings.svg"
PATHS = ["src/ticketdesk/train.py", "src/ticketdesk/data.py"]
COLUMNS = 100

CHARACTER, LINE, MARGIN = 8.4, 19, 16
COLOURS = {
    "31": "#ff7b72",
    "32": "#7ee787",
    "33": "#e3b341",
    "34": "#79c0ff",
    "35": "#d2a8ff",
    "36": "#76e3ea",
    "37": "#e6edf3",
    "90": "#8b949e",
}
COLOURS |= {f"9{code[1]}": colour for code, colour in COLOURS.items() if code != "90"}
STYLE = re.compile(r"\x1b\[([0-9;]*)m")
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-ln-z]|\r")


def terminal_output(command: list[str], cwd: Path) -> str:
    """What a command writes to a terminal of `COLUMNS` columns."""
    leader, follower = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "CI")}
    environment |= {"TERM": "xterm-256color", "COLUMNS": str(COLUMNS), "LINES": "60", "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=follower, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        os.close(follower)
        chunks = []
        while chunk := read(leader):
            chunks.append(chunk)
    os.close(leader)
    if process.returncode != 1:
        raise SystemExit(f"{' '.join(command)}: exit status {process.returncode}, not 1")
    return CONTROL.sub("", b"".join(chunks).decode("utf-8"))


def read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # Linux says so when the other end is closed
        return b""


def spans(line: str, state: dict[str, str]) -> str:
    """One line of terminal output as SVG text spans; `state` is the style that goes on to the next line."""
    out, at = [], 0
    for found in [*STYLE.finditer(line), None]:
        text = line[at : found.start() if found else len(line)]
        if text:
            style = "".join(f' {name}="{value}"' for name, value in sorted(state.items()))
            out.append(f"<tspan{style}>{escape(text, quote=False)}</tspan>")
        if found:
            at = found.end()
            for code in (found[1] or "0").split(";"):
                restyle(code.lstrip("0") or "0", state)
    return "".join(out)


def restyle(code: str, state: dict[str, str]) -> None:
    if code in ("0", ""):
        state.clear()
    elif code == "1":
        state["font-weight"] = "bold"
    elif code == "2":
        state["opacity"] = "0.7"
    elif code in COLOURS:
        state["fill"] = COLOURS[code]
    elif code == "39":
        state.pop("fill", None)
    elif code == "22":
        state.pop("font-weight", None)
        state.pop("opacity", None)


def draw(output: str) -> str:
    """The picture of a terminal with this output."""
    command = f"$ samerun check {' '.join(PATHS)}"
    lines = [command, "", *output.rstrip("\n").split("\n")]
    width = max(len(STYLE.sub("", line)) for line in lines) * CHARACTER + 2 * MARGIN
    height = len(lines) * LINE + 2 * MARGIN
    state: dict[str, str] = {}
    rows = [
        f'<text x="{MARGIN}" y="{MARGIN + (number + 0.75) * LINE:g}">{spans(line, state)}</text>'
        for number, line in enumerate(lines)
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
            f'height="{height:g}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14" '
            'fill="#e6edf3" xml:space="preserve" role="img">',
            "<title>Findings of samerun on its example project</title>",
            f'<rect width="{width:g}" height="{height:g}" rx="8" fill="#0d1117"/>',
            *rows,
            "</svg>\n",
        ]
    )


def main(arguments: list[str]) -> int:
    """Draws the picture, or with `--check` compares it."""
    if arguments not in ([], ["--check"]):
        raise SystemExit(__doc__)
    command = [sys.executable, "-m", "samerun", "check", "--no-cache", *PATHS]
    picture = draw(terminal_output(command, ROOT / "fixtures/quickstart"))
    if arguments:
        current = PICTURE.read_text(encoding="utf-8") if PICTURE.exists() else ""
        if current != picture:
            print("docs/findings.svg is out of date: run python docs/make_picture.py")
            return 1
        return 0
    PICTURE.write_text(picture, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
