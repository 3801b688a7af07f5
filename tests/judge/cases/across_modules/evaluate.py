from app.bot import reply
from openai import OpenAI

JUDGE_MODEL = "gpt-4.1-2025-04-14"


def verdict(question):
    text = f"Rate from 1 to 5: {reply(question)}"
    return OpenAI().chat.completions.create(model=JUDGE_MODEL, messages=text)


print(verdict("Why?"))
