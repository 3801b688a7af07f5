# entry
import csv
import io
import random
from collections import Counter

ROWS = "id,label\n" + "\n".join(f"{i},{'ab'[i % 3 == 0]}" for i in range(30))


def load(text):
    return list(csv.DictReader(io.StringIO(text)))


def train_test(rows, ratio=0.3):
    picked = {id(r) for r in random.sample(rows, int(ratio * len(rows)))}  # blame
    return [r for r in rows if id(r) not in picked], [r for r in rows if id(r) in picked]


def majority(rows):
    return Counter(r["label"] for r in rows).most_common(1)[0][0]


rows = load(ROWS)
train, test = train_test(rows)
print(majority(train), [r["id"] for r in test])
