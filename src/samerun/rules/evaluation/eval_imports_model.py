"""REP402: an eval that imports the model it measures, and every other declared crossing."""

from __future__ import annotations

from samerun.rules.evaluation.crossing import BoundaryRule


class EvalImportsModel(BoundaryRule):
    """An eval imports code of the model that it measures.

    ## What it does
    Reports each import in an eval package that leads to a model package, by itself or by way of the project's other
    modules: statements at any depth, relative and star imports, re-exports, `importlib.import_module`, `__import__`
    and `runpy` with a literal, and notebooks. Which packages are evals and models is declared in settings; else it is
    taken from their names (`evals`, `benchmarks`, … and `models`, `training`, …), where the model side imports a
    framework. A declared crossing is an error, one between separate top-level packages a warning, and one inside a
    single package a note, once for each pair. Contracts with `from` and `to`, or with `layers`, are reported under this
    code too.

    ## Why it matters
    An eval is an independent measurement only while it can't change together with what it measures. Where it imports
    the model's code, an edit of the model's preprocessing, tokenizer or loss changes the score as well, and two scores
    are no longer of the same eval.

    ## Example
    ```python
    # file: evals/__init__.py
    # file: evals/accuracy.py
    from models.net import Net


    def accuracy(weights, batches):
        net = Net()
        net.load_state_dict(weights)
        return [(net(x).argmax(1) == y).float().mean() for x, y in batches]


    # file: models/__init__.py
    # file: models/net.py
    import torch


    class Net(torch.nn.Module):
        pass
    ```

    ## Use instead
    Load an artifact, or take the predictions as data; what both need goes into an interface that `allow` names.

    ```python
    # file: evals/__init__.py
    # file: evals/accuracy.py
    import torch


    def accuracy(path, batches):
        net = torch.jit.load(path)
        return [(net(x).argmax(1) == y).float().mean() for x, y in batches]


    # file: models/__init__.py
    # file: models/net.py
    import torch


    class Net(torch.nn.Module):
        pass
    ```

    ## Fix safety
    No fix: what the two share has to find a place.

    ## Options
    - `boundaries`: `eval`, `model`, `allow`, `type-checking`, `because`, `by-convention` and named `contracts`; see
      [boundaries](../boundaries.md).

    ## Known limits
    Imports whose module's name isn't a literal are not seen. Importing `a.b` is no import of `a`, though Python runs
    `a/__init__.py` for it.

    ## References
    - [Import Linter: contract types](https://import-linter.readthedocs.io/en/stable/contract_types/)
    - [Hidden technical debt in machine learning systems](https://papers.nips.cc/paper/5656-hidden-technical-debt-in-machine-learning-systems)
    """

    code = "REP402"
    name = "eval-imports-model"
    advice = "Load an artifact, or move what both need to an interface that `allow` names"
