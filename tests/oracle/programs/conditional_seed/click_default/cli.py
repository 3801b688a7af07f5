# entry
import random

import click


@click.command()
@click.option("--seed", type=int, default=42, show_default=True)
@click.option("--n", default=3)
def main(seed, n):
    if seed is not None:
        random.seed(seed)
    click.echo([random.randint(0, 99) for _ in range(n)])


if __name__ == "__main__":
    main()
