"""`samerun graph`: the packages of a project, what imports what, and which imports cross a boundary."""

from __future__ import annotations

from pathlib import Path

import click

from samerun.cli import CLEAN

FORMATS = ("text", "mermaid", "dot")


@click.command("graph")
@click.argument("path", default=".", metavar="[PATH]", type=click.Path(exists=True))
@click.option("--output-format", type=click.Choice(FORMATS), default="text", show_default=True, help="How to write it.")
@click.option(
    "--depth", type=click.IntRange(1), default=2, show_default=True, help="Parts of a package's name to show."
)
@click.option("--include-tests", is_flag=True, help="Draw tests too.")
@click.option("--type-checking", is_flag=True, help="Draw imports under `if TYPE_CHECKING:` too.")
def command(path: str, output_format: str, depth: int, include_tests: bool, type_checking: bool) -> int:
    """Print the packages of the project that holds PATH, and the imports between them.

    What REP402 and REP403 look for is marked, silenced or not; so are evals and models, by settings or by their names.
    """
    from samerun import engine
    from samerun.package_graph import FORMATS, package_graph
    from samerun.run import Request
    from samerun.settings import SettingsError
    from samerun.settings.overrides import Overrides

    try:
        for program, _ in engine.linked(Request(paths=(path,), overrides=Overrides(cwd=Path.cwd().as_posix()))):
            graph = package_graph(program, depth, tests=include_tests, types=type_checking)
            click.echo("".join(FORMATS[output_format](graph)), nl=False)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    return CLEAN
