"""An answer as the JSON object that other programs read (docs/design.md, "Formats")."""

from bot.answer import Answer, Citation

__all__ = ["answer_record"]


def answer_record(
    answer: Answer, *, story: str | None, question: str, took_ms: float, question_id: object = None
) -> dict[str, object]:
    """The record of one answer. Without a `story`, it is that of the first passage, where there is one.

    Offsets are code points into the story's text; unknown fields are None.
    """
    return {
        "id": question_id,
        "story": story or (answer.citations[0].story.id if answer.citations else None),
        "question": question,
        "outcome": answer.outcome.value,
        "answer": answer.text,
        "confidence": round(answer.confidence, 3),
        "citations": [_citation_record(citation) for citation in answer.citations],
        "took_ms": round(took_ms, 1),
    }


def _citation_record(citation: Citation) -> dict[str, object]:
    return {
        "story": citation.story.id,
        "sentence": citation.sentence.index,
        "paragraph": citation.sentence.paragraph,
        "start": citation.span.start,
        "end": citation.span.end,
        "text": citation.text,
        "speaker": citation.speaker,
        "said_on": citation.said_on,
        "kind": citation.statement.kind.value if citation.statement else None,
    }
