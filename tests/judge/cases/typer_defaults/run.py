import typer


def main(
    model: str = typer.Option("mistral-small-2503"),
    judge_model: str = typer.Option("mistral-large-2411"),
):
    print(model, judge_model)


typer.run(main)
