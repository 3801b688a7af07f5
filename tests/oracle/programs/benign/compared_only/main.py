# entry
import numpy as np


def fast(x):
    return x @ x.T


def slow(x):
    return np.array([[sum(a * b for a, b in zip(r, s)) for s in x] for r in x])


def flatten_test():
    a = np.random.rand(4, 3)
    b = a.reshape(-1)
    c = b.reshape(a.shape)
    assert np.array_equal(a, c)


flatten_test()
for _ in range(3):
    x = np.random.rand(5, 4)
    fast_result, slow_result = fast(x), slow(x)
    np.testing.assert_allclose(fast_result, slow_result)
    same = np.allclose(fast_result, slow_result)
    print("correct:", same, x.shape)
print(fast(np.eye(2)).tolist())
