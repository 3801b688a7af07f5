# entry: --seed 4 draw
import random

import click


@click.group()
@click.option("--seed", type=int, default=0)
@click.pass_context
def cli(ctx, seed):
    ctx.obj = {"seed": seed}
    random.seed(seed)


@cli.command()
@click.option("--n", default=3)
def draw(n):
    click.echo([random.randint(0, 99) for _ in range(n)])


if __name__ == "__main__":
    cli()
