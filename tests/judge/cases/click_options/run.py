import click


@click.command()
@click.option("--generator", default="meta-llama/Llama-3.1-8B-Instruct")
@click.option("--judge", default="meta-llama/Llama-3.3-70B-Instruct")
def main(generator, judge):
    print(generator, judge)
