# entry
import asyncio
import random


async def batches(n):
    random.seed(2)
    for _ in range(n):
        yield random.random()


async def main():
    return [b async for b in batches(3)]


print(asyncio.run(main()))
