"""The closing lines: how many findings, how many files were read, which were not and why, what `--fix` mends."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from samerun.report.fixes import fixed_count, fixed_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.report.view import View
    from samerun.rules.finding import Level

LEVELS: tuple[Level, ...] = ("error", "warning", "note")


def summary(view: View) -> Iterator[str]:
    """One line on the run, and one on fixes when there are any."""
    if view.brief:
        return
    if view.show_fixes:
        yield from fixed_list(view)
    result = view.result
    levels = Counter(finding.level for finding in view.findings)
    parts = ", ".join(_plural(levels[level], level) for level in LEVELS if levels[level])
    found = "The run is incomplete" if result.errors else "All checks passed"
    fixed = fixed_count(result)
    if view.findings or fixed:
        found = f"Found {_plural(len(view.findings) + fixed, 'finding')}"
        found += f" ({fixed} fixed, {len(view.findings)} remaining)" if fixed else f" ({parts})"
    silenced = f", {result.suppressed} suppressed" if result.suppressed else ""
    if result.baselined is not None:
        silenced += f", {result.baselined} baselined"
    yield f"{found}{silenced}; {_plural(result.files_read, 'file')} read{_skipped(view)}.\n"
    yield from _fixes(view)


def _skipped(view: View) -> str:
    """How many files were skipped, by reason; the file itself when it is the only one."""
    skipped = view.result.skipped
    if not skipped:
        return ""
    if len(skipped) == 1:
        path, reason = skipped[0]
        return f", 1 skipped ({view.shown(path)}: {reason})"
    reasons = Counter(reason for _, reason in skipped).most_common()
    return f", {len(skipped)} skipped ({', '.join(f'{count} {reason}' for reason, count in reasons)})"


def _fixes(view: View) -> Iterator[str]:
    fixes = [finding.fix for finding in view.findings if finding.fix is not None]
    ready = sum(view.applies(fix) for fix in fixes)
    unsafe = sum(fix.applicability == "unsafe" for fix in fixes if not view.applies(fix))
    more = f"{_plural(unsafe, 'unsafe fix', 'unsafe fixes')} available with `--fix --unsafe-fixes`"
    if ready:
        star = f"[{view.paint('*', 'cyan')}]"
        yield f"{star} {ready} fixable with `--fix`{f' ({more})' if unsafe else ''}.\n"
    elif unsafe:
        yield f"{more}.\n"


def _plural(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
