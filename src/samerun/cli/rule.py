"""`samerun rule CODE`: a rule's page, which is its class's docstring."""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from samerun.rules.base import Rule


@click.command("rule")
@click.argument("code", required=False)
@click.option("--all", "everything", is_flag=True, help="Explain all rules.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(code: str | None, everything: bool, output_format: str) -> None:
    """Explain the rule CODE, given by code or name."""
    from samerun.rules.registry import all_rules
    from samerun.settings.errors import nearest

    if (code is None) is not everything:
        raise click.UsageError("Give one CODE, or --all.")
    rules = all_rules()
    if code is None:
        chosen = list(rules.values())
    else:
        by_word = {rule.name: rule for rule in rules.values()} | rules
        found = by_word.get(code) or by_word.get(code.upper())
        if found is None:
            raise click.ClickException(f'unknown rule "{code}"{nearest(code, by_word)}')
        chosen = [found]
    if output_format == "json":
        rows = [_row(rule) for rule in chosen]
        click.echo(json.dumps(rows if everything else rows[0], indent=2, ensure_ascii=False))
    else:
        click.echo("\n\n".join(_page(rule) for rule in chosen))


def _page(rule: type[Rule]) -> str:
    return f"# {rule.name} ({rule.code})\n\n{inspect.getdoc(rule) or ''}"


def _row(rule: type[Rule]) -> dict[str, Any]:
    explanation = inspect.getdoc(rule) or ""
    return {
        "name": rule.name,
        "code": rule.code,
        "summary": explanation.partition("\n")[0],
        "explanation": explanation,
        "level": rule.level,
        "status": rule.status,
        "preview": rule.status == "preview",
    }
