# entry
import asyncio
import random


async def sample(n):
    await asyncio.sleep(0)
    return [random.randint(0, 99) for _ in range(n)]


async def main():
    random.seed(3)
    return [await sample(2), await sample(3)]


print(asyncio.run(main()))
