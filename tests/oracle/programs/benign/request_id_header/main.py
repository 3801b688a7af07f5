# entry
import uuid


def headers(token):
    return {"Authorization": token, "X-Request-Id": str(uuid.uuid4())}


def send(payload, meta):
    assert "X-Request-Id" in meta
    return sorted(payload)


print(send([3, 1, 2], headers("abc")))
