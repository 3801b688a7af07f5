# entry
import hashlib


def bucket(key, n=10):
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % n


print([bucket(f"user{i}") for i in range(5)])
