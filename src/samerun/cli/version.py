"""`samerun version`."""

from __future__ import annotations

import click

from samerun import __version__


@click.command("version")
def command() -> None:
    """Print the version."""
    click.echo(f"samerun {__version__}")
