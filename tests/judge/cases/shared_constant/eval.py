from openai import OpenAI

MODEL = "gpt-4o-2024-08-06"
client = OpenAI()


def generate(prompt):
    return client.chat.completions.create(model=MODEL, messages=prompt)


def grade(prompt, reply):
    return client.chat.completions.create(model=MODEL, messages=f"Rate 1-10: {prompt} {reply}")


print(grade("x", generate("x")))
