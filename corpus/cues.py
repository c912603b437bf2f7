"""Reporting verbs, for telling a cue of speech from one of thought or intention, and whom it may address."""

from spacy.tokens import Doc

from corpus.story import Span

__all__ = ["ADDRESSING", "is_speech"]

_SPEECH = frozenset(
    """say tell write add ask note suggest report argue announce continue tweet point claim respond explain declare
    acknowledge promise insist mention warn urge reveal vow recall state pledge conclude indicate predict admit post
    deny reply confirm repeat complain remind assert emphasize emphasise concede boast reiterate remark allege estimate
    wonder stress answer joke lament comment shout chant imply observe caution contend quip testify assure reassure
    maintain disclose recount exclaim retort muse whisper yell scream elaborate opine proclaim counter gush fume scoff
    underline underscore hint signal inform notify accord according per""".split()
)
ADDRESSING = frozenset("tell reassure assure inform remind warn notify advise promise ask convince persuade".split())


def is_speech(doc: Doc, cue: Span) -> bool:
    """Whether a cue holds a verb of speech, or "according to"."""
    tokens = doc.char_span(cue.start, cue.end, alignment_mode="expand")
    return tokens is not None and any({token.lemma_.lower(), token.lower_} & _SPEECH for token in tokens)
