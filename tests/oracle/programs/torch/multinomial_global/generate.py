# entry
import torch


@torch.inference_mode()
def generate(logits, n, temperature=1.0, generator=None):
    out = []
    for _ in range(n):
        probs = torch.softmax(logits / temperature, -1)
        out.append(int(torch.multinomial(probs, 1, generator=generator)))  # blame: a
    return out


table = torch.linspace(0, 1, 50)
print(generate(table, 8))  # blame: a
