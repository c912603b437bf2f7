"""What kind of speaker a noun phrase names, by its head."""

from spacy.tokens import Span as Tokens

from corpus.people import PERSON_NOUNS
from corpus.statement import SpeakerKind

__all__ = ["INDEFINITE", "ORGANISATION_NOUNS", "kind_of"]

_DOCUMENT_NOUNS = frozenset(
    """report poll survey study letter statement document email e-mail memo recording video tape transcript article
    book filing lawsuit complaint affidavit indictment ruling opinion order bill law constitution act rule
    resolution ad advertisement tweet post message release editorial op-ed column story page analysis data
    figure record review audit paper petition platform speech text sign headline footage recordings results
    polls average slide chart map graphic film movie documentary""".split()
)
ORGANISATION_NOUNS = frozenset(
    """ministry company campaign agency department committee court group organisation organization newspaper paper
    network administration bank union school university association commission firm party magazine website
    foundation government police office board council corporation institute center centre coalition league
    bureau service channel station publication outlet fund site state city county country nation house
    senate congress chamber team club church hospital airline carrier maker manufacturer regulator army military
    navy pentagon kremlin regime militia""".split()
)
INDEFINITE = frozenset(
    """a an some many several few two three four five six seven eight nine ten dozens hundreds thousands most all
    other others another one critics no both any each every more numerous various""".split()
)
_NAMED = frozenset("ORG GPE FAC PRODUCT WORK_OF_ART LAW".split())
_SINGULAR = frozenset("NN NNP NNPS".split())


def kind_of(phrase: Tokens) -> SpeakerKind:
    """The kind of speaker of a phrase that names no known person; what is not sure to be one thing is a group."""
    root = phrase.root
    noun = root.lemma_.lower()
    if noun in _DOCUMENT_NOUNS:
        return SpeakerKind.DOCUMENT
    if root.ent_type_ in _NAMED and root.tag_ in _SINGULAR:
        return SpeakerKind.ORGANISATION
    if noun in ORGANISATION_NOUNS and root.tag_ in _SINGULAR:
        return SpeakerKind.ORGANISATION
    unnamed = root.tag_ in ("NNS", "NNPS") or phrase[0].lower_ in INDEFINITE or noun in PERSON_NOUNS
    if unnamed or root.pos_ != "PROPN":
        return SpeakerKind.GROUP
    return SpeakerKind.ORGANISATION if root.ent_type_ or phrase[0].lower_ == "the" else SpeakerKind.PERSON
