"""REP401: a judge of the family whose answers it grades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.base import ProgramRule
from samerun.rules.finding import Finding, Related

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from samerun.program.models.judge import Judge, Kin
    from samerun.program.program import Program

# Families by who makes them, as people know the libraries' defaults.
_MAKERS = {"gpt": "OpenAI", "claude": "Anthropic", "gemini": "Google", "llama": "Meta"}


class JudgeSharesFamily(ProgramRule):
    """A language model grades answers of its own family.

    ## What it does
    Finds the model that judges and the models whose answers it grades, in Python, notebooks and configuration, and
    reports a judge that has the same family or the same base weights as one of them: at the line that names the
    judge, with the generator's line beside it. It is an error where both are the very same model.

    A judge is known by its name (`JUDGE_MODEL`, `--grader`, `evaluator_llm`), by the library call that takes it
    (`GEval(model=…)`, `model_graded_qa()`, `load_evaluator("qa")`), with the judge that the library takes where none
    is named, or by the function that calls it. A jury is reported where at least half of its members are kin.

    ## Why it matters
    Studies found that judges tend to prefer answers of their own family, and to a reported 10 to 25 points of win
    rate their own; the direction is not the same for all models, and the effect is smallest where answers are right
    or wrong. A score can be inflated without anything in the table showing it, and a comparison of two systems can
    turn on it.

    ## Example
    ```python
    from openai import OpenAI

    CANDIDATE_MODEL = "gpt-4o-mini-2024-07-18"
    JUDGE_MODEL = "gpt-4o-2024-08-06"

    client = OpenAI()


    def answer(question):
        return client.chat.completions.create(model=CANDIDATE_MODEL, messages=question)


    def judge(question, reply):
        return client.chat.completions.create(model=JUDGE_MODEL, messages=[*question, reply])
    ```

    ## Use instead
    ```python
    from anthropic import Anthropic
    from openai import OpenAI

    CANDIDATE_MODEL = "gpt-4o-mini-2024-07-18"
    JUDGE_MODEL = "claude-3-5-sonnet-20241022"


    def answer(question):
        return OpenAI().chat.completions.create(model=CANDIDATE_MODEL, messages=question)


    def judge(question, reply):
        return Anthropic().messages.create(model=JUDGE_MODEL, messages=[*question, reply])
    ```

    ## Fix safety
    No fix: which judge to take is a decision.

    ## Options
    - `judges.strictness`: what makes two models kin: `"model"` (the very same), `"family"` (the same brand or base
      weights; the default), `"lineage"` (also what a model was distilled from or trained on), `"provider"` (the same
      maker).
    - `judges.merge`, `judges.split`: families that count as one, and families taken out of such groups.
    - `judges.family`: families of your own: `name`, `ids` (regular expressions), `maker`, `weights`, `outputs`.
    - `judges.jury`: `"half"` (the default) or `"strict"`, where one kin member is enough.

    ## Known limits
    A model that comes from the environment, the command line or a server's deployment name without a default in
    sight is unknown, and nothing is said of it. Two files of one repository are not linked by lying beside each
    other. Embeddings, rerankers, reward models, simulated users, attackers and writers of test sets are no judges.

    ## References
    - [Zheng et al. 2023, Judging LLM-as-a-Judge](https://arxiv.org/abs/2306.05685)
    - [Play Favorites, 2025](https://arxiv.org/abs/2508.06709)
    - [Preference Leakage, 2025](https://arxiv.org/abs/2502.01534)
    - [Replacing Judges with Juries, 2024](https://arxiv.org/abs/2404.18796)
    """

    code = "REP401"
    name = "judge-shares-family"
    builds_on = "models"

    configurations = True

    def check(self, program: Program) -> Iterator[Finding]:
        yield from self.configured(program.judged)

    def configured(self, judged: Iterable[tuple[Judge, list[Kin]]]) -> Iterator[Finding]:
        for judge, kin in judged:
            if kin:
                yield self._finding(judge, kin)

    def _finding(self, judge: Judge, kin: list[Kin]) -> Finding:
        first, more = kin[0], len({each.generator.name for each in kin}) - 1
        same = first.kinship.same
        generator = f"`{first.generator.written}`" if first.generator.written else "the model under test"
        others = f" and {more} more" if more > 0 else ""
        if same and not judge.explicit:
            message = f"The judge is the model under test itself, {generator}"
        elif same:
            message = f"Judge `{judge.model.written}` is the very model that it grades"
        elif judge.explicit:
            message = f"Judge `{judge.model.written}` is kin to the model that it grades, {generator}{others}"
        else:
            maker = _MAKERS.get(judge.model.family, judge.model.family)
            message = f"The judge is the library's default, {maker}'s, which is kin to {generator}{others}"
        if not message.startswith("The judge is") and not first.kinship.same:
            message += f": {first.kinship.reason}"
        explicit = "" if judge.explicit else "name the judge (`model=`), "
        return Finding(
            code=self.code,
            message=message,
            level="error" if same else "warning",
            path=judge.path,
            span=judge.span,
            statement=judge.statement,
            enclosing=judge.enclosing,
            key=f"{judge.model.name or judge.model.family}~{first.generator.name}",
            help=(
                f"A judge can inflate the scores of its own family: {explicit}take one of another family or a jury of "
                "disjoint families, and report agreement with people on a sample"
            ),
            related=tuple(
                Related(each.path, each.span, f"the generator is named here: {each.kinship.reason}") for each in kin[:4]
            ),
        )
