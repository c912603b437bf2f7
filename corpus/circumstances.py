"""The circumstances of a statement: the outlet that reports it, and the setting it was made in."""

import re

from corpus.drafts import Draft
from corpus.story import Span, Story

__all__ = ["is_outlet", "reporter_of", "setting_of"]

_OUTLETS = (
    "CNN MSNBC CNBC NBC ABC CBS NPR BBC PBS C-SPAN Fox Reuters AP A.P. AFP UPI ITV TASS Tass Interfax Xinhua "
    "Bloomberg Politico POLITICO Breitbart BuzzFeed Vox Axios Slate Salon Newsweek Time HuffPost Univision Sky RT "
    "Vice Atlantic Economist Guardian"
).split()
_LAST_WORDS = (
    "Times Post Journal Herald Tribune News Gazette Magazine Weekly Daily Radio TV Television Chronicle Globe "
    "Telegraph Examiner Observer Standard Independent Mirror Mail Sun Star Register Dispatch Inquirer Sentinel "
    "Courier Broadcasting Network Press Agency Zeitung Spiegel Monde Figaro País Today Beast Caller Review Yorker "
    "Jazeera Jones"
).split()
_OUTLET = re.compile(rf"\b(?:{'|'.join(map(re.escape, _OUTLETS))}|\w*(?:{'|'.join(_LAST_WORDS)}))(?!\w)")
_NAME = r"((?:the\s+)?[A-Z][\w.&-]*(?:(?:\s+|[’']s\s+[“\"]?)(?:of\s+|the\s+)?[A-Z][\w.&-]*)*)"
_TOLD = re.compile(
    r"\b(?:told|tells|telling|tell|spoke\s+(?:to|with)|interview(?:ed)?\s+(?:with|by|on))\s+"
    rf"(?:reporters\s+(?:at|from)\s+)?{_NAME}"
)
_SHARED = re.compile(
    r"\b(?:shared|provided|released|given|sent|leaked|first\s+reported|obtained|reported|published)\s+"
    rf"(?:exclusively\s+)?(?:with|to|by|in)\s+{_NAME}"
)

_OCCASIONS = (
    "video message messages speech statement statements interview interviews tweet tweets letter email e-mail "
    "emails e-mails memo op-ed address remarks briefing rally debate conference post posts call hearing testimony "
    "article appearance event meeting column blog broadcast podcast report book essay filing deposition "
    "fundraiser ceremony forum summit panel convention stop ad commercial release session visit show program "
    "programme editorial dinner lunch luncheon breakfast gathering lecture sermon segment hall"
).split()
_ON_AIR = (
    r"(?:Twitter|Facebook|Instagram|Telegram|Truth\s+Social|YouTube|television|TV|air|the\s+(?:Senate|House)\s+floor"
    r"|the\s+campaign\s+trail|(?:CNN|MSNBC|CBS|NBC|ABC|Fox|CNBC|PBS)[\w’']*(?:\s+(?:News|Business))?(?:[’']s)?"
    r"(?:\s+[“\"][^”\"]{2,40}[”\"])?)"
)
_DETERMINER = r"(?:(?:an?|the|his|her|their|its|one|this|that|another|two|several)\s+)?"
_QUALIFIER = r"(?!(?:in|on|at|during|via|through|over|after|by|\w+day|that|who|which|and|said|says)\b)[\w.’'“”-]+"
_SETTING = re.compile(
    rf"\b(?:in|on|at|during|via|through|over|after|by)\s+{_DETERMINER}(?:{_QUALIFIER}\s+){{0,4}}?"
    rf"(?:{'|'.join(_OCCASIONS)})\b(?:\s(?:{'|'.join(_OCCASIONS)})\b)*(?![’'-]\w)|\bon\s+{_ON_AIR}",
    re.IGNORECASE,
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = (
    "January February March April May June July August September October November December Jan Feb Aug Sept Oct Nov Dec"
).split()
_FURTHER = re.compile(
    rf"\s+(?:with|in|on|at|to|from|about|by|before|for)\s+(?!(?:{'|'.join(_DAYS + _MONTHS)}|that|which|whom)\b)"
    r"[^,.;:“”\"()—\n]{2,60}?"
    rf"(?=[,.;:“”\"()—\n]|\s(?:that|on\s+(?:{'|'.join(_DAYS)})|{'|'.join(_DAYS)}|said|says|and|who|which|last|this|in|as)\b|$)"
)
_OWNER = re.compile(r"[’']s?\s*$")
_PROGRAMME = re.compile(r"\s*(?:“[^”\n]{2,60}”|\"[^\"\n]{2,60}\"|''[^'\n]{2,60}''|‘[^’\n]{2,60}’)")
_CLAUSE = 160  # characters from the cue within which an outlet or a setting belongs to it
_LONGEST = 120
_SENTENCE_END = re.compile(r"[.!?][\"”’']*\s|\n\s*\n")


def is_outlet(text: str, span: Span) -> bool:
    """Whether a short phrase names a news outlet."""
    return span.end - span.start < 60 and bool(_OUTLET.search(text, *span))


def reporter_of(text: str, one: Draft) -> Span | None:
    """The outlet that a draft's words came through: "told CNN", "shared exclusively with CNN"."""
    clause = _clause(text, one)
    source = one.source or one.cue
    for pattern, span in ((_TOLD, clause), (_SHARED, Span(source.start, _stop(text, source.end)))):
        for found in pattern.finditer(text, *span):
            outlet = Span(*found.span(1))
            if is_outlet(text, outlet) and not any(part.overlaps(outlet) for part in one.parts):
                return outlet
    return None


def _clause(text: str, one: Draft) -> Span:
    """The words around the cue, up to the content or the end of the sentence on either side."""
    start = max([one.cue.start - _CLAUSE, 0, *(part.end for part in one.parts if part.end <= one.cue.start)])
    end = min([one.cue.end + _CLAUSE, *(part.start for part in one.parts if part.start >= one.cue.end)])
    return Span(start, min(end, _stop(text, one.cue.end)))


def _stop(text: str, start: int) -> int:
    """Where the sentence around `start` ends, at most `_CLAUSE` characters on."""
    end = min(len(text), start + _CLAUSE)
    found = _SENTENCE_END.search(text, start, end)
    return found.start() if found else end


def setting_of(story: Story, one: Draft) -> Span | None:
    """Where or how the words were said, in the sentence of the cue and outside the content: "in a video message"."""
    sentence = story.sentence_at(one.cue.start)
    if sentence is None:
        return None
    start = max(sentence.start, one.cue.start - _CLAUSE - _LONGEST)  # a setting further off is not this cue's
    end = min(sentence.end, one.cue.end + _CLAUSE + _LONGEST)
    for found in _SETTING.finditer(story.text, start, end):
        span = Span(*found.span())
        if not any(part.overlaps(span) for part in one.parts) and _near(story.text, span, one):
            return _extended(story.text, span, one, sentence.end)
    return None


def _extended(text: str, span: Span, one: Draft, limit: int) -> Span:
    """A setting with the phrases that specify it: "in a speech on the occasion of International Women's Day"."""
    limit = min([limit, *(part.start for part in one.parts if part.start >= span.end)])
    end = span.end
    while end - span.start < _LONGEST and (further := _FURTHER.match(text, end, limit)):
        end = further.end()
    programme = _PROGRAMME.match(text, end, limit)  # "on CBS's “Face the Nation”"
    owner = _OWNER.search(text, span.start, end)
    if owner and programme is None:
        return Span(span.start, owner.start())
    end = programme.end() if owner and programme else end
    return Span(span.start, span.start + len(text[span.start : end].rstrip()))


def _near(text: str, span: Span, one: Draft) -> bool:
    """Whether a setting belongs to this cue: it is near, and no semicolon lies between."""
    low, high = (span.end, one.cue.start) if span.end <= one.cue.start else (one.cue.end, span.start)
    return high - low < _CLAUSE and ";" not in text[low:high]
