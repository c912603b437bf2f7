"""Reporting verbs and the other words that can report speech."""

__all__ = ["NAMING", "SPEECH", "is_speech"]

SPEECH = frozenset(
    """say tell write add ask note suggest report argue announce continue tweet point claim respond explain declare
    acknowledge promise insist mention warn urge reveal vow recall state pledge conclude indicate predict admit post deny
    reply confirm repeat complain assure remind assert emphasize concede boast reiterate remark allege estimate wonder
    stress answer joke lament comment shout chant imply observe caution contend quip testify reassure maintain stipulate
    disclose recount exclaim retort muse whisper yell scream cry explain elaborate opine proclaim propose recommend
    charge counter marvel gush fume rail scoff stipulate underline underscore emphasise reckon hint signal caution
    inform notify advise promise swear threaten order demand request plead beg rule caution describe call
    reinforce""".split()
)
NAMING = frozenset({"describe", "call", "label", "brand", "dub"})


def is_speech(lemma: str) -> bool:
    """Whether a verb, by its lemma, can report speech."""
    return lemma.lower() in SPEECH
