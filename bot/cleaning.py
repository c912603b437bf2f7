"""What a user typed, made safe to understand: control characters out, spelling of chats undone, overlong text cut."""

import re
import unicodedata

__all__ = ["MAX_QUESTION", "clean", "has_words", "plain_spelling"]

MAX_QUESTION = 1_000

# Spellings of informal written English that hide a question word or an auxiliary.
_CHAT_SPELLING = dict(
    pair.strip().split("=")
    for pair in """
    wat=what, wut=what, wht=what, wats=what is, whats=what is, wen=when, whens=when is, wer=where,
    were's=where is, wheres=where is, whos=who is, hu=who, hw=how, hows=how is, y=why, u=you, ur=your, r=are,
    bout=about, abt=about, sed=said, sayd=said, ppl=people, acording=according, accordin=according, didnt=didn't,
    doesnt=doesn't, dont=don't, isnt=isn't, wasnt=wasn't, wont=won't, wich=which, whoes=whose, wheather=whether,
    tel=tell, what's=what is, who's=who is, where's=where is, when's=when is, how's=how is, i'm=i am, thx=thanks,
    ty=thanks, pls=please, plz=please
    """.split(",")
)
_SWEARING = re.compile(
    r"(?<=\b(?:who|why|how|wat)) (?:in )?the (?:actual |bloody )?(?:hell|heck|fuck|devil)\b"
    r"|(?<=\b(?:what|when)) (?:in )?the (?:actual |bloody )?(?:hell|heck|fuck|devil)(?= \w)"
    r"|(?<= )(?:fucking|freaking|goddamn|bloody) (?=\w)"
)
_HAILED = re.compile(
    r"^(?:(?:hey|hi|hello|yo|dude|bro|(?:dear |stupid |you )?bot|(?:yo)?u suck|(?:(?:yo)?u )?(?:idiot|moron|stupid))"
    r"[ ,.!:]+)+(?=(?:wh|did|does|do|is|was|were|has|have|tell)\w*\b)"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def clean(text: str) -> str:
    """`text` on one line, in NFC, without control and formatting characters, cut at `MAX_QUESTION` code points."""
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return unicodedata.normalize("NFC", re.sub(" +", " ", kept).strip())[:MAX_QUESTION]


def has_words(text: str) -> bool:
    """Whether there is anything to answer: at least one letter or digit."""
    return any(c.isalnum() for c in text)


def plain_spelling(text: str) -> str:
    """`text` in lower case with straight apostrophes, and common chat spellings written out.

    Swearing is left out, and hails before the question.

    >>> plain_spelling("Wat did he say")
    'what did he say'
    """
    lower = _SWEARING.sub("", _HAILED.sub("", text.lower().replace("’", "'")))
    return _WORD.sub(lambda match: _CHAT_SPELLING.get(match.group(), match.group()), lower)
