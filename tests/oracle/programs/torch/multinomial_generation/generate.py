# entry
import torch


@torch.inference_mode()
def generate(logits, n, temperature=1.0, top_k=None, generator=None):
    out = []
    for _ in range(n):
        scaled = logits / temperature
        if top_k is not None:
            v, _ = torch.topk(scaled, top_k)
            scaled[scaled < v[-1]] = -float("inf")
        probs = torch.softmax(scaled, -1)
        out.append(int(torch.multinomial(probs, 1, generator=generator)))
    return out


table = torch.linspace(0, 1, 50)
g = torch.Generator(device="cpu").manual_seed(1337)
print(generate(table.clone(), 8, top_k=20, generator=g))
