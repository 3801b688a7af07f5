"""Whether a text may speak of judges and of models at all: the cheap question before every other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.program.modules import Module

_JUDGES = (
    b"judg", b"grade", b"grading", b"evaluator", b"scorer", b"rater", b"assess", b"arbiter", b"referee", b"adjudicat",
    b"jury", b"eval_model", b"eval_llm", b"evaluation_model", b"verdict", b"autoevals", b"deepeval", b"ragas",
    b"verifier", b"annotator", b"panel", b"load_evaluator", b"rubric", b"evaltask", b"eval-model", b"score", b"llm-",
)  # fmt: skip
_MODELS = (
    b"gpt", b"claude", b"gemini", b"llama", b"mistral", b"mixtral", b"qwen", b"deepseek", b"gemma", b"grok", b"o1-",
    b"phi-", b"sonnet", b"haiku", b"opus", b"kimi", b"glm-", b"nova-", b"o3-", b"o4-", b'"o1"', b'"o3"',
    b"command-", b"autorater", b"inspect_ai", b"autoevals", b"deepeval", b"judge_model", b"openai", b"anthropic",
    b"llm",
)  # fmt: skip


def may_judge(data: bytes) -> bool:
    """Whether a text has a word of judges."""
    lowered = data.lower()
    return any(word in lowered for word in _JUDGES)


def names_model(data: bytes) -> bool:
    """Whether a text has a word of models."""
    lowered = data.lower()
    return any(word in lowered for word in _MODELS)


def modules_with_judges(modules: Iterable[Module]) -> list[Module]:
    """The modules that may hold a judge; none where the program names no model at all."""
    return [module for module in modules if names_model(data := module.glance().data) and may_judge(data)]


def may_configure(data: bytes) -> bool:
    """Whether a configuration's text may hold a judge, or be an option that another file selects for one."""
    lowered = data.lower()
    if len(lowered) < _OPTION and names_model(lowered):
        return True
    return any(word in lowered for word in _CONFIGURED) and (names_model(lowered) or b"defaults:" in lowered)


_OPTION = 4096  # bytes: an option of a Hydra group is short
_CONFIGURED = (
    b"judg", b"grader", b"evaluator", b"scorer", b"jury", b"panel", b"llm-rubric", b"model-graded", b"factuality",
    b"g-eval", b"answer-relevance", b"context-", b"select-best", b"rater", b"referee", b"arbiter",
    b"assessor", b"grading",
)  # fmt: skip
