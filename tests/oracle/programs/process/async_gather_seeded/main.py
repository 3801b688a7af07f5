# entry
import asyncio
import random


async def task(i):
    rng = random.Random(i)
    await asyncio.sleep(0)
    return rng.randint(0, 99)


async def main():
    return await asyncio.gather(*(task(i) for i in range(4)))


print(asyncio.run(main()))
