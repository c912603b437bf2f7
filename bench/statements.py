"""Who said what, measured: `python -m bench.statements POLNEAR [--split dev|held-out]`.

Prints one row for this project and one for each public peer that pip has installed (textacy), on the same articles in
one run: direct speech and speech cues scored against PolNeAR's first annotator, the accuracy of the speakers' full
names on the statements of `tests/corpus/resources/speakers.jsonl`, and the speed.

A prediction matches a marked attribution when their words have an F1 of 0.5 or more, one to one, best first. Direct
speech is a content with a quoted run of four words or more. A speaker is right when it shares a word with the marked
source.
"""

import argparse
import json
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bench.machine import machine_line
from corpus.paragraphs import find_paragraphs
from corpus.parse import parse
from corpus.polnear import Article, held_out, load_articles
from corpus.quotations import find_quotations
from corpus.reading import read_story
from corpus.source import StorySource
from corpus.story import Span

NAMES = Path(__file__).parents[1] / "tests" / "corpus" / "resources" / "speakers.jsonl"
_WORD = re.compile(r"\w+(?:[.-]\w+)*")
_SPEECH = frozenset(
    """say said says saying told tell tells telling wrote write writes writing added add adds adding asked ask asks
    asking noted note notes noting suggested suggest suggests suggesting reported report reports reporting
    argued argue argues arguing announced announce announces announcing continued tweeted tweet tweets claimed
    claim claims claiming responded explained explain explains declared acknowledged promised insisted insists
    mentioned warned warns warning urged urges revealed vowed recalled stated states pledged concluded indicated
    predicted admitted denied replied confirmed complained reminded emphasized conceded boasted reiterated
    remarked alleged wondered stressed answered joked lamented commented shouted chanted implied observed
    cautioned contended quipped testified according""".split()
)
_LEAST_RUN, _MATCH = 4, 0.5


@dataclass(frozen=True)
class Said:
    """A marked or predicted attribution: its parts, its speaker's span, and the resolved name where there is one."""

    parts: tuple[Span, ...]
    speaker: Span | None
    name: str | None = None
    cue: str = ""


@dataclass
class Counts:
    """What is counted over the articles."""

    gold: int = 0
    found: int = 0
    right: int = 0
    predicted: int = 0
    sound: int = 0
    sure: int = 0

    def row(self) -> str:
        """Precision, recall, F1 of the content; accuracy of the speaker; F1 of both together."""
        precision, recall = _ratio(self.sound, self.predicted), _ratio(self.found, self.gold)
        both = _f1(_ratio(self.sure, self.predicted), _ratio(self.right, self.gold))
        figures = (precision, recall, _f1(precision, recall), _ratio(self.right, self.found), both)
        return " ".join(f"{100 * figure:6.1f}" for figure in figures)


@dataclass
class Result:
    """One system's figures."""

    direct: Counts = field(default_factory=Counts)
    speech: Counts = field(default_factory=Counts)
    seconds: float = 0.0
    words: int = 0
    said: dict[str, list[Said]] = field(default_factory=dict)


def ours(article: Article) -> list[Said]:
    """The statements of this project."""
    source = StorySource(id=article.stem, text=article.text, body=Span(0, len(article.text)))
    reading = read_story(source)
    found = []
    for statement in reading.statements:
        speaker = reading.speaker_of(statement)
        found.append(Said(statement.parts, statement.mention, speaker.name if speaker else None))
    return found


def textacy(article: Article) -> list[Said]:
    """The quotations of textacy's `direct_quotations`, on the same parse; none where it gives the story up."""
    from textacy.extract import triples

    doc = parse(article.text)
    try:
        quotations = list(triples.direct_quotations(doc))
    except ValueError:  # an odd number of quotation marks
        return []
    found = []
    for speaker, _, content in quotations:
        mention = Span(speaker[0].idx, speaker[-1].idx + len(speaker[-1])) if speaker else None
        name = " ".join(token.text for token in speaker) if speaker else None
        found.append(Said((Span(content.start_char, content.end_char),), mention, name))
    return found


@cache
def _words(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _WORD.finditer(text)]


def _pick(text: str, spans: Iterable[Span]) -> frozenset[int]:
    spans = list(spans)
    return frozenset(
        place
        for place, (start, end) in enumerate(_words(text))
        if any(s.start * 2 <= start + end < s.end * 2 for s in spans)
    )


def _direct(text: str, content: frozenset[int], runs: list[frozenset[int]]) -> bool:
    return any(len(run & content) >= _LEAST_RUN for run in runs)


def score(article: Article, predicted: list[Said], result: Result) -> None:
    """Count one article's predictions against its marks."""
    text = article.text
    runs = [_pick(text, [q.span]) for q in find_quotations(text, find_paragraphs(text)) if not q.single]
    marked = [
        (_pick(text, a.content), _pick(text, a.source), {w.lower() for c in a.cue for w in _WORD.findall(c.of(text))})
        for a in article.attributions
        if a.content
    ]
    made = [(_pick(text, said.parts), _pick(text, [said.speaker] if said.speaker else [])) for said in predicted]
    pairs = _pairs([content for content, _, _ in marked], [content for content, _ in made])
    paired = {place: mark for mark, place in pairs.items()}
    for mark, (content, source, cue) in enumerate(marked):
        right = mark in pairs and (bool(source & made[pairs[mark]][1]) or not (source or made[pairs[mark]][1]))
        for counts, counted in (
            (result.direct, bool(source) and _direct(text, content, runs)),
            (result.speech, bool(cue & _SPEECH)),
        ):
            counts.gold += counted
            counts.found += counted and mark in pairs
            counts.right += counted and right
    for place, (content, speaker) in enumerate(made):
        mark_ = paired.get(place)
        sure = mark_ is not None and bool(marked[mark_][1] & speaker)
        inside = max((len(content & other) for other, _, _ in marked), default=0)
        for counts, counted, sound in (
            (result.direct, _direct(text, content, runs), mark_ is not None),
            (result.speech, True, 2 * inside >= len(content)),
        ):
            counts.predicted += counted
            counts.sound += counted and sound
            counts.sure += counted and sure


def _pairs(marked: list[frozenset[int]], made: list[frozenset[int]]) -> dict[int, int]:
    scored = [
        (2 * len(one & other) / (len(one) + len(other)), mark, place)
        for mark, one in enumerate(marked)
        for place, other in enumerate(made)
        if one & other
    ]
    pairs: dict[int, int] = {}
    for f1, mark, place in sorted(scored, key=lambda entry: (-entry[0], entry[1:])):
        if f1 >= _MATCH and mark not in pairs and place not in pairs.values():
            pairs[mark] = place
    return pairs


def names(said: dict[str, list[Said]]) -> str:
    """How many of the statements read by eye have the right full name, another one, or none."""
    right = wrong = none = 0
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["doc"] not in said:
            continue
        wanted = Span(item["start"], item["end"])
        best = max(said[item["doc"]], key=lambda one: _share(one, wanted), default=None)
        if best is None or _share(best, wanted) < 0.3 or not best.name:
            none += 1
        elif _same_name(item["name"], best.name):
            right += 1
        else:
            wrong += 1
    total = right + wrong + none
    return f"names right {_ratio(right, total):.1%}, other {_ratio(wrong, total):.1%}, none {_ratio(none, total):.1%}"


def _share(one: Said, wanted: Span) -> float:
    shared = sum(max(0, min(part.end, wanted.end) - max(part.start, wanted.start)) for part in one.parts)
    return 2 * shared / (sum(part.end - part.start for part in one.parts) + wanted.end - wanted.start)


def _same_name(wanted: str, given: str) -> bool:
    one, other = (re.sub(r"^(?:the|a|an|one)\s+|[^\w\s&-]", "", name.lower().strip()) for name in (wanted, given))
    return one == other or (wanted[0].islower() and (one in other or other in one))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _f1(precision: float, recall: float) -> float:
    return _ratio(2 * precision * recall, precision + recall)


def main() -> None:
    parser = argparse.ArgumentParser(description="Statements and speakers against PolNeAR.")
    parser.add_argument("corpus", type=Path, help="a checkout of PolNeAR v1.0.0")
    parser.add_argument("--split", choices=("dev", "held-out"), default="dev")
    arguments = parser.parse_args()
    articles = load_articles(arguments.corpus, "dev" if arguments.split == "dev" else "train")
    if arguments.split == "held-out":
        kept = held_out(articles)
        articles = [article for article in articles if article.stem in kept]
    print(
        f"{machine_line()}\nPolNeAR {arguments.split}, {len(articles)} articles; P R F1 of content, speaker, F1 of both"
    )
    systems: list[tuple[str, Callable[[Article], list[Said]]]] = [("on the record", ours), ("textacy", textacy)]
    parse("Warm up.")
    for name, system in systems:
        try:
            result = measure(articles, system)
        except ModuleNotFoundError:
            print(f"{name:14} is not installed")
            continue
        print(f"{name:14} direct {result.direct.row()}   speech {result.speech.row()}")
        speed = f"{_ratio(60 * result.words / 600, result.seconds):.0f} articles of 600 words a minute"
        print(f"{'':14} {names(result.said) + '; ' if arguments.split == 'dev' else ''}{speed}")


def measure(articles: list[Article], system: Callable[[Article], list[Said]]) -> Result:
    """Run a system over the articles and score it."""
    result = Result()
    for article in articles:
        started = time.perf_counter()
        said = system(article)
        result.seconds += time.perf_counter() - started
        result.words += len(article.text.split())
        result.said[article.stem] = said
        score(article, said, result)
    return result


if __name__ == "__main__":
    main()
