"""The Telegram channel under load and under fire: `python -m bench.telegram`.

The bot runs as it does in service (`on-the-record telegram`, the shipped story, the real answerer, its flood limits
kept), in a process of its own; a Bot API server on loopback, in this process, plays Telegram and its users. Both share
the machine's cores. Times run from when an update lies ready at the server to when the reply has arrived there.
"""

import asyncio
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path

import click

from bench.machine import machine_line
from corpus.source import shipped_sources
from tests.bot.telegram_server import BotServer

QUESTIONS = (
    "What did Putin say about conscripts?",
    "Who is quoted?",
    "What did Konashenkov say?",
    "When did Putin say that?",
    "Did Putin promise not to call up reservists?",
    "Who resigned?",
)
_EVERY = 10  # of the questions for the memory's curve, every tenth is one that nobody asked before
_CURVE_CHATS = 3_000  # that ask them
_CURVE_STEP = 1_000
_PATIENCE = 300  # seconds; a machine may be busy with other things


class TimedServer(BotServer):
    """Notes how long each question waited for the first message of its reply."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self.answers: Counter[int] = Counter()
        self._asked: defaultdict[int, deque[float]] = defaultdict(deque)

    async def ask(self, chat: int, number: int) -> None:
        """A user asks the next question."""
        await self.ask_in_words(chat, QUESTIONS[number % len(QUESTIONS)])

    async def ask_in_words(self, chat: int, question: str) -> None:
        """A user asks `question`."""
        self._asked[chat].append(time.perf_counter())
        if chat in self.chats:
            self.chats[chat].messages.clear()  # so that a long run does not fill this process
        await self.say(question, chat=chat)

    async def ask_and_wait(self, chat: int, question: str) -> None:
        """A user asks `question`, and waits for the answer."""
        before = self.answers[chat]
        await self.ask_in_words(chat, question)
        await self.until(lambda: self.answers[chat] > before, seconds=_PATIENCE)

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
            number += 1
            await server.ask_and_wait(chat, QUESTIONS[number % len(QUESTIONS)])

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


def curve_questions(seed: int) -> Iterator[str]:
    """Questions without end: most of the six, the others new."""
    rng, words = random.Random(seed), sorted(set(re.findall(r"[A-Za-z]{5,}", shipped_sources()[0].text)))
    for number, usual in enumerate(cycle(QUESTIONS), 1):
        one, other = rng.sample(words, 2)
        yield usual if number % _EVERY else f"What did they say about {one} and {other}?"


async def many(server: TimedServer, questions: Iterator[tuple[int, str]], users: int = 30) -> None:
    """Ask all `questions`, each in the chat that goes with it, by `users` who each wait for their answer."""

    async def user() -> None:
        for chat, question in questions:
            await server.ask_and_wait(chat, question)

    await asyncio.gather(*(user() for _ in range(users)))


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
    try:
        await server.until(lambda: server.polls and len(server.calls("sendMessage")) >= moment, seconds=_PATIENCE)
        await asyncio.sleep(rng.random() * 0.05)
        await bot.kill()
        for chat in chats[60:]:
            await server.say("Who is quoted?", chat=chat)
        await bot.start()
        with suppress(TimeoutError):
            await server.until(lambda: all(server.replies(chat) for chat in chats), seconds=_PATIENCE)
    finally:
        await bot.kill()
        await server.close()
    return sum(1 for chat in chats if server.replies(chat)), sum(len(server.replies(chat)) for chat in chats)


async def measure_load(home: Path, questions: int, *, speed: bool) -> None:
    """Print the figures under load: of `speed`, and of memory over that many questions."""
    server = TimedServer()
    await server.start()
    bot = Bot(server, home)
    await bot.start()
    try:
        await server.ask(1, 0)
        await server.until(lambda: len(server.seconds) == 1, seconds=_PATIENCE)
        print(f"memory after the first answer           {bot.megabytes():6.0f} MB", flush=True)
        if speed:
            await print_speed(server, bot)
        await print_curve(server, bot, questions)
        print(f"requests that broke a rule of the API    {len(server.violations):6}")
    finally:
        await bot.kill()
        await server.close()


async def print_speed(server: TimedServer, bot: Bot) -> None:
    """Measure how quickly a running bot answers."""
    used = bot.processor_seconds()
    rate = await sustained(server, 20)
    each = (bot.processor_seconds() - used) / len(server.seconds)
    print(f"answers a second, 100 users going on     {rate:6.1f}   {each * 1000:.1f} ms of processor time each")
    await asyncio.sleep(3)
    print(f"60 users at 15 questions a second        {spread(await steady(server, 450))}")
    await asyncio.sleep(3)
    print(f"100 users at once                        {spread(await at_once(server))}")


async def print_curve(server: TimedServer, bot: Bot, questions: int) -> None:
    """Ask that many questions, and print the memory as they go."""
    asked = zip(cycle(range(10_000, 10_000 + _CURVE_CHATS)), curve_questions(1), strict=False)
    for done in range(_CURVE_STEP, questions + 1, _CURVE_STEP):
        server.seconds.clear()
        await many(server, islice(asked, _CURVE_STEP))
        print(f"memory after {done:6,} questions           {bot.megabytes():6.0f} MB", flush=True)


async def measure_crashes(home: Path, crashes: int, seed: int, results: Path | None) -> None:
    """Print how many questions were lost in crashes, and how many answers came twice.

    What is in `results`, the chats answered and the replies of a crash a line, is not done again; the rest is added.
    """
    done: list[tuple[int, int]] = []
    if results and results.is_file():
        done = [tuple(json.loads(line)) for line in results.read_text().splitlines()]
    for number in range(len(done) + 1, crashes + 1):
        done.append(await crash(home, random.Random(f"{seed} {number}")))
        if results:
            with results.open("a") as file:
                file.write(json.dumps(done[-1]) + "\n")
        if number % 10 == 0 or number == crashes:
            answered, replies = (sum(column) for column in zip(*done, strict=True))
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
@click.option("--questions", default=0, help="How many questions to ask for the memory's curve.")
@click.option("--crashes", default=5, help="How many times to kill the bot.")
@click.option("--home", type=click.Path(path_type=Path), help="Home that is kept; by default a new one.")
@click.option("--results", type=click.Path(path_type=Path), help="File of the crashes' results, to go on with later.")
@click.option("--load/--no-load", default=True, help="Whether to measure speed.")
@click.option("--seed", default=1, help="Seed of the moments of the kills.")
def main(questions: int, crashes: int, home: Path | None, results: Path | None, load: bool, seed: int) -> None:
    """Measure the Telegram channel."""
    print(machine_line())
    with tempfile.TemporaryDirectory() as folder:
        home = home or Path(folder)
        prepare(home)
        if load or questions:
            asyncio.run(measure_load(home, questions, speed=load))
        asyncio.run(measure_crashes(home, crashes, seed, results))


if __name__ == "__main__":
    main()
