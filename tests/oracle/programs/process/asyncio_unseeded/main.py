# entry
import asyncio
import random


async def sample(n):
    await asyncio.sleep(0)
    return [random.randint(0, 99) for _ in range(n)]  # blame


async def main():
    return await asyncio.gather(sample(2), sample(3))


print(asyncio.run(main()))
