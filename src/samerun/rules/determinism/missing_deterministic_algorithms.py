"""REP301: a seeded training run that never asks for deterministic algorithms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.mending.flag import asking_fixes
from samerun.rules.randomness.flow import SeedFlowRule

if TYPE_CHECKING:
    from samerun.program.flow.verdicts import Verdict
    from samerun.program.program import Program
    from samerun.rules.finding import Fix


class MissingDeterministicAlgorithms(SeedFlowRule):
    """A run is seeded and trains where a GPU can be, but nothing asks for deterministic algorithms.

    ## What it does
    Follows every run from its entry point and reports those that seed PyTorch or TensorFlow with a value (they mean to
    be repeatable), train (`backward()`, `Trainer.train()`, `fit`), and can come to an accelerator (`.cuda()`,
    `.to(device)`, `torch.cuda.is_available()`, a Trainer), while no code that the run can come to asks for
    deterministic algorithms: `torch.use_deterministic_algorithms(True)`, `torch.backends.cudnn.deterministic = True`,
    `tf.config.experimental.enable_op_determinism()`, Lightning's `deterministic=True`, Transformers'
    `full_determinism=True`, and what other libraries have for it. Code behind an option that is off by default counts
    as asking. One finding an entry point, at the seeding call; entry points that share the call share the finding.

    Silent where a seeding helper can't be seen into: it may ask.

    ## Why it matters
    A seed fixes the numbers that are drawn, not the order in which a GPU adds. Many CUDA kernels (scatter, index_add,
    the backward passes of embeddings, interpolation and convolutions) sum with atomic operations: runs with the same
    seed differ in the last bits after one step, and training makes those differences grow.

    What it costs: deterministic kernels are often slower, as PyTorch and TensorFlow both say. How much depends on
    model and GPU: measure yours (a severe case is in the references). An operation that has none raises an error.
    Don't ask for them where speed is what counts and seeds are only there to average over: a long pretraining run,
    a sweep over many seeds. Waive such an entry point in the settings, with the reason.

    ## Example
    ```python
    import torch


    def main():
        torch.manual_seed(0)
        model = torch.nn.Linear(8, 1).cuda()
        loss = model(torch.ones(4, 8).cuda()).sum()
        loss.backward()
        print(loss.item())


    if __name__ == "__main__":
        main()
    ```

    ## Use instead
    ```python
    import torch


    def main():
        torch.manual_seed(0)
        torch.use_deterministic_algorithms(True)
        model = torch.nn.Linear(8, 1).cuda()
        loss = model(torch.ones(4, 8).cuda()).sum()
        loss.backward()
        print(loss.item())


    if __name__ == "__main__":
        main()
    ```

    ## Fix safety
    Unsafe: deterministic kernels are slower and round otherwise, and an operation that has none raises an error. A
    framework's call asks by its own argument (`Trainer(deterministic=True)`), else the run asks right after it is
    seeded. With PyTorch, cuBLAS gets a workspace of fixed size too
    (`CUBLAS_WORKSPACE_CONFIG`), unless the environment says otherwise: without one its matrix products raise.

    ## Options
    - `profile`: under `"library"` the rule is silent (the run is its user's); under `"benchmark"` cuDNN's flag alone
      and settings that only warn don't count as asking.
    - `waivers`: entry points that need not be deterministic, each with a reason.
    - `entry-points`, `include-tests`: further places where runs start.

    ## Known limits
    Whether a model's operations have kernels that differ is not looked at: a small fully connected network may well
    repeat without. A variable that a launcher sets (`TF_DETERMINISTIC_OPS=1 python train.py`) isn't seen.

    ## References
    - [PyTorch: reproducibility](https://docs.pytorch.org/docs/stable/notes/randomness.html)
    - [torch.use_deterministic_algorithms](https://docs.pytorch.org/docs/stable/generated/torch.use_deterministic_algorithms.html)
    - [TensorFlow: enable_op_determinism](https://www.tensorflow.org/api_docs/python/tf/config/experimental/enable_op_determinism)
    - [A severe slow-down of deterministic algorithms](https://github.com/pytorch/pytorch/issues/109856)
    """

    code = "REP301"
    name = "missing-deterministic-algorithms"

    def verdicts(self, program: Program) -> list[Verdict]:
        return program.missing_determinism

    def fixes(self, program: Program, verdict: Verdict) -> list[Fix]:
        return asking_fixes(program, verdict)
