import argparse

from openai import OpenAI

parser = argparse.ArgumentParser()
parser.add_argument("--model", default="gpt-4o-mini")
parser.add_argument("--judge-model", default="gpt-4-0613")
args = parser.parse_args()
client = OpenAI()


def ask(model, text):
    return client.chat.completions.create(model=model, messages=text)


reply = ask(args.model, "Why?")
print(ask(args.judge_model, f"Rate from 1 to 10: {reply}"))
