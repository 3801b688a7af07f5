from openai import OpenAI

SUT_MODEL = "meta-llama/Llama-3.1-8B-Instruct"
JUDGE_MODEL = "gpt-4o-2024-08-06"


def demo():
    return OpenAI().chat.completions.create(model="gpt-4o-mini", messages="hello")


print(demo())
