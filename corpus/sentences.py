"""Sentences with exact offsets, by rule.

A sentence ends at a full stop, a question or exclamation mark, or an ellipsis, with the marks and brackets that close
behind it, where a new sentence can start after it. Abbreviations, titles and initials do not end one, nor does a mark
that ends a quotation before its cue (“Why?” Smith asked). A line break inside a paragraph is a blank like any other.
"""

import re
from collections.abc import Iterable, Iterator

from corpus.story import Sentence, Span

__all__ = ["find_sentences"]

_END = re.compile(r"(?:[.!?]+|…)(?:[.!?…]|\s\.(?=\s?\.))*[\"”’'»)\]＂]*(?=\s|$)|[.!?][\"”][)\]]?(?=[A-Z“])")
_STARTS = re.compile(r"\s*(?P<marks>(?:[\"“”‘'`«„(\[—–-]|\.\.\.|…)*\s?)(?P<word>[\w@#$£€&’']+)?", re.UNICODE)
_LAST_WORD = re.compile(r"[\w.&’'-]*$")

_NEVER = frozenset(  # abbreviations that stand before a name or a number
    """mr mrs ms messrs mme dr prof rev hon fr sr st ste gov govs sen sens rep reps del asst assoc atty supt insp gen
    lt col maj capt cmdr cdr adm sgt cpl pvt pfc brig ens cmdt det pres vp sec treas amb dist min no nos vs v
    fig art sect pp vol ed eds est approx al cf eg ie viz ft mt pt bros dept dir exec""".split()
)
_WORDS_TOO = frozenset("no al sec min ed art".split())  # in lower case these may be words
_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
_SOMETIMES = frozenset(  # abbreviations that may as well end a sentence: the next word decides
    """inc corp co ltd llc plc jr etc ave blvd rd hwy esq bldg ariz ark calif colo conn fla ga ill ind kan ky la md
    mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo del u.s u.k u.n u.s.a u.s.s.r
    d.c e.u n.y n.j n.h n.c s.c n.d s.d n.m r.i w.va l.a a.m p.m am pm b.c a.d ph.d m.d b.a m.a j.d d.d.s r.n
    g.o.p i.e e.g rev mon tue tues wed thu thur thurs fri sat sun""".split()
)
_STARTERS = frozenset(
    """a an the this that these those he she it they we i you his her its their our my your there here what when where
    who why how which if in on at as but and or so for from with by after before since while during although
    though because once until under over not no yes some many most both all another other others each every one
    two three several according then now today still yet also however meanwhile instead asked let please see to
    even such only just perhaps maybe nor about did do does is are was were have has had can could would should
    will may might""".split()
)
_CLOCK = frozenset("a.m p.m".split())
_ZONE_TIME = re.compile(r"\s*\(\d{1,2}[:.]?\d{2}\s+[A-Z]{2,4}\)")  # the same time in another zone
_INITIAL = re.compile(r"(?:[A-Z][\w’'-]*|[A-Z]\.)\s[A-Z]$")  # a letter that follows a name or an initial
_SPEAKING = (
    "said says say asked asks wrote writes tweeted tweets told tells added adds replied replies shouted shouts "
    "cried yelled responded responds exclaimed wondered wonders demanded quipped joked read reads declared "
    "continued chanted screamed retorted mused inquired queried posted answered remarked recalled noted thundered "
    "called"
).split()
_VERB_AFTER_NAME = re.compile(
    r"\s*(?:[A-Z][\w.’'-]*,?\s+|(?:the|a|an|his|her|their|one|another|two)\s+(?:[\w.’'-]+\s+){0,3}"
    r"|(?:he|she|they|it|i|we)\s+){1,5}"
    r"(?:(?:has|have|had|also|then|later|once|finally|jokingly|reportedly|responded|recently)\s+){0,2}"
    rf"(?:{'|'.join(_SPEAKING)})\b"
)


def find_sentences(text: str, paragraphs: Iterable[Span]) -> tuple[Sentence, ...]:
    """The sentences of each paragraph, in order, without blanks around them."""
    spans = [(span, place) for place, paragraph in enumerate(paragraphs) for span in _split(text, paragraph)]
    return tuple(Sentence(index, span.start, span.end, place) for index, (span, place) in enumerate(spans))


def _split(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for found in _END.finditer(text, *paragraph):
        if found.start() >= start and _ends(text, found, paragraph):
            yield Span(start, found.end())
            start = found.end()
            while start < paragraph.end and text[start].isspace():
                start += 1
    if start < paragraph.end:
        yield Span(start, paragraph.end)


def _ends(text: str, found: re.Match[str], paragraph: Span) -> bool:
    """Whether the stop at `found` ends a sentence."""
    mark, end = found.group(), found.end()
    following = _STARTS.match(text, end, min(end + 80, paragraph.end))
    word = following["word"] if following else None
    marks = following["marks"].strip() if following else ""
    if not word:
        return True
    if word[0].islower() and not word[1:2].isupper():  # unlike "iPhone"
        return mark in ".!?" and marks in ("“", '"', "''")
    if mark[0] in "?!" and mark[-1] in "\"”’'＂":
        return not _VERB_AFTER_NAME.match(text, end, min(end + 120, paragraph.end))
    if mark == ".":
        return _stop_ends(text, found.start(), paragraph, word, opened=bool(marks))
    return True


def _stop_ends(text: str, stop: int, paragraph: Span, word: str, *, opened: bool) -> bool:
    """Whether a full stop before `word` ends a sentence rather than an abbreviation or an initial."""
    before = _LAST_WORD.search(text, max(paragraph.start, stop - 24), stop)
    last = before.group().lstrip("'’-.") if before else ""
    short, starts = last.lower(), word.lower() in _STARTERS
    if short in _NEVER:
        return last in _WORDS_TOO and not word[0].isdigit()
    if short in _MONTHS:
        return starts and not word[0].isdigit()
    if short in _CLOCK and _ZONE_TIME.match(text, stop + 1, paragraph.end):
        return False  # "9 p.m. (0100 GMT) on Monday"
    if short in _SOMETIMES or re.fullmatch(r"(?:[a-z]\.)+[a-z]", short):
        return opened or starts
    if len(last) == 1 and last.isalpha() and last != "I":
        return last.islower() or (starts and not _INITIAL.search(text, max(0, stop - 30), stop))
    return True
