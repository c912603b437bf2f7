"""Whether a passage settles a yes-no question, by its words alone: a plain match, a plain negation, or neither."""

from index.lexical import words

__all__ = ["settles"]

_SHARE = 0.8  # of the question's content words, from which the passage says just what is asked
_LEAST = 3  # content words, below which a match may be chance
_NEGATIONS = frozenset(
    words("not no never n't none nobody nothing neither nor without cannot deny denied denies refuse refused")
)
_EMPTY = frozenset(
    words(
        """
        a an the of in on at for to from and or by with is are was were be been do does did has have had will would can
        could should may might must it that this these those he she they his her their its him them there any s t say
        said says tell told claim claimed true story article according about so as if than then ever yet also still
        """
    )
)


def settles(question: str, passage: str) -> bool | None:
    """True if `passage` affirms what `question` asks, False if it negates it, None where its words do not tell.

    It tells only if it holds nearly all content words of the question; then the two agree if both or neither of
    them are negated.
    """
    asked, said = words(question.replace("n't", " not")), words(passage.replace("n’t", " not").replace("n't", " not"))
    content = {w for w in asked if w not in _EMPTY and w not in _NEGATIONS}
    if len(content) < _LEAST or len(content & set(said)) < _SHARE * len(content):
        return None
    return _negated(asked) == _negated(said)


def _negated(tokens: list[str]) -> bool:
    return not _NEGATIONS.isdisjoint(tokens)
