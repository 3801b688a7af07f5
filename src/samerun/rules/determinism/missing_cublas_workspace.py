"""REP304: deterministic algorithms on CUDA without the variable that cuBLAS needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.mending.flag import workspace_fixes
from samerun.rules.randomness.flow import SeedFlowRule

if TYPE_CHECKING:
    from samerun.program.flow.verdicts import Verdict
    from samerun.program.program import Program
    from samerun.rules.finding import Fix


class MissingCublasWorkspace(SeedFlowRule):
    """Deterministic algorithms are asked for, but not the cuBLAS workspaces that they need.

    ## What it does
    Reports a run that can come to CUDA and asks for deterministic algorithms
    (`torch.use_deterministic_algorithms(True)`), while nothing sets `CUBLAS_WORKSPACE_CONFIG`: no code of the project,
    and no Dockerfile, shell script, workflow, `.env` or other document beside it. And the line that sets it when the
    run has surely trained on a GPU by then: it comes too late. A note.

    Only where a lock or a manifest says that the project runs with a PyTorch that needs the variable, one before 2.10.
    Lightning's `deterministic=True` and Transformers' `full_determinism=True` set it themselves.

    ## Why it matters
    With CUDA 10.2 or later cuBLAS may use several streams with workspaces that differ from run to run. PyTorch before
    2.10 therefore refuses: the first matrix product on a GPU raises a RuntimeError (or, with `warn_only=True`,
    warns and isn't repeatable). On a CPU the same code passes its tests.

    What it costs: `:4096:8` takes 24 MiB of GPU memory; `:16:8` takes less and may limit speed. Don't set it where
    deterministic algorithms aren't asked for.

    ## Example
    ```python
    # file: requirements.txt
    torch==2.4.0
    # file: train.py
    import torch

    SEED = 0
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    model = torch.nn.Linear(8, 1).cuda()
    model(torch.ones(4, 8).cuda()).sum().backward()
    print(model.weight.grad)
    ```

    ## Use instead
    ```python
    # file: requirements.txt
    torch==2.4.0
    # file: train.py
    import os

    import torch

    SEED = 0
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    model = torch.nn.Linear(8, 1).cuda()
    model(torch.ones(4, 8).cuda()).sum().backward()
    print(model.weight.grad)
    ```

    ## Fix safety
    Unsafe: a workspace of fixed size changes which kernels run, and so results. `os.environ.setdefault` in front of the
    call that needs it, so that a value from outside is kept.

    ## Options
    - `profile`: under `"library"` the rule is silent.
    - `waivers`: entry points that need not be deterministic, each with a reason.

    ## Known limits
    A variable that is set on the machine itself isn't seen. Where no lock or manifest says which PyTorch runs, the rule
    is silent. It is read at the first matrix product on a GPU, so a line that comes after `.cuda()` or
    `init_process_group` is in time; a forward pass before it is not noticed, only training.

    ## References
    - [cuBLAS: results reproducibility](https://docs.nvidia.com/cuda/cublas/#results-reproducibility)
    - [PyTorch: the error for a missing variable](https://github.com/pytorch/pytorch/pull/41377)
    - [PyTorch: the requirement is dropped](https://github.com/pytorch/pytorch/pull/161749)
    """

    code = "REP304"
    name = "missing-cublas-workspace"
    level = "note"

    def verdicts(self, program: Program) -> list[Verdict]:
        return program.missing_workspace

    def fixes(self, program: Program, verdict: Verdict) -> list[Fix]:
        return workspace_fixes(program, verdict) if "nothing sets it" in verdict.message else []
