"""Reading a story: from its text to paragraphs, sentences, statements and speakers."""

from dataclasses import replace

from spacy.tokens import Doc

from corpus.dates import find_dates
from corpus.paragraphs import find_paragraphs
from corpus.parse import parse_sentences
from corpus.published import infer_published
from corpus.said_on import date_statements
from corpus.sentences import find_sentences
from corpus.source import StorySource
from corpus.speakers import resolve_speakers
from corpus.statement import Reading
from corpus.statements import find_statements
from corpus.story import PublishedHow, Story

__all__ = ["read_story"]


def read_story(source: StorySource) -> Reading:
    """Read everything out of `source` that can be known before anybody asks."""
    paragraphs = find_paragraphs(source.text, source.body)
    story = Story(
        id=source.id,
        title=source.heading(paragraphs),
        text=source.text,
        published=source.published,
        published_how=PublishedHow.GIVEN if source.published else PublishedHow.UNKNOWN,
        source=source.source,
        url=source.url,
        language=source.language or "en",
        paragraphs=paragraphs,
        sentences=find_sentences(source.text, paragraphs),
    )
    doc = parse_sentences(story.text, paragraphs, story.sentences)
    story = story if story.published else _dated(story, doc)
    speakers, statements = resolve_speakers(story, doc, find_statements(story, doc))
    dates = find_dates(doc, story.published)
    return Reading(
        story=story, speakers=speakers, statements=date_statements(story, doc, statements, dates), dates=dates
    )


def _dated(story: Story, doc: Doc) -> Story:
    """The story with the publication date that its text supports, if there is one."""
    found = infer_published(doc)
    if found is None:
        return story
    return replace(story, published=found[0], published_how=PublishedHow.INFERRED, published_why=found[1])
