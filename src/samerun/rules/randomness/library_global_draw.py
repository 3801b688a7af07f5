"""REP110: library code that draws from a global stream instead of from a generator that its caller gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.schema import Callable
from samerun.catalog.streams import GENERATORS, stream_name
from samerun.program.flow.entries import is_test
from samerun.program.sites import enclosing
from samerun.program.symbols import External
from samerun.rules.base import ProgramRule
from samerun.rules.finding import Finding
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.sites import CallSite


class LibraryGlobalDraw(ProgramRule):
    """Library code that draws from a global stream instead of from a generator that its caller gives.

    ## What it does
    Reports the first call in a function that draws from Python's, NumPy's or PyTorch's global stream, in a module that
    no entry point of the project reaches: code that others import. Off until selected.

    ## Why it matters
    The caller can't repeat such a function without seeding the whole process, and two libraries that share the stream
    disturb each other's numbers. A generator parameter leaves the choice to the caller, as NumPy and scikit-learn do.

    ## Example
    ```python
    import numpy as np


    def jitter(points):
        return points + np.random.normal(size=points.shape)
    ```

    ## Use instead
    ```python
    import numpy as np


    def jitter(points, rng: np.random.Generator):
        return points + rng.normal(size=points.shape)
    ```

    ## Fix safety
    No fix: callers have to pass the generator.

    ## Options
    - `entry-points`: modules reached from these are no library code.

    ## Known limits
    Calls by way of objects (`DataFrame.sample`, layers) aren't looked at.

    ## References
    - [NEP 19: random number generator policy](https://numpy.org/neps/nep-0019-rng-policy.html)
    - [SPEC 7: seeding pseudo-random number generation](https://scientific-python.org/specs/spec-0007/)
    """

    code = "REP110"
    name = "library-global-draw"
    status = "off"
    builds_on = "runs"

    def check(self, program: Program) -> Iterator[Finding]:
        reached = {path for run in program.runs for path, _ in run.events.reached}
        reached |= {run.entry.path for run in program.runs}
        for module in program.modules:
            if module.path in reached or is_test(module.path, program.root):
                continue
            seen: set[tuple[int, str]] = set()
            for site in module.sites.calls:
                stream, name = _drawn(program, module, site)
                if site.scope >= 0 and stream in GENERATORS and (site.scope, stream) not in seen:
                    seen.add((site.scope, stream))
                    yield self._finding(module, site, stream, name)

    def _finding(self, module: Module, site: CallSite, stream: str, name: str) -> Finding:
        what = stream_name(stream)
        return Finding(
            code=self.code,
            message=f"`{name}` draws from {what}; the caller of this library code can't give it a generator",
            level=self.level,
            path=module.path,
            span=Span(site.call.start, site.call.end),
            statement=site.slice,
            enclosing=enclosing(module, site.scope),
            key=stream,
            help=f"Take a `{GENERATORS[stream]}` as a parameter, and draw from it",
            streams=(stream,),
        )


def _drawn(program: Program, module: Module, site: CallSite) -> tuple[str, str]:
    """The global stream that a call surely draws from, and the call's name; "" where there is none."""
    callee = program.callee(module, site)
    row = program.types.row(callee) if isinstance(callee, External) else None
    if isinstance(callee, External) and isinstance(row, Callable) and not row.benign:
        for effect in row.effects:
            if effect.draws in GENERATORS and effect.via is None and not effect.when:
                return effect.draws, callee.name
    return "", ""
