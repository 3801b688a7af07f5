import random

from model import predict


def test_predict():
    xs = [random.random() for _ in range(3)]
    assert predict(xs) == [2 * x for x in xs]
