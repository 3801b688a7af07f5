"""The options of `samerun check`, spelt and meant as Ruff's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable


def words(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a comma-separated option, over all the times it was given."""
    return tuple(word.strip() for each in value for word in each.split(","))


def listed(name: str, metavar: str, help_: str) -> Any:
    """An option that takes a comma-separated list and may be repeated."""
    return click.option(name, callback=words, multiple=True, metavar=metavar, help=help_)


def switch(name: str, help_: str, short: str = "") -> Any:
    """`--name` and `--no-name`; neither leaves the settings files to say."""
    names = [f"{name}/--no-{name[2:]}"] if not short else [f"{short}/ ", f"{name}/--no-{name[2:]}"]
    return click.option(*names, default=None, help=help_)


SELECTION = (
    listed("--select", "RULES", "Rules to enable: codes, prefixes, names, or ALL."),
    listed("--ignore", "RULES", "Rules to disable."),
    listed("--extend-select", "RULES", "Like --select, on top of the rules already selected."),
    listed("--per-file-ignores", "PATTERN:RULE", "Rules to ignore in the files a pattern matches."),
    listed("--extend-per-file-ignores", "PATTERN:RULE", "Like --per-file-ignores, on top of the others."),
    listed("--fixable", "RULES", "Rules whose fixes may be applied."),
    listed("--extend-fixable", "RULES", "Like --fixable, on top of the others."),
    listed("--unfixable", "RULES", "Rules whose fixes are never applied."),
    switch("--preview", "Enable rules in preview."),
)
FIXES = (
    switch("--fix", "Apply fixes."),
    switch("--unsafe-fixes", "Include fixes that may change what the program does."),
    switch("--fix-only", "Apply fixes, and neither report nor fail on what is left. Implies --fix."),
    click.option("--diff", is_flag=True, help="Write no file; print a diff instead. Implies --fix-only."),
    switch("--show-fixes", "List the findings that were fixed."),
    click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit 1 when a file was changed by a fix."),
)
COMMENTS = (
    click.option("--add-noqa", metavar="[=REASON]", help="Write a noqa comment beside every finding."),
    click.option("--add-ignore", metavar="[=REASON]", help="Write a samerun: ignore comment beside every finding."),
    click.option("--ignore-noqa", is_flag=True, help="Report what ignore comments silence, too."),
)
BASELINE = (
    click.option("--baseline", metavar="FILE", help="Leave out the findings that this file lists."),
    click.option("--no-baseline", is_flag=True, help="Report what the baseline lists, too."),
)
OUTPUT = (
    click.option("--output-format", metavar="FORMAT", envvar="SAMERUN_OUTPUT_FORMAT", help="Format of the report."),
    click.option(*("-o", "--output-file"), metavar="FILE", envvar="SAMERUN_OUTPUT_FILE", help="Write the report here."),
    click.option("--sarif-include-suppressed", is_flag=True, help="Put silenced findings into SARIF too, marked so."),
    click.option("--statistics", is_flag=True, help="Show counts for every rule with a finding."),
    click.option("--show-files", is_flag=True, help="List the files that would be checked."),
    click.option("--show-settings", is_flag=True, help="Show every setting and where it comes from."),
    click.option("-e", "--exit-zero", is_flag=True, help="Exit 0 even when there are findings."),
    click.option("--fail-on", metavar="LEVEL", help="Lowest level that makes the exit status 1: note, warning, error."),
    click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to colour."),
)
FILES = (
    listed("--exclude", "PATTERNS", "Files and folders to leave out."),
    listed("--extend-exclude", "PATTERNS", "Like --exclude, on top of those already excluded."),
    switch("--force-exclude", "Leave out excluded files even when named as arguments."),
    switch("--respect-gitignore", "Leave out the files that git ignores."),
    click.option("--stdin-filename", metavar="FILE", help="The name of the file that comes by standard input."),
    click.option(
        "--diff-base", metavar="REV", help="Report evals that change with what they score since REV (REP404)."
    ),
    click.option("--staged", is_flag=True, help="Check what is staged in git, and report the same of it (REP404)."),
    click.option("--target-version", metavar="VERSION", help="The oldest Python the code supports, as py311."),
)
MISC = (
    click.option("--config", multiple=True, metavar="FILE|KEY=VALUE", help="A settings file, or one setting as TOML."),
    click.option("--isolated", is_flag=True, help="Ignore all settings files."),
    click.option("--cache-dir", metavar="FOLDER", envvar="SAMERUN_CACHE_DIR", help="The folder of the cache."),
    click.option("-n", "--no-cache", is_flag=True, envvar="SAMERUN_NO_CACHE", help="Read and write no cache."),
    click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes. Default: one a core."),
    click.option("--timing", is_flag=True, help="Say on standard error where the time went, by phase and by rule."),
    click.option("-v", "--verbose", is_flag=True, help="Say more on standard error."),
    click.option("-q", "--quiet", is_flag=True, help="Print findings, but nothing else."),
    click.option("-s", "--silent", is_flag=True, help="Print nothing; the exit status tells."),
)


def all_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Put every option of `check` on a function, in the order the help shows them."""
    for option in reversed((*SELECTION, *FILES, *BASELINE, *OUTPUT, *FIXES, *COMMENTS, *MISC)):
        function = option(function)
    return function
