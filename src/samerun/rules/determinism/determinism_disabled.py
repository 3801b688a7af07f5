"""REP303: deterministic algorithms are switched off."""

from __future__ import annotations

from samerun.rules.determinism.switches import SwitchRule
from samerun.rules.mending.flag import SLOWER


class DeterminismDisabled(SwitchRule):
    """Deterministic algorithms are explicitly switched off.

    ## What it does
    Reports calls and assignments that turn deterministic kernels off: `torch.use_deterministic_algorithms(False)`,
    `torch.backends.cudnn.deterministic = False`, and the parameters of frameworks that do the same
    (`Trainer(deterministic=False)`, `TrainingArguments(full_determinism=False)`). Values are followed through
    parameters and calls. Settings that ask, but are content with a warning where an operation has no deterministic
    kernel (`warn_only=True`, `deterministic="warn"`), are reported as a note.

    Silent where the two arms of one `if` set it both ways, where the value is an option's default or stands behind one
    that is off (there the user decides), and where every run that comes by asks again before it trains.

    ## Why it matters
    False is the default, so the line only has an effect where something else had asked for determinism: it
    undoes that, usually far from where it was asked for, and the run looks seeded while it no longer repeats.
    With `warn_only=True` a run goes on with kernels that differ from run to run; few people read the warning.

    What determinism costs: often slower kernels, in places by far (see the references), and an error where an operation
    has none. Switch it off where speed is what is measured, or around the one operation
    that has no deterministic kernel, and on again after it.

    ## Example
    ```python
    import torch

    torch.use_deterministic_algorithms(False)
    ```

    ## Use instead
    ```python
    import torch

    torch.use_deterministic_algorithms(True)
    ```

    ## Fix safety
    Unsafe: deterministic kernels are slower and round otherwise, and an operation that has none raises an error. A
    literal gets the value that asks for them; what comes from a variable or an option is left alone.

    ## Options
    - `profile`: under `"benchmark"` settings that only warn are warnings too.
    - `include-tests`: also report switches in tests (default: false).

    ## Known limits
    Calls that can't be resolved may train unseen; where a run trains nothing that can be seen, what counts is how it
    leaves the switch at its end.

    ## References
    - [torch.use_deterministic_algorithms](https://pytorch.org/docs/stable/generated/torch.use_deterministic_algorithms.html)
    - [A severe slow-down of deterministic algorithms](https://github.com/pytorch/pytorch/issues/109856)
    - [PyTorch: reproducibility](https://pytorch.org/docs/stable/notes/randomness.html)
    """

    code = "REP303"
    name = "determinism-disabled"
    roles = frozenset({"algorithms", "convolutions"})
    sentence = "switches deterministic algorithms off"
    advice = "Remove the line (False is the default), or ask for deterministic algorithms where the run has to repeat"
    why = SLOWER
