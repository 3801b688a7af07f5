"""Writes what the rules' docstrings already say: docs/rules/*.md and the rule table of README.md.

`python docs/generate.py` writes what is out of date; with `--check` it only names it, and exits 1.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from samerun.rules.registry import all_rules

if TYPE_CHECKING:
    from samerun.rules.base import Rule

ROOT = Path(__file__).resolve().parent.parent
PAGES = Path("docs/rules")
BEGIN, END = "<!-- rules: begin -->", "<!-- rules: end -->"
STATUS = {"on": "on", "off": "off until selected", "preview": "preview"}


def page(rule: type[Rule]) -> str:
    """The documentation page of one rule."""
    summary, _, body = inspect.getdoc(rule).partition("\n")
    facts = f"Level: {rule.level} · {STATUS[rule.status]}"
    return f"# {rule.name} ({rule.code})\n\n{summary}\n\n{facts}\n\n{body.strip()}\n"


def table(rules: list[type[Rule]]) -> str:
    """The rule table of the README."""
    rows = [
        f"| [{rule.code}]({(PAGES / rule.name).as_posix()}.md) | {rule.name} | {_summary(rule)} | "
        f"{rule.level} | {STATUS[rule.status]} |"
        for rule in rules
    ]
    return "\n".join(["| code | name | what it reports | level | default |", "|---|---|---|---|---|", *rows])


def expected() -> dict[Path, str]:
    """Every generated file's text, by its path in the repository."""
    rules = list(all_rules().values())
    files = {PAGES / f"{rule.name}.md": page(rule) for rule in rules}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    before, found_begin, rest = readme.partition(BEGIN)
    _, found_end, after = rest.partition(END)
    if not (found_begin and found_end):
        raise SystemExit(f"README.md: the markers {BEGIN} and {END} are missing")
    files[Path("README.md")] = f"{before}{BEGIN}\n{table(rules)}\n{END}{after}"
    return files


def main(arguments: list[str]) -> int:
    """Writes, or with `--check` only compares; prints each path that differed."""
    check = arguments == ["--check"]
    if arguments and not check:
        raise SystemExit(__doc__)
    wanted = expected()
    differing = [path for path, text in wanted.items() if _read(ROOT / path) != text]
    orphans = [path.relative_to(ROOT) for path in (ROOT / PAGES).glob("*.md") if path.relative_to(ROOT) not in wanted]
    for path in sorted(differing + orphans):
        print(path.as_posix())
    if check:
        return 1 if differing or orphans else 0
    (ROOT / PAGES).mkdir(parents=True, exist_ok=True)
    for path in differing:
        (ROOT / path).write_text(wanted[path], encoding="utf-8")
    for path in orphans:
        (ROOT / path).unlink()
    return 0


def _summary(rule: type[Rule]) -> str:
    return inspect.getdoc(rule).partition("\n")[0].rstrip(".")


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
