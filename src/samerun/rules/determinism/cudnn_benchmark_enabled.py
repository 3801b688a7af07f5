"""REP302: cuDNN's autotuner is on."""

from __future__ import annotations

from samerun.rules.determinism.switches import SwitchRule


class CudnnBenchmarkEnabled(SwitchRule):
    """The run-time choice among kernels is switched on.

    ## What it does
    Reports `torch.backends.cudnn.benchmark = True` and its equivalents in frameworks (`Trainer(benchmark=True)`).
    The value is followed to where it comes from: an option's default, a configuration, a parameter.

    Silent where the two arms of one `if` set it both ways or the value asks about determinism (there a flag of the
    user's decides), where the line is behind an option that is off by default, and where every run that comes by
    switches it off again before it trains.

    ## Why it matters
    With the autotuner on, cuDNN times several convolution algorithms at the first batch and keeps the fastest.
    Which one wins depends on the load of the machine, and algorithms differ in rounding: two runs of the same
    code with the same seed part ways after the first step.

    What it costs to switch it off: convolutions on inputs of constant shape may run slower (PyTorch says "possibly
    at the cost of reduced performance"; measure your model); on inputs whose shape varies the autotuner itself
    costs time, as it tries again for every new shape. Leave it on where only speed counts: inference services,
    throughput measurements.

    ## Example
    ```python
    import torch

    torch.backends.cudnn.benchmark = True
    ```

    ## Use instead
    ```python
    import torch

    torch.backends.cudnn.benchmark = False
    ```

    ## Fix safety
    Unsafe: results stay valid, but convolutions on inputs of constant shape can become slower. A literal gets the value
    that switches the autotuner off; what comes from a variable or an option is left alone.

    ## Options
    - `include-tests`: also report switches in tests (default: false).

    ## Known limits
    Calls that can't be resolved may train unseen; where a run trains nothing that can be seen, what counts is how it
    leaves the switch at its end.

    ## References
    - [PyTorch: performance tuning guide, cuDNN auto-tuner](https://docs.pytorch.org/tutorials/recipes/recipes/tuning_guide.html)
    - [PyTorch: reproducibility, CUDA convolution benchmarking](https://pytorch.org/docs/stable/notes/randomness.html)
    """

    code = "REP302"
    name = "cudnn-benchmark-enabled"
    roles = frozenset({"autotune"})
    optional = True
    sentence = "lets cuDNN pick a different kernel in each run"
    advice = "Set it to False where the run has to repeat; its speed-up is largest for inputs of constant shape"
    why = "convolutions on inputs of constant shape can become slower"
