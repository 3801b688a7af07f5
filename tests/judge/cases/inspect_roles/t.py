from inspect_ai import Task, eval, task
from inspect_ai.model import get_model
from inspect_ai.scorer import model_graded_qa


@task
def qa():
    return Task(dataset=[], scorer=model_graded_qa(model="openai/gpt-4.1-2025-04-14"))


eval(qa(), model="openai/gpt-4o-mini-2024-07-18")
