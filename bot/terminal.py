"""The chat in the terminal: line editing, history and colours at a terminal, plain lines from a pipe."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot import texts
from bot.answer import Answer, Outcome
from bot.answerer import Answerer
from bot.conversation import Conversation
from bot.overview import quoted, timeline
from bot.plain import citation_source, timeline_text, who_text

__all__ = ["converse"]

_LAST_WORDS = ("/quit", "/exit", "quit", "exit")


def converse(answerer: Answerer, *, history: Path) -> None:
    """Chat on standard input and output until /quit or the end of input. Questions are kept in the file `history`."""
    console = Console(highlight=False, soft_wrap=True)
    story = answerer.reading.story
    console.print(Text(story.title, style="bold"))
    console.print(Text(texts.CHAT_OPENING, style="dim"))
    conversation = Conversation()
    commands = _commands(answerer)
    for line in _lines(history):
        if line.strip().lower() in _LAST_WORDS:
            break
        if line.startswith("/"):
            console.print(commands.get(line, lambda: texts.UNKNOWN_COMMAND)())
            continue
        answer = answerer.ask(line, conversation)
        conversation = conversation.then(line, answer)
        _show(console, answer)


def _commands(answerer: Answerer) -> dict[str, Callable[[], str]]:
    reading = answerer.reading
    return {
        "/help": lambda: texts.HELP,
        "/who": lambda: who_text(reading, quoted(reading)),
        "/timeline": lambda: timeline_text(reading, timeline(reading)),
    }


def _show(console: Console, answer: Answer) -> None:
    console.print(Text(answer.text, style="bold" if answer.outcome is Outcome.ANSWER else ""))
    if answer.outcome is Outcome.NOT_IN_STORY and answer.citations:
        console.print(Text(texts.NEAREST, style="dim"))
    for number, citation in enumerate(answer.citations, 1):
        source = Text(f"  ({citation_source(citation)})", style="dim")
        console.print(Text.assemble((f"  [{number}] ", "cyan"), citation.text, source))
    console.print()


def _lines(history: Path) -> Iterator[str]:
    """Stripped lines that are not blank; ends at the end of input, and at Ctrl-C where nothing was typed."""
    read = _prompted(history) if sys.stdin.isatty() and sys.stdout.isatty() else iter(sys.stdin)
    for line in read:
        if line.strip():
            yield line.strip()


def _prompted(history: Path) -> Iterator[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    try:
        history.parent.mkdir(parents=True, exist_ok=True)
        history.touch(mode=0o600)
        session: PromptSession[str] = PromptSession(history=FileHistory(str(history)))
    except OSError:
        session = PromptSession(history=InMemoryHistory())
    while True:
        try:
            yield session.prompt("> ")
        except (EOFError, KeyboardInterrupt):
            return
