"""The command line, `on-the-record`. Exit codes: 0 done, 1 failed (one line on stderr), 2 wrong usage."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.errors import BotError
from bot.home import home_folder
from corpus.errors import CorpusError

if TYPE_CHECKING:
    from bot.across import Across, Narrowing
    from bot.answerer import Answerer
    from bot.desk import Desk

__all__ = ["main"]


class _Day(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """A day as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Parse the day, or fail with the form that is wanted."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day as YYYY-MM-DD, such as 2022-03-09", param, ctx)


_READ_AT_ONCE = 20  # stories that `add` and `stories` read themselves

_story_option = click.option("--story", "story_id", metavar="ID", help="The story's id, as `stories` lists it.")
_published_option = click.option("--published", type=_Day(), help="The day the story was published.")


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="on-the-record")
@click.pass_context
def cli(context: click.Context) -> None:
    """Ask a news story who said what, and when; every answer is in the story's own words."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command()
@_story_option
def chat(story_id: str | None) -> None:
    """Chat with the bot in the terminal."""
    from bot.terminal import converse

    with _plain_errors():
        desk = _desk()
        converse(desk.answerer(story_id), history=home_folder() / "history")


@cli.command()
@click.argument("question", required=False)
@_story_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--batch", type=click.File(encoding="utf-8"), help="Read JSON lines with questions; “-” is stdin.")
@click.option("--story-file", type=click.Path(path_type=Path), help="Answer from this file instead of the library.")
@_published_option
@click.option("--since", type=_Day(), help="Only what was said on this day or later.")
@click.option("--until", type=_Day(), help="Only what was said on this day or earlier.")
@click.option("--speaker", metavar="NAME", help="Only the words of this person or organisation.")
@click.option("--source", metavar="NAME", help="Only stories that NAME published.")
def ask(
    question: str | None,
    story_id: str | None,
    as_json: bool,
    batch: Iterable[str] | None,
    story_file: Path | None,
    published: date | None,
    since: date | None,
    until: date | None,
    speaker: str | None,
    source: str | None,
) -> None:
    """Ask one QUESTION, or many with --batch; of all stories, or of one with --story."""
    if since and until and since > until:
        raise click.UsageError("--since is later than --until")
    if (question is None) == (batch is None):
        raise click.UsageError("give a QUESTION, or --batch FILE")
    if story_file is not None and story_id is not None:
        raise click.UsageError("give --story or --story-file, not both")
    if published is not None and story_file is None:
        raise click.UsageError("--published goes with --story-file")
    narrowing = _narrowing(since, until, speaker, source)
    if narrowing and (story_id is not None or story_file is not None):
        raise click.UsageError("--since, --until, --speaker and --source search all stories; give no story")
    with _plain_errors():
        asked = _asked(story_id, story_file, published, narrowing)
        if batch is not None:
            _ask_batch(batch, asked)
        else:
            _ask_one(question or "", asked(None), as_json=as_json)


def _narrowing(since: date | None, until: date | None, speaker: str | None, source: str | None) -> "Narrowing | None":
    from bot.across import Narrowing
    from index.archive.contract import Where

    if not (since or until or speaker or source):
        return None
    days = {"since": since.isoformat() if since else None, "until": until.isoformat() if until else None}
    return Narrowing(Where(**days, source=source), speaker)


def _asked(
    story_id: str | None, story_file: Path | None, published: date | None, narrowing: "Narrowing | None"
) -> "Callable[[str | None], Answerer | Across]":
    """Who answers questions, given the story that a line of a batch names, if it names one."""
    from corpus.source import load_source

    desk = _desk()
    if story_file:
        file = desk.open(load_source(story_file, published=published))
        return lambda named: file
    return lambda named: desk.asked(named or story_id, None if named else narrowing)


def _ask_one(question: str, asked: "Answerer | Across", *, as_json: bool) -> None:
    from bot.answerer import Answerer
    from bot.conversation import Conversation
    from bot.plain import answer_text
    from bot.record import answer_record

    one = asked if isinstance(asked, Answerer) else None
    started = time.perf_counter()
    answer = asked.ask(question, Conversation())
    took_ms = 1000 * (time.perf_counter() - started)
    if as_json:
        story = one.reading.story.id if one else None
        click.echo(
            json.dumps(answer_record(answer, story=story, question=question, took_ms=took_ms), ensure_ascii=False)
        )
    else:
        click.echo(answer_text(answer, titled=one is None))


def _ask_batch(lines: Iterable[str], asked: "Callable[[str | None], Answerer | Across]") -> None:
    from bot.batch import answer_lines

    for line in answer_lines(lines, asked):
        click.echo(line)


@cli.command()
@click.argument("questions", type=click.Path(path_type=Path))
@click.option("--stories", type=click.Path(path_type=Path), required=True, help="The folder with the stories' files.")
@click.option("--published-from", type=click.Path(path_type=Path), help="As for `statements`.")
def evaluate(questions: Path, stories: Path, published_from: Path | None) -> None:
    """Ask the QUESTIONS of a file with known answers, and print how many were handled right."""
    from bot.evaluation import judge_all, read_questions, table
    from bot.listing import published_days
    from corpus.source import load_source

    with _plain_errors():
        desk, days = _desk(), published_days(published_from) if published_from else {}

        def answerer(story: str) -> "Answerer":
            return desk.open(load_source(stories / f"{story}.txt", published=days.get(story)))

        click.echo(table(list(judge_all(read_questions(questions), answerer))))


@cli.command()
@_story_option
@click.option("--webhook", metavar="URL", help="The public https address for updates; without it they are fetched.")
@click.option("--listen", metavar="HOST:PORT", help="Where to listen: webhook, /healthz and /metrics.")
@click.option("--questions-per-minute", metavar="N", help="How many questions a user may ask a minute.")
@click.option("--threads", metavar="N", help="How many questions are worked on at the same time.")
@click.option("--feedback", metavar="on|off", help="The buttons 👍 and 👎 under answers.")
@click.option("--own-stories", metavar="on|off", help="Whether readers may bring stories of their own.")
@click.option("--own-stories-per-chat", metavar="N", help="How many stories of their own a chat may have.")
@click.option("--own-story-megabytes", metavar="N", help="How large a file or a page that readers bring may be.")
@click.option("--own-story-days", metavar="N", help="After how many days such a story is deleted.")
@click.option("--links", metavar="on|off", help="Whether readers may also bring links, which are then fetched.")
@click.option("--log-format", metavar="text|json", help="How the log is written.")
@click.option("--show-config", is_flag=True, help="Print the settings, the secret ones masked, and stop.")
def telegram(story_id: str | None, show_config: bool, **flags: str | None) -> None:
    """Answer on Telegram, with the token in TELEGRAM_BOT_TOKEN, until stopped."""
    from bot.telegram import LibraryShelf, TelegramSettings, run

    with _plain_errors():
        settings = TelegramSettings.from_environment(os.environ, **flags)
        if show_config:
            click.echo(settings.shown())
        else:
            run(LibraryShelf(home_folder(), first=story_id), settings)


@cli.command()
@click.option("--csv", "as_csv", is_flag=True, required=True, help="Print comma-separated values.")
def feedback(as_csv: bool) -> None:
    """Print what readers on Telegram thought of the answers."""
    del as_csv  # the only form there is, named so that another can stand beside it
    from bot.telegram.feedback import write_opinions

    with _plain_errors():
        write_opinions(home_folder(), sys.stdout)


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_published_option
@click.option(
    "--published-from",
    type=click.Path(path_type=Path),
    help="A tab-separated file with the columns filename (the stem) and publication_date.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a file.")
def statements(files: tuple[Path, ...], published: date | None, published_from: Path | None, as_json: bool) -> None:
    """Print who said what, and when, in story FILES."""
    from bot.listing import print_statements

    with _plain_errors():
        failed = print_statements(files, published=published, published_from=published_from, as_json=as_json)
    sys.exit(1 if failed else 0)


@cli.command()
@click.option("--open", "opened", metavar="ID", help="Show this story with its statements marked.")
@click.option("--export", "form", type=click.Choice(["json", "csv"]), help="Print all stories with their texts.")
@click.option("--remove", "removed", metavar="ID", help="Take this story out, with all its versions.")
def stories(opened: str | None, form: str | None, removed: str | None) -> None:
    """List the stories at hand: id, day published, title; and why, where the day was inferred."""
    from bot.catalogue import ExportForm, export, marked_text

    if sum(option is not None for option in (opened, form, removed)) > 1:
        raise click.UsageError("give only one of --open, --export and --remove")
    with _plain_errors():
        desk = _desk()
        if opened is not None:
            click.echo(marked_text(desk.answerer(opened).reading))
        elif form is not None:
            export(desk.library.sources().values(), ExportForm(form), sys.stdout)
        elif removed is not None:
            for story_id in desk.remove(removed):
                click.echo(f"removed {story_id}")
        else:
            _list_stories(desk)


def _list_stories(desk: "Desk") -> None:
    unread = _READ_AT_ONCE
    for source in desk.library.sources().values():
        # What a file does not tell of its day, its text may; so the story is opened, and read if only few never were.
        index = None if source.published else desk.at_hand(source)
        if index is None and not source.published and unread:
            unread -= 1
            index = desk.open(source).index
        story = index and index.reading.story
        day = source.published or (story and story.published) or "undated"
        why = f"\tinferred: {story.published_why}" if story and story.published_why else ""
        click.echo(f"{source.id}\t{day}\t{source.heading()}{why}")


@cli.command()
@click.argument("place", metavar="FILE|URL|-")
@click.option("--title", help="The story's title.")
@_published_option
@click.option("--source", help="Who published the story.")
def add(place: str, title: str | None, published: date | None, source: str | None) -> None:
    """Add the stories in FILE, or at URL, to the library, and read them.

    FILE is text or Markdown, with front matter or without, an HTML page, PDF, DOCX, a mail, an RSS or Atom feed, or
    JSON lines; “-” is stdin. The options override what it says of itself.
    """
    from bot.adding import Overrides, add_from

    added, failed = [], 0
    with _plain_errors():
        desk = _desk()
        for part in add_from(place, desk.library, Overrides(title, published, source)):
            if isinstance(part, str):
                click.echo(f"on-the-record: {place}: {part}", err=True)
                failed += 1
            else:
                added.append(part.source.id)
                click.echo(f"{part.how} {part.source.id}")
        if len(added) > _READ_AT_ONCE:
            click.echo("each of them is read when it is first asked; to read all now: on-the-record index", err=True)
        elif added:
            desk.read(added)
    sys.exit(1 if failed else 0)


@cli.command()
@_story_option
@click.option("--to", "uri", metavar="URI", help="Move the archive: milvus://HOST:PORT, a file .db, or “home”.")
def index(story_id: str | None, uri: str | None) -> None:
    """Read a story again and rebuild its index; without --story, bring every story up to date, on all processors."""
    if story_id is not None and uri is not None:
        raise click.UsageError("give --story or --to, not both")
    with _plain_errors():
        desk = _desk()
        if story_id:
            reading = desk.open(desk.library.source(story_id), rebuild=True).reading
            desk.holdings.keep_up()
            click.echo(f"{story_id}: {len(reading.story.sentences)} sentences, {len(reading.statements)} statements")
            return
        if uri is not None:
            desk.holdings.move("" if uri == "home" else uri)
        desk.holdings.keep_up(everything=True)
        archive = desk.holdings.archive
        archive.compact()
        click.echo(f"{len(archive.keys()):,} stories, {len(archive):,} sentences")


def _desk() -> "Desk":
    from bot.desk import Desk

    return Desk(home_folder(), notice=lambda line: click.echo(line, err=True))


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn the project's own errors into one line on stderr and exit code 1."""
    from index.errors import IndexingError

    try:
        yield
    except (BotError, CorpusError, IndexingError) as error:
        click.echo(f"on-the-record: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo(err=True)
        sys.exit(130)


def main() -> None:
    """Run the command line."""
    cli(prog_name="on-the-record")


if __name__ == "__main__":
    main()
