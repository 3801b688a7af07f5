# entry
import random

import click


@click.command()
@click.option("--seed", type=int, help="fix the run")
@click.option("--n", default=3)
def main(seed, n):
    if seed is not None:  # blame: a
        random.seed(seed)
    click.echo([random.randint(0, 99) for _ in range(n)])  # blame: a


if __name__ == "__main__":
    main()
