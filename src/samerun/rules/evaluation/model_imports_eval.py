"""REP403: model or training code that imports the eval."""

from __future__ import annotations

from samerun.rules.evaluation.crossing import BoundaryRule


class ModelImportsEval(BoundaryRule):
    """Model or training code imports the eval that measures it.

    ## What it does
    Reports each import in a model package that leads to an eval package, by itself or by way of the project's other
    modules. What counts as an import, which packages are meant, and the levels are those of REP402.

    ## Why it matters
    Training that can see the eval can leak it: its questions, its graders and its metric become something to train on
    or to select by, and the score stops being a measurement of anything else.

    ## Example
    ```python
    # file: evals/__init__.py
    # file: evals/questions.py
    QUESTIONS = ["What is 2 + 2?"]


    # file: training/__init__.py
    # file: training/data.py
    import torch

    from evals.questions import QUESTIONS


    def batches(tokenize):
        return [torch.tensor(tokenize(question)) for question in QUESTIONS]
    ```

    ## Use instead
    Keep the two apart; what validation during training needs is training's own, on a split of its own.

    ```python
    # file: evals/__init__.py
    # file: evals/questions.py
    QUESTIONS = ["What is 2 + 2?"]


    # file: training/__init__.py
    # file: training/data.py
    import torch


    def batches(tokenize, questions):
        return [torch.tensor(tokenize(question)) for question in questions]
    ```

    ## Fix safety
    No fix: what the two share has to find a place.

    ## Options
    - `boundaries`: `eval`, `model`, `allow`, `type-checking`, `because`, `by-convention` and named `contracts`; see
      [boundaries](../boundaries.md).

    ## Known limits
    As REP402's. A leak by way of files is not seen.

    ## References
    - [Leakage and the reproducibility crisis in machine-learning-based science](https://doi.org/10.1016/j.patter.2023.100804)
    """

    code = "REP403"
    name = "model-imports-eval"
    advice = "Give training its own validation, or move what both need to an interface that `allow` names"
