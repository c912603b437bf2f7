"""Where a story's paragraphs stand in its text, page furniture left out.

Furniture is what a page puts around a story: share buttons, sign-up lines, credits, notices. It is told by its form (a
short block that opens, or is made up, of a stock phrase), never by the story it stands in.
"""

import re

from corpus.story import Span

__all__ = ["find_paragraphs", "is_furniture", "looks_like_headline"]

_BLANK = re.compile(r"\n[^\S\n]*\n\s*|\r\n[^\S\n]*\r\n\s*|\u2029\s*")
_LINE = re.compile(r"\r?\n\s*")
_EDGE = re.compile(r"[\s\ufeff\x00\u200b\u200e\u200f]*")
_FURNITURE_WORDS = 30  # a longer block is prose, whatever it opens with
_WHOLE = re.compile(
    r"""(?:
      source\ link | comments?\ (?:are\ )?(?:closed|off) | (?:leave|post|add)\ a\ (?:comment|reply)
      | (?:\d+\ )?comments? | no\ comments(?:\ yet)? | (?:view|show|load|read)\ (?:all\ |more\ )?comments
      | share(?:\ (?:this|on|via)\b.*)? | tweet | e?-?mail | print | pin\ it | copy\ link
      | reddit | whatsapp | facebook | twitter | linkedin
      | (?:like|related)(?:\ this)? | loading\W* | like\ this:?\W*(?:like)?\W*(?:loading)?\W*
      | advertisement | (?:ad|ads|sponsored)(?:\ content)? | (?:article|story)\ continues\ (?:below|after)\b.*
      | abstract | full\ text | (?:home|menu|search|next|previous|back\ to\ top|skip\ to\ (?:main\ )?content)
      | most\ (?:read|popular|viewed|shared) | trending(?:\ now)? | recommended(?:\ for\ you)? | more\ from\b.*
      | related\ (?:articles?|stories|posts?|content|topics|links|coverage) | you\ (?:may|might)\ also\ like\b.*
      | (?:follow|join|find|like)\ (?:us|me|\S+(?:\ \S+){0,4})\ on
        \ (?:twitter|facebook|instagram|x|youtube|telegram|linkedin)\b.*
      | this\ (?:article|story|post)\ (?:was|has\ been)\ (?:originally\ )?
        (?:published|updated|corrected|syndicated)\b.*
      | (?:published|updated|posted|last\ (?:updated|modified))(?:\ (?:on|at))?:?\ [^.]*\d{4}[^.]*
      | (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)\ min(?:ute)?s?\ read
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_OPENS = re.compile(
    r"""(?:
      (?:read|see|watch|listen|hear|learn|find\ out)\ (?:more|also|next|now|on)\b\s*[:|»>–—-]
      | (?:related|also\ read|read\ also|recommended|watch|see\ also|more\ from|more\ on|don['’]t\ miss|must\ read)
        \s?[:|»>]
      | click\ (?:here|on)\b | sign\ up\ (?:for|to|now|here|today)\b
      | subscribe\b(?!\ to\ the\ (?:idea|view|theory|notion))
      | (?:get|receive)\ (?:our|the|all\ the)\ (?:\S+\ ){0,3}(?:newsletter|briefing|stories|headlines|news)\b
      | (?:photo|image|picture|file\ photo|video|credit|photograph|photo\ credit|image\ credit)s?\s*
        (?:by\b|:|/|courtesy)
      | (?:©|\(c\)|copyright\b)\s*\S* | all\ rights\ reserved
      | (?:tags?|topics?|filed\ under|categories|category|share)\s*:
      | (?:do|would)\ you\ (?:support|like|agree|think)\b.*
        (?:like\ (?:the|our|this)\ page|share\ this|vote|let\ us\ know)
      | please\ (?:share|like|subscribe|enable|log\ in|sign\ in)\b | (?:we\ use|this\ site\ uses)\ cookies
      | (?:what\ do\ you\ think|let\ us\ know|sound\ off|scroll\ down)\b.*\b(?:comment|below|facebook|twitter)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT = re.compile(
    r"\(?(?:[\w.’' -]{2,60}\s?[/|]\s?)?(?:AP|AFP|Reuters|EPA|Getty(?: Images)?|Shutterstock|iStock|Bloomberg"
    r"|(?:AP|File|Handout|Courtesy) Photo)(?:\s?(?:via|[/|])\s?[\w.’' -]{2,40})?\)?\.?",
)
_MARKUP = re.compile(r"(?:<[^<>]{0,300}>[\s.]*)+")
_RULE = re.compile(r"[\W_]*")
_FINAL = re.compile(r"[.!?…]['\"”’»)]*$")
_HEADLINE_CHARACTERS = 160


def find_paragraphs(text: str, body: Span | None = None) -> tuple[Span, ...]:
    """The paragraphs of `text` inside `body` as trimmed spans, in order, furniture left out.

    Blank lines part paragraphs; a text without a blank line in it is parted at its line breaks, unless these fall
    inside sentences.
    """
    inside = body or Span(0, len(text))
    blocks = list(_split(text, inside, _BLANK))
    if len(blocks) == 1 and _lines_are_paragraphs(text, blocks[0]):
        blocks = list(_split(text, blocks[0], _LINE))
    return tuple(block for block in blocks if not is_furniture(block.of(text)))


def is_furniture(block: str) -> bool:
    """Whether a block of text belongs to the page rather than to the story.

    >>> is_furniture("Comments are closed."), is_furniture("Comments are closed, the judge said.")
    (True, False)
    """
    flat = " ".join(block[:2000].split())
    if _RULE.fullmatch(flat) or _MARKUP.fullmatch(flat):
        return True
    if len(flat.split()) > _FURNITURE_WORDS or len(block) > 2000:
        return False
    return bool(_WHOLE.fullmatch(flat) or _OPENS.match(flat) or _CREDIT.fullmatch(flat))


def looks_like_headline(block: str) -> bool:
    """Whether a first paragraph reads as a headline: short, in one line, and without a full stop inside it.

    A last full stop does not count against it, since archives add one.
    """
    flat = block.strip()
    inner = re.sub(r"\b(?:[A-Z]\.)+|\b(?:Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Gen|vs|No)\.", "", flat[:-1])
    return len(flat) <= _HEADLINE_CHARACTERS and "\n" not in flat and not re.search(r"[.!?]['\"”’]?\s+[A-Z“\"]", inner)


def _split(text: str, inside: Span, separator: re.Pattern[str]) -> list[Span]:
    spans, at = [], inside.start
    for found in separator.finditer(text, inside.start, inside.end):
        spans.append(_trim(text, at, found.start()))
        at = found.end()
    spans.append(_trim(text, at, inside.end))
    return [span for span in spans if span.start < span.end]


def _trim(text: str, start: int, end: int) -> Span:
    lead = _EDGE.match(text, start, end)
    start = lead.end() if lead else start
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\ufeff\x00\u200b\u200e\u200f"):
        end -= 1
    return Span(start, end)


def _lines_are_paragraphs(text: str, block: Span) -> bool:
    lines = [line for line in block.of(text).splitlines() if line.strip()]
    ended = sum(bool(_FINAL.search(line.rstrip())) for line in lines)
    return len(lines) > 1 and ended >= 0.6 * len(lines)
