# entry
import asyncio
import random


async def task(i):
    await asyncio.sleep(0)
    return random.randint(0, 99)  # blame


async def main():
    return await asyncio.gather(*(task(i) for i in range(6)))


print(asyncio.run(main()))
