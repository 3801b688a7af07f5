# entry
import random

import typer

app = typer.Typer()


@app.command()
def main(n: int = 3, seed: int = typer.Option(42, help="random seed")):
    random.seed(seed)
    print([random.randint(0, 99) for _ in range(n)])


if __name__ == "__main__":
    app()
