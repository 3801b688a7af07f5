def run(rng):
    return [rng.randint(0, 99) for _ in range(4)]
