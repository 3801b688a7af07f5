"""Samerun against other tools on real code: CPU time and peak memory, run in turn, medians of several rounds.

    python benchmarks/run.py                     # all of it: minutes; writes docs/benchmarks.md and docs/benchmarks.svg
    python benchmarks/run.py --small             # this repository only, one round: seconds; prints its ratios

The code under test (`CORPORA`) and the other tools (`TOOLS`) are downloaded by name and version into a folder of their
own, never committed. Slow tools run once, the slowest on the smallest corpus alone, and the page says so. Results are
kept in that folder, so that corpora can be measured one by one. Linux and macOS: CPU time and memory come from `wait4`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parents[1]
CORPORA = {"trl": "1.16.0", "transformers": "5.23.0"}
SMALLEST = "trl"
TOOLS = {  # by environment: TorchFix is a plugin, which flake8 would load
    "tools": {"flake8": "7.5.0", "pylint": "4.1.4", "ruff": "0.17.5", "fixit": "2.2.1"},
    "torchfix": {"torchfix": "0.7.0"},
}
PARSE = """
import ast, gc, sys, warnings
from pathlib import Path
gc.disable(); warnings.simplefilter("ignore")
for path in sorted(Path(sys.argv[1]).rglob("*.py")):
    try:
        ast.parse(path.read_bytes())
    except SyntaxError:
        pass
"""


class Tool(NamedTuple):
    """One row: its command for a folder, and what is done before each run.

    `slow`: it runs once; `slowest`: on the smallest corpus alone.
    """

    name: str
    command: Callable[[str], list[str]]
    prepare: Callable[[Path], None] = lambda folder: None
    slow: bool = False
    slowest: bool = False


class Cost(NamedTuple):
    """CPU seconds, wall seconds and peak megabytes of the largest process."""

    cpu: float
    wall: float
    memory: float


def samerun(*options: str) -> Callable[[str], list[str]]:
    """The command, on its own settings: those of the corpus and of this repository don't count."""
    return lambda folder: [sys.executable, "-m", "samerun", "check", "--isolated", "-q", *options, folder]


def with_cache(*options: str) -> Callable[[str], list[str]]:
    return lambda folder: samerun("--cache-dir", f"{folder}/.samerun_cache", *options)(folder)


def forget(folder: Path) -> None:
    shutil.rmtree(folder / ".samerun_cache", ignore_errors=True)


def change_one(folder: Path) -> None:
    """A comment more in a file in the middle."""
    files = sorted(folder.rglob("*.py"))
    path = files[len(files) // 2]
    path.write_bytes(path.read_bytes() + b"# one more line\n")


def change_used(folder: Path) -> None:
    """A line more at the top of a file that rules look into: one that seeds."""
    path = next(path for path in sorted(folder.rglob("*.py")) if b"set_seed(" in path.read_bytes())
    path.write_bytes(b"# one more line\n" + path.read_bytes())


def tools() -> list[Tool]:
    """Every row; those whose program isn't installed are left out by the caller."""
    return [
        Tool("ast.parse", lambda folder: [sys.executable, "-c", PARSE, folder]),
        Tool("samerun, cold, 1 job", with_cache("-j", "1"), forget),
        Tool("samerun, cold, 2 jobs", with_cache("-j", "2"), forget),
        Tool("samerun, warm", with_cache("-j", "1")),
        Tool("samerun, one file changed", with_cache("-j", "1"), change_one),
        Tool("samerun, a seeding file changed", with_cache("-j", "1"), change_used),
        Tool("samerun, no cache", samerun("-j", "1", "--no-cache")),
        Tool("ruff, no cache", lambda folder: ["ruff", "check", "--isolated", "-q", "--no-cache", folder]),
        Tool(
            "ruff, warm",
            lambda folder: ["ruff", "check", "--isolated", "-q", "--cache-dir", f"{folder}/.ruff_cache", folder],
        ),
        Tool("flake8 --select F", lambda folder: ["flake8", "--isolated", "-j1", "--select", "F", folder], slow=True),
        Tool(
            "pylint",
            lambda folder: ["pylint", "-j1", "--recursive=y", "--disable=all", "--enable=E", folder],
            slow=True,
            slowest=True,
        ),
        Tool("TorchFix", lambda folder: ["torchfix", "--select", "ALL", folder], slow=True, slowest=True),
        Tool("Fixit", lambda folder: ["fixit", "lint", folder], slow=True, slowest=True),
    ]


def measured(command: list[str]) -> Cost:
    """One run of a command; what it prints is thrown away. Python may keep its bytecode, as an installer makes it."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = os.times()
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere, env=environment)
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Cost(usage.ru_utime + usage.ru_stime, os.times().elapsed - before.elapsed, usage.ru_maxrss / unit)


def median(costs: list[Cost]) -> Cost:
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


def rows(folder: Path, chosen: list[Tool], rounds: int) -> dict[str, Cost]:
    """The median cost of every tool. In each round all have their turn, so that a slow minute hits all of them."""
    costs: dict[str, list[Cost]] = {}
    for number in range(rounds + 1):
        for tool in chosen:
            if tool.slow and number != 1:
                continue  # the first round only fills caches
            tool.prepare(folder)
            cost = measured(tool.command(str(folder)))
            if number:
                costs.setdefault(tool.name, []).append(cost)
                print(f"  {tool.name}: {cost.cpu:.2f} s CPU, {cost.memory:.0f} MB", file=sys.stderr, flush=True)
    return {name: median(each) for name, each in costs.items()}


def install(folder: Path) -> None:
    """Have the other tools at hand, in environments of their own."""
    for name, pins in reversed(TOOLS.items()):  # the first one's programs are found first
        home = folder / name
        if not home.exists():
            subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
            pinned = [f"{tool}=={version}" for tool, version in pins.items()]
            subprocess.run([str(home / "bin" / "python"), "-m", "pip", "install", "-q", *pinned], check=True)
        os.environ["PATH"] = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"


def corpus(name: str, version: str, folder: Path) -> Path:
    """The package's code, downloaded and unpacked."""
    target = folder / name
    if not target.exists():
        wheels = folder / "wheels"
        command = ["download", "-q", "--no-deps", "--only-binary", ":all:", "-d", str(wheels), f"{name}=={version}"]
        subprocess.run([sys.executable, "-m", "pip", *command], check=True)
        (wheel,) = wheels.glob(f"{name}-{version}-*.whl")
        unpacked = folder / f"unpacked-{name}"
        shutil.unpack_archive(wheel, unpacked, "zip")
        shutil.move(unpacked / name, target)
    return target


def lines_of(folder: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.py"))


def table(name: str, lines: int, rounds: int, costs: dict[str, Cost], missing: Sequence[str] = ()) -> str:
    """A Markdown section."""
    floor = costs["ast.parse"]
    often = f"{rounds} round{'s' if rounds > 1 else ''}"
    out = [f"## {name}: {lines:,} lines, {often}\n", "| run | CPU, s | × `ast.parse` | peak, MB |"]
    out.append("|---|--:|--:|--:|")
    out += [f"| {tool} | {c.cpu:.2f} | {c.cpu / floor.cpu:.2f} | {c.memory:.0f} |" for tool, c in costs.items()]
    if missing:
        out.append(f"\nNot installed, so not measured: {', '.join(missing)}.")
    return "\n".join(out) + "\n"


def plot(sections: dict[str, dict[str, Cost]]) -> str:
    """Bars of CPU time against `ast.parse`, on a logarithmic scale, as SVG."""
    import math

    bars: list[str] = []
    y = 10
    for name, costs in sections.items():
        bars.append(f'<text x="10" y="{y + 14}" font-weight="bold">{name}</text>')
        y += 24
        for tool, cost in costs.items():
            ratio = cost.cpu / costs["ast.parse"].cpu
            width = 40 * math.log2(1 + 16 * ratio)
            colour = "#2f6fde" if tool.startswith("samerun") else "#999999"
            bars.append(f'<text x="200" y="{y + 12}" text-anchor="end">{tool}</text>')
            bars.append(f'<rect x="208" y="{y}" width="{width:.0f}" height="15" fill="{colour}"/>')
            bars.append(f'<text x="{214 + width:.0f}" y="{y + 12}">{ratio:.2f}×</text>')
            y += 20
        y += 12
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="{y}" font-family="sans-serif" font-size="12">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="white"/>', *bars, "</svg>", ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="this repository's own code, one round, no slow tools")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=list(CORPORA), help="which corpora")
    parser.add_argument("--fast", action="store_true", help="leave the slow tools out: their rows stay as they were")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir(), "samerun-benchmarks"))
    parser.add_argument("--rows", nargs="*", help="measure only these rows; all others stay as they were")
    options = parser.parse_args()
    if options.small:
        quick = [tool for tool in tools() if not tool.slow]
        missing = [tool.name for tool in quick if shutil.which(tool.command(".")[0]) is None]
        chosen = [tool for tool in quick if tool.name not in missing]
        with tempfile.TemporaryDirectory() as name:
            folder = shutil.copytree(ROOT / "src", Path(name, "src"), ignore=shutil.ignore_patterns("__pycache__"))
            print(table("samerun's own code", lines_of(folder), 1, rows(folder, chosen, 1), missing))
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    install(options.folder)
    for name in options.only:
        chosen = [tool for tool in tools() if not (tool.slow and (options.fast or (tool.slowest and name != SMALLEST)))]
        chosen = [tool for tool in chosen if options.rows is None or tool.name in options.rows]
        folder = corpus(name, CORPORA[name], options.folder)
        costs = rows(folder, chosen, options.rounds)
        kept = options.folder / f"{name}.json"
        before = json.loads(kept.read_text("utf-8"))["costs"] if kept.exists() else {}
        found = {tool.name: costs.get(tool.name) or before.get(tool.name) for tool in tools()}
        measured_ones = {tool: cost for tool, cost in found.items() if cost is not None}
        row = {"lines": lines_of(folder), "rounds": options.rounds, "costs": measured_ones}
        kept.write_text(json.dumps(row), "utf-8")
    write(options.folder)


def write(folder: Path) -> None:
    """The page and its picture, from the results that are there."""
    sections: dict[str, dict[str, Cost]] = {}
    text = []
    for name, version in CORPORA.items():
        if (folder / f"{name}.json").exists():
            row = json.loads((folder / f"{name}.json").read_text("utf-8"))
            costs = {tool: Cost(*cost) for tool, cost in row["costs"].items()}
            sections[f"{name} {version}"] = costs
            text.append(table(f"{name} {version}", row["lines"], row["rounds"], costs))
    named = ", ".join(f"{tool} {version}" for pins in TOOLS.values() for tool, version in pins.items())
    head = (
        "# Benchmarks\n\nWritten by `python benchmarks/run.py`: medians of rounds in which all tools have their turn, "
        f"on {platform.system()} with Python {platform.python_version()}. CPU time is that of a whole run, start-up "
        "included. Look at ratios, not at seconds.\n\nflake8, pylint, TorchFix and Fixit ran once; the last three take "
        f"too long for more than the smallest code, {SMALLEST}. The tools are {named}.\n\n"
        "![CPU time against ast.parse](benchmarks.svg)\n\n"
    )
    notes = (Path(__file__).parent / "notes.md").read_text("utf-8")
    (ROOT / "docs" / "benchmarks.md").write_text("\n".join([head + text[0], *text[1:], notes]), "utf-8")
    (ROOT / "docs" / "benchmarks.svg").write_text(plot(sections), "utf-8")


if __name__ == "__main__":
    main()
