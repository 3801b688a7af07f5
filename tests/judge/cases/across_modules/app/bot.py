from openai import OpenAI

client = OpenAI()


def reply(text):
    return client.chat.completions.create(model="gpt-4o-mini-2024-07-18", messages=text)
