"""The Telegram channel under load and under fire: `python -m bench.telegram`.

The bot runs as it does in service (`on-the-record telegram`, the shipped story, the real answerer, its flood limits
kept), in a process of its own; a Bot API server on loopback, in this process, plays Telegram and its users. Both share
the machine's cores. Times run from when an update lies ready at the server to when the reply has arrived there.
"""

import asyncio
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict, deque
from pathlib import Path

import click

from bench.machine import machine_line
from tests.bot.telegram_server import BotServer

QUESTIONS = (
    "What did Putin say about conscripts?",
    "Who is quoted?",
    "What did Konashenkov say?",
    "When did Putin say that?",
    "Did Putin promise not to call up reservists?",
    "Who resigned?",
)


class TimedServer(BotServer):
    """Notes how long each question waited for the first message of its reply."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self.answers: Counter[int] = Counter()
        self._asked: defaultdict[int, deque[float]] = defaultdict(deque)

    async def ask(self, chat: int, number: int) -> None:
        """A user asks the next question."""
        self._asked[chat].append(time.perf_counter())
        if chat in self.chats:
            self.chats[chat].messages.clear()  # so that a long run does not fill this process
        await self.say(QUESTIONS[number % len(QUESTIONS)], chat=chat)

    async def answered(self, chat: int) -> None:
        """Wait for the next answer in `chat`."""
        before = self.answers[chat]
        await self.until(lambda: self.answers[chat] > before, seconds=60)

    def on_sent(self, chat: int) -> None:
        """Note the time; only the first message of a reply counts."""
        self.answers[chat] += 1
        if waiting := self._asked[chat]:
            self.seconds.append(time.perf_counter() - waiting.popleft())
        self.requests.clear()


class Bot:
    """The bot's process."""

    def __init__(self, server: BotServer, home: Path) -> None:
        self._environment = os.environ | {
            "TELEGRAM_BOT_TOKEN": server.token,
            "TELEGRAM_API_URL": server.url,
            "TELEGRAM_QUESTIONS_PER_MINUTE": "10000",
            "ON_THE_RECORD_HOME": str(home),
            "OMP_NUM_THREADS": "1",
        }
        self._process: asyncio.subprocess.Process

    async def start(self) -> None:
        """Start it."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.cli", "telegram", env=self._environment, stderr=asyncio.subprocess.DEVNULL
        )

    async def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        await self._process.wait()

    def processor_seconds(self) -> float:
        """The processor time that it has used."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Its resident memory."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


async def sustained(server: TimedServer, seconds: float, users: int = 100) -> float:
    """Answers a second while every user asks again as soon as they have their answer."""
    end = time.perf_counter() + seconds
    server.seconds.clear()

    async def user(chat: int) -> None:
        number = chat
        while time.perf_counter() < end:
            await server.ask(chat, number := number + 1)
            await server.answered(chat)

    await asyncio.gather(*(user(1000 + n) for n in range(users)))
    return len(server.seconds) / seconds


async def steady(server: TimedServer, count: int, users: int = 60, a_second: float = 15) -> list[float]:
    """The seconds that each of `count` questions waited, asked at an even pace by users in turn."""
    server.seconds.clear()
    start = time.perf_counter()
    for number in range(count):
        await asyncio.sleep(max(0.0, start + number / a_second - time.perf_counter()))
        await server.ask(2000 + number % users, number)
    await server.until(lambda: len(server.seconds) == count, seconds=60)
    return list(server.seconds)


async def at_once(server: TimedServer, users: int = 100) -> list[float]:
    """The seconds that each of `users` waited who asked at the same moment."""
    server.seconds.clear()
    for number in range(users):
        await server.ask(3000 + number, number)
    await server.until(lambda: len(server.seconds) == users, seconds=60)
    return list(server.seconds)


async def crash(home: Path, rng: random.Random) -> tuple[int, int]:
    """Kill the bot at any moment of a burst of 60, send 10 more while it is down; gives chats answered, and replies."""
    shutil.rmtree(home / "telegram", ignore_errors=True)
    server = BotServer()
    await server.start()
    bot, chats = Bot(server, home), range(5000, 5070)
    for chat in chats[:60]:
        await server.say("Who is quoted?", chat=chat)
    await bot.start()
    moment = rng.randint(0, 59)
    await server.until(lambda: server.polls and len(server.calls("sendMessage")) >= moment, seconds=60)
    await asyncio.sleep(rng.random() * 0.05)
    await bot.kill()
    for chat in chats[60:]:
        await server.say("Who is quoted?", chat=chat)
    await bot.start()
    try:
        await server.until(lambda: all(server.replies(chat) for chat in chats), seconds=60)
    except TimeoutError:
        pass
    finally:
        await bot.kill()
        await server.close()
    return sum(1 for chat in chats if server.replies(chat)), sum(len(server.replies(chat)) for chat in chats)


async def measure_load(home: Path, questions: int) -> None:
    """Print the figures under load."""
    server = TimedServer()
    await server.start()
    bot = Bot(server, home)
    await bot.start()
    try:
        await print_load(server, bot, questions)
    finally:
        await bot.kill()
        await server.close()


async def print_load(server: TimedServer, bot: Bot, questions: int) -> None:
    """Measure a running bot."""
    await server.ask(1, 0)
    await server.until(lambda: len(server.seconds) == 1, seconds=120)
    print(f"memory after the first answer           {bot.megabytes():6.0f} MB")
    used = bot.processor_seconds()
    rate = await sustained(server, 20)
    each = (bot.processor_seconds() - used) / len(server.seconds)
    print(f"answers a second, 100 users going on     {rate:6.1f}   {each * 1000:.1f} ms of processor time each")
    await asyncio.sleep(3)
    print(f"60 users at 15 questions a second        {spread(await steady(server, 450))}")
    await asyncio.sleep(3)
    print(f"100 users at once                        {spread(await at_once(server))}")
    done = 0
    while done < questions:
        await steady(server, 2000, users=100, a_second=26)
        done += 2000
        print(f"memory after {done:6,} questions           {bot.megabytes():6.0f} MB", flush=True)
    print(f"requests that broke a rule of the API    {len(server.violations):6}")


async def measure_crashes(home: Path, crashes: int, seed: int) -> None:
    """Print how many questions were lost in crashes, and how many answers came twice."""
    rng = random.Random(seed)
    answered = replies = 0
    for number in range(1, crashes + 1):
        chats, sent = await crash(home, rng)
        answered, replies = answered + chats, replies + sent
        if number % 10 == 0 or number == crashes:
            found = f"{answered:,} of {number * 70:,} answered, {replies - answered} twice"
            print(f"{number:4} crashes: {found}", flush=True)


def spread(seconds: list[float]) -> str:
    """The median and the 95th percentile."""
    cuts = statistics.quantiles(seconds, n=20)
    return f"p50 {cuts[9] * 1000:5.0f} ms   p95 {cuts[18] * 1000:5.0f} ms"


def prepare(home: Path) -> None:
    """Read the story, so that the bot finds its index."""
    command = [sys.executable, "-m", "bot.cli", "ask", QUESTIONS[0]]
    environment = os.environ | {"ON_THE_RECORD_HOME": str(home)}
    subprocess.run(command, env=environment, check=True, capture_output=True)


@click.command()
@click.option("--questions", default=0, help="How many questions to ask for the memory's curve (26 a second).")
@click.option("--crashes", default=5, help="How many times to kill the bot.")
@click.option("--load/--no-load", default=True, help="Whether to measure speed and memory.")
@click.option("--seed", default=1, help="Seed of the moments of the kills.")
def main(questions: int, crashes: int, load: bool, seed: int) -> None:
    """Measure the Telegram channel."""
    print(machine_line())
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        prepare(home)
        if load:
            asyncio.run(measure_load(home, questions))
        asyncio.run(measure_crashes(home, crashes, seed))


if __name__ == "__main__":
    main()
