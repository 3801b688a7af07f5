"""REP405: a judge by an alias that moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.base import ProgramRule
from samerun.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from samerun.program.models.judge import Judge, Kin
    from samerun.program.program import Program


class FloatingJudge(ProgramRule):
    """A judge is named by an alias that moves from snapshot to snapshot.

    ## What it does
    Reports a judge whose id is an alias (`gpt-4o`, `claude-3-5-sonnet-latest`) where its maker offers dated snapshots.

    ## Why it matters
    The maker points the alias at another snapshot one day, and the same answers get other grades. Scores from before
    and after can't be compared, and nothing in the repository tells why.

    ## Example
    ```python
    from openai import OpenAI

    JUDGE_MODEL = "gpt-4o"


    def judge(reply):
        return OpenAI().chat.completions.create(model=JUDGE_MODEL, messages=reply)
    ```

    ## Use instead
    ```python
    from openai import OpenAI

    JUDGE_MODEL = "gpt-4o-2024-08-06"


    def judge(reply):
        return OpenAI().chat.completions.create(model=JUDGE_MODEL, messages=reply, temperature=0, seed=0)
    ```

    ## Fix safety
    No fix: the snapshot that the alias meant when the scores were made is not in the code.

    ## Options
    None of its own; see REP401 for what is a judge.

    ## Known limits
    Models without dated snapshots and open weights are not reported (those are pinned by a revision). A library's
    default judge is not reported: it moves with the library's version.

    ## References
    - [OpenAI: models and their snapshots](https://platform.openai.com/docs/models)
    - [Anthropic: models and their snapshots](https://docs.anthropic.com/en/docs/about-claude/models)
    """

    code = "REP405"
    name = "floating-judge"
    level = "note"
    configurations = True
    builds_on = "models"

    def check(self, program: Program) -> Iterator[Finding]:
        modules = program.table.by_path
        yield from self.configured(pair for pair in program.judged if pair[0].path in modules)

    def configured(self, judged: Iterable[tuple[Judge, list[Kin]]]) -> Iterator[Finding]:
        for judge, _ in judged:
            if judge.model.pin != "moving" or not judge.explicit:
                continue
            sampled = f"; it samples at temperature {judge.temperature:g}, set 0" if judge.temperature else ""
            yield Finding(
                code=self.code,
                message=f"Judge `{judge.model.written}` is an alias that moves",
                level=self.level,
                path=judge.path,
                span=judge.span,
                statement=judge.statement,
                enclosing=judge.enclosing,
                key=judge.model.name,
                help=f"Name a dated snapshot{sampled}, and a seed where the API takes one",
            )
