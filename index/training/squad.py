"""SQuAD's development articles as questions and stories in the form of the training questions.

    python -m index.training.squad EXPLORER_PAGES… --out FOLDER

The Stanford Question Answering Dataset (Rajpurkar and others 2016; 2.0: Rajpurkar, Jia and Liang 2018; CC BY-SA 4.0)
is questions about paragraphs of Wikipedia by people who did not write them. `EXPLORER_PAGES` are the pages of
SQuAD-explorer's folder `explore`, of which `v2.0/dev` and `1.1/dev` show one article each with its questions. Writes
`squad.jsonl` and a folder `stories` of texts of some `LENGTH` code points each: neighbouring paragraphs of an article.
"""

import argparse
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import html
from lxml.html import HtmlElement

__all__ = ["Asked", "Paragraph", "questions_of", "read_page"]

LENGTH = 6000  # code points
GAP = "\n\n"
_SENTENCE = re.compile(r"\S.*?(?:[.!?][\"')\]]*(?=\s+[A-Z\"(])|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a paragraph and what its readers took for the answer; nothing if it has none."""

    id: str
    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article and the questions about it."""

    text: str
    asked: tuple[Asked, ...]


def read_page(page: str) -> list[Paragraph]:
    """The paragraphs of an explorer page, in order. Raises lxml's ParserError for an empty page."""
    return [
        Paragraph(_text(part.xpath(".//pre")), tuple(_asked(one) for one in part.xpath(".//*[@data-id]")))
        for part in html.fromstring(page).xpath("//*[@class='para-wrap']")
    ]


def _text(elements: Iterable[HtmlElement]) -> str:
    return " ".join("".join(element.text_content() for element in elements).split())


def _asked(element: HtmlElement) -> Asked:
    answers = (_text([answer]) for answer in element.xpath(".//*[@class='answer']"))
    found = tuple(dict.fromkeys(answer for answer in answers if answer))
    none = element.xpath(".//*[@class='no-answer']")
    return Asked(element.get("data-id"), _text(element.xpath(".//*[@class='question']")), () if none else found)


def questions_of(article: str, paragraphs: Sequence[Paragraph]) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The texts of an article, by name, and its questions, as `index.training.data` reads them.

    The answer is the shortest that the question's readers gave; it is taken to stand in the sentence that shares most
    words with the question. A question whose answer isn't in its paragraph word for word is left out.
    """
    texts, questions = {}, []
    for number, group in enumerate(_groups(paragraphs)):
        name = f"squad_{hashlib.sha256(article.encode()).hexdigest()[:8]}-{number}"
        texts[name] = GAP.join(paragraph.text for paragraph in group)
        start = 0
        for paragraph in group:
            questions += [fields for one in paragraph.asked if (fields := _fields(one, name, paragraph.text, start))]
            start += len(paragraph.text) + len(GAP)
    return texts, questions


def _groups(paragraphs: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    group: list[Paragraph] = []
    for paragraph in paragraphs:
        if group and sum(len(one.text) for one in (*group, paragraph)) > LENGTH:
            yield group
            group = []
        group.append(paragraph)
    if group:
        yield group


def _fields(asked: Asked, story: str, text: str, start: int) -> dict[str, Any] | None:
    fields = {
        "id": asked.id,
        "story": story,
        "turns": [],
        "question": asked.question,
        "answerable": bool(asked.answers),
    }
    if not asked.answers:
        return fields | {"evidence": [], "answer_span": None}
    words = _words(asked.question)
    places = [
        (len(words & _words(sentence.group())), -len(answer), sentence.start(), sentence.start() + at, len(answer))
        for sentence in _SENTENCE.finditer(text)
        for answer in asked.answers
        if (at := sentence.group().find(answer)) >= 0
    ]
    if not places:
        return None
    _, _, sentence_start, at, length = max(places)
    evidence = next(one.span() for one in _SENTENCE.finditer(text) if one.start() == sentence_start)
    return fields | {
        "evidence": [[start + place for place in evidence]],
        "answer_span": [start + at, start + at + length],
    }


def _words(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"\w{3,}", text.lower())}


def main() -> None:
    """Convert the pages in the folders named on the command line; a question seen twice is taken once."""
    parser = argparse.ArgumentParser(description="SQuAD's pages as training questions.")
    parser.add_argument("pages", type=Path, nargs="+", help="folders of pages, of SQuAD 2.0 first")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    stories = arguments.out / "stories"
    stories.mkdir(parents=True, exist_ok=True)
    lines, seen = [], set[str]()
    pages = [(order, path) for order, folder in enumerate(arguments.pages) for path in sorted(folder.glob("*.html"))]
    for order, path in pages:
        paragraphs = read_page(path.read_text(encoding="utf-8"))
        fresh = [Paragraph(one.text, tuple(q for q in one.asked if q.id not in seen)) for one in paragraphs]
        fresh = [one for one in fresh if one.asked]
        texts, questions = questions_of(f"{order}/{path.stem}", fresh)
        seen.update(question["id"] for question in questions)
        for name, text in texts.items():
            (stories / f"{name}.txt").write_text(text, encoding="utf-8")
        lines += [json.dumps(question) for question in questions]
    (arguments.out / "squad.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
