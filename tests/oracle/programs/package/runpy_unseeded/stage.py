import random

if __name__ == "__main__":
    result = [random.randint(0, 99) for _ in range(3)]  # blame
