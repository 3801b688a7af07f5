# entry
import random

ENDPOINTS = ["a.example", "b.example", "c.example", "d.example"]


def ask(endpoint, question):
    return sum(map(ord, question))


def answer(question, endpoints=ENDPOINTS):
    where = random.choice(endpoints)
    return ask(where, question)


print([answer(each) for each in ("one", "two", "three")])
