from anthropic import Anthropic

client = Anthropic()


def answer(question):
    return client.messages.create(model="claude-3-5-haiku-20241022", messages=question)


def judge_answer(question, reply):
    text = f"Grade on a scale of 1 to 5.\n{question}\n{reply}"
    return int(client.messages.create(model="claude-3-opus-20240229", messages=text).content)


for q in open("q.txt"):
    print(judge_answer(q, answer(q)))
