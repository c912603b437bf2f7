"""The rules of English date phrases: regular expressions, each with the reader of its matches.

A space in a rule stands for white space within a sentence; a group named `span` narrows the phrase to itself.
"""

import re
from collections.abc import Callable

from corpus import date_readers as read
from corpus.date_phrase import Phrase
from corpus.date_words import (
    CLOCK,
    DAY_NUMBER,
    DAY_WORD,
    MONTH,
    NUMBER,
    ORDINAL,
    SEASON,
    UNIT,
    WEEKDAY,
    YEAR,
    YEAR_WORDS,
    any_of,
    pattern,
)
from corpus.named_days import NAMED_DAY

__all__ = ["RULES"]

_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], Phrase | None]]

_APPROXIMATELY = any_of(
    "about, around, approximately, roughly, nearly, almost, just over, more than, over, less than, just, only,"
    " at least, some, up to"
)
_ABOUT = f"(?:{_APPROXIMATELY} )?"
_PART_OF = any_of(
    "beginning, start, middle, end, close, rest, remainder, latter part, last half, first half, second half, eve"
)
_EDGE = (
    rf"(?:(?:(?i:early|late)(?: on| in)?|{any_of('earlier, later, mid, sometime, end of, beginning of, in mid')}"
    rf"|(?i:the) {_PART_OF}(?: of)?|(?i:the) (?:early|late|mid-?))(?: on| in)?(?: |-))?"
)
_AT = any_of("at, by, until, around, about, from, after, before, starting at, beginning at")
_CLOCK_AFTER = rf"(?:(?:,? {_AT} (?:about |around )?|,? )(?P<clock2>{CLOCK}))?"
_CLOCK_BEFORE = rf"(?:(?P<clock>{CLOCK})(?: \([^()]{{3,20}}\))?,? (?:on )?)?"
_PART = rf"(?P<part>(?i:mid-?)?{any_of('morning, afternoon, evening, night, overnight')}\b)"
_OF_DAY = rf"(?:(?i:the )?(?P<part3>{any_of('morning, afternoon, evening, night')}) of )?"
_THIS_OR_LAST = any_of(
    "last, this past, past, next, this coming, the coming, coming, the upcoming, this, the previous, the preceding,"
    " the following, the next"
)
_THAT_OR_CURRENT = any_of(
    "the past, the last, the current, current, the prior, that same, that very, that, the same, following, previous"
)
_AGO_OR_LATER = any_of(
    "ago, earlier, later, before, prior, afterwards, afterward, after, from now, from today, from, hence,"
    " previously, back"
)
_WHICH = f"(?P<which>{_THIS_OR_LAST})"
_YEAR_OF = r"(?i:this|last|next|that|the following|the previous) year"
_YEAR_AFTER = rf"(?:,? (?:of )?(?:(?P<year>{YEAR})|(?P<year_words>{YEAR_WORDS})|(?P<year_of>{_YEAR_OF}))(?!\w))"
_ANY_YEAR = rf"(?:{YEAR}|[09]\d{{3}}(?!\d))"  # with a month and day, even a year that nobody writes of
_MONTH_DAY = (
    rf"(?:(?P<month>{MONTH}) (?:the )?(?:(?P<day>{DAY_NUMBER})|(?P<day_word>{DAY_WORD}))\b"
    rf"(?:,? (?:of )?(?:(?P<year>{_ANY_YEAR})|(?P<year_of>{_YEAR_OF}))(?!\w))?"
    rf"|(?:(?:the )?(?P<day2>{DAY_NUMBER})(?: of)?|the (?P<day_word2>{DAY_WORD}) of)"
    rf" (?P<month2>{MONTH})\b(?:,? (?P<year2>{_ANY_YEAR})(?!\w))?)"
)
_WEEKDAY_LINK = r"(?:,? (?:the |on )?| \()"
_HOUR = r"(?:(?<=\bat\s)|(?<=\bby\s))(?P<hour>1[0-2]|[1-9])(?::(?P<minute>[0-5]\d))?"
_ENDS = r"(?= |[,.;'’])"


def _after(words: str) -> str:
    """A look back at one of some words, which stand right before the phrase."""
    return "(?:" + "|".join(rf"(?<=\b(?i:{word})\s)" for word in words.split()) + ")"


_DAYS: list[
    _Rule
] = [  # "10 p.m. Wednesday", "Friday, Oct. 13, 2016", "early Tuesday at 9 a.m. EST", "the 5th of March"
    (
        pattern(r"(?P<span>Sept(?:ember|\.)? 11)(?:th)?,? (?:terror\w*,? )?(?:attacks|hijack\w+)"),
        read.read_attacks,
    ),
    (pattern(r"(?:9/11|Sept(?:ember|\.)? 11th)(?! ?/)"), read.read_attacks),
    (
        pattern(
            rf"{_CLOCK_BEFORE}{_OF_DAY}{_EDGE}(?:{_WHICH} )?"
            rf"(?:(?P<weekday>{WEEKDAY})(?: {_PART})?(?:{_WEEKDAY_LINK}{_MONTH_DAY})?){_CLOCK_AFTER}"
        ),
        read.read_day,
    ),
    (
        pattern(rf"{_CLOCK_BEFORE}{_OF_DAY}{_EDGE}{_ABOUT}(?:{_WHICH} )?{_MONTH_DAY}(?: {_PART})?{_CLOCK_AFTER}"),
        read.read_day,
    ),
    (pattern(rf"(?i:the) (?P<within>week) of {_MONTH_DAY}"), read.read_day),
    (
        pattern(
            r"(?P<year>\d{4})[-/](?P<month>\d{2})[-/](?P<day>\d{2})"
            r"(?:(?:T| )(?P<clock>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
        ),
        read.read_iso,
    ),
    (
        pattern(r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4}|\d\d)(?![/-])"),
        read.read_numeric,
    ),
    (
        pattern(rf"{_EDGE}(?:{_WHICH} )?(?P<name>{NAMED_DAY})(?: {_PART})?{_YEAR_AFTER}?"),
        read.read_named,
    ),
    (pattern(r"(?i:year)(?:-| |)end"), read.read_year_end),
]

_SEEN_FROM_A_DAY: list[_Rule] = [  # "yesterday at noon", "last night", "the following year", "two weeks ago"
    (
        pattern(
            rf"(?:{_CLOCK_BEFORE}|{_HOUR} (?=(?i:tonight)))"
            rf"{_EDGE}(?:(?P<part2>mid-?(?:morning|afternoon)) )?"
            rf"(?P<word>{any_of('yesterday, today, tomorrow, tonight')})(?: {_PART})?{_CLOCK_AFTER}"
        ),
        read.read_deictic,
    ),
    (
        pattern(
            rf"(?:{_CLOCK_BEFORE}|{_HOUR} )"
            rf"(?:(?i:late|early) )?(?P<which>(?i:later this|earlier this|that same|that|the same)|{_THIS_OR_LAST})"
            rf" (?:early |late )?{_PART}"
        ),
        read.read_day_part,
    ),
    (pattern(r"(?P<part>(?i:mid[ -](?:morning|afternoon)))"), read.read_part_alone),
    (pattern(r"(?P<part>(?i:overnight))"), read.read_overnight),
    (pattern(rf"{_after('in')}the (?P<part>morning|afternoon|evening)", prefix=""), read.read_part_of_named),
    (
        pattern(
            rf"(?i:today is|it['’]s|it is|this is) (?P<span>(?:the )?(?i:{ORDINAL}) (?:straight |consecutive )?day)"
        ),
        read.read_numbered_day,
    ),
    (
        pattern(
            rf"{_EDGE}(?P<which>{_THIS_OR_LAST}|{_THAT_OR_CURRENT}) (?:fiscal |calendar |very |same )?"
            rf"(?P<unit>{any_of('day, week, weekend, month, quarter, year, decade, century')})"
            r"(?! (?:and a half|olds?\b))(?: or so)?"
        ),
        read.read_period,
    ),
    (
        pattern(
            rf"{_ABOUT}(?P<number>(?i:{NUMBER}))[ -](?P<unit>(?i:{UNIT}))(?: or (?:so|more))?(?: |-)"
            rf"(?P<direction>{_AGO_OR_LATER})(?: (?P<weekday>{WEEKDAY})| this (?P<within>week|month))?(?: {_PART})?"
        ),
        read.read_ago,
    ),
    (
        pattern(
            r"(?:(?i:the|a|one) )"
            rf"(?P<unit>{any_of('day, night, morning, afternoon, evening, week, weekend, month, year')})"
            r" (?P<direction>(?i:before|after|prior|earlier|later))"
        ),
        read.read_neighbour,
    ),
    (pattern(r"(?i:the) (?:day|night) (?P<direction>after tomorrow|before yesterday|before last)"), read.read_day_over),
    (pattern(rf"{_after('until since by before')}(?P<unit>then)", prefix=""), read.read_then),
]

_PARTS_OF_YEARS: list[_Rule] = [  # "early March", "the summer of 2015", "its fiscal first quarter", "Q3 2016"
    (pattern(rf"{_EDGE}(?:{_WHICH} )?(?P<month>{MONTH}){_YEAR_AFTER}?"), read.read_month),
    (
        pattern(rf"{_EDGE}(?:the )?(?:{_WHICH} |(?:early|late|mid)[ -])?(?P<season>(?i:{SEASON})){_YEAR_AFTER}"),
        read.read_season,
    ),
    (pattern(rf"{_EDGE}{_WHICH} (?:early |late )?(?P<season>(?i:{SEASON}))"), read.read_season),
    (pattern(rf"the (?:early|late) (?P<season>(?i:{SEASON}))"), read.read_season),
    (
        pattern(
            rf"{_after('in by')}(?:the )?(?:early |late )?(?P<season>(?i:{SEASON}))"
            rf"|{_after('over into')}the (?P<season2>(?i:{SEASON}))",
            prefix="",
        ),
        read.read_open_season,
    ),
    (
        pattern(
            rf"{_EDGE}(?:{any_of('the, its, their, a, that, this')} )?"
            r"(?P<lead>(?:(?i:last|this|next) year['’]s |(?i:year-ago|year-earlier|seasonally \w+) "
            rf"|{any_of('latest, current, comparable, flat, strong, weak')} )*)"
            r"(?:(?P<year>" + YEAR + r")(?:['’]s)? )?(?:fiscal[ -])?"
            rf"(?P<ordinal>{any_of('first, second, third, fourth, final, last, 1st, 2nd, 3rd, 4th')})"
            r"[ -](?:fiscal[ -])?(?P<unit>(?i:quarter|half|two quarters))"
            rf"(?:,? (?:of )?(?:fiscal )?(?:(?P<year2>{YEAR})|(?P<year_of>{_YEAR_OF})))?"
        ),
        read.read_quarter,
    ),
    (
        pattern(rf"(?:the )?(?P<month>{MONTH})(?:-|–| to | through )(?P<month2>{MONTH}) (?:quarter|period)"),
        read.read_months_quarter,
    ),
    (
        pattern(
            r"(?:Q(?P<ordinal>[1-4])|(?P<ordinal2>[1-4])Q|H(?P<half>[12])(?= (?:of )?\d))"
            rf"(?:,? (?:of )?(?P<year>{YEAR}))?"
        ),
        read.read_numbered_quarter,
    ),
]

_YEARS: list[_Rule] = [  # "fiscal 1989", "nineteen ninety-six", "in '88", "the late 1970s", "the 19th century"
    (
        pattern(
            rf"{_EDGE}(?:(?i:about|around) )?(?:(?:the )?fiscal(?: year)? |the year |year )?(?<!\d/)(?P<year>{YEAR})"
            r"(?: or (?:later|earlier)| and beyond)?(?!['’]?s\b|-\d\d-| GMT\b| hours\b)"
        ),
        read.read_year,
    ),
    (
        pattern(rf"(?P<lead>(?i:the year|in|by|since|until) )?(?P<span>(?P<year_words>{YEAR_WORDS}))"),
        read.read_spelt_year,
    ),
    (
        pattern(rf"{_after('in of since')}['’‘](?P<short>\d\d)(?!['’]?s)|FY ?['’]?(?:20)?(?P<fiscal>\d\d)", prefix=""),
        read.read_short_year,
    ),
    (
        pattern(
            rf"{_EDGE}(?:the )?(?:(?:early|late|mid)[ -])?(?:(?P<full>(?:1[5-9]|20)\d0)['’]?s"
            rf"|['’‘](?P<short>[2-9]0)['’]?s"
            rf"|{_after('the early late mid')}(?P<word>(?i:{'|'.join(read.DECADE_WORDS)})))"
        ),
        read.read_decade,
    ),
    (
        pattern(rf"(?:the )?(?:(?:early|late|mid)[ -])?(?P<ordinal>(?i:{ORDINAL}))[ -](?i:century)"),
        read.read_century,
    ),
]

_BY_CONTEXT: list[_Rule] = [  # "the quarter", "the year-ago period", "the end of the year", "the weekend"
    (
        pattern(
            r"(?:(?:the|The|a|that|That) )?(?P<lead>(?:(?i:latest|comparable|corresponding|same|seasonally slow) )*"
            rf"(?:(?i:year-ago|year-earlier|prior-year)|(?P<year>{YEAR})))"
            r"(?: (?P<unit>(?i:quarter|period|half)))?(?:,? last year)?"
        ),
        read.read_compared_period,
    ),
    (
        pattern(rf"(?i:the) (?P<lead>(?:(?i:latest|recent|most recent) )?)(?P<unit>(?i:quarter|period)){_ENDS}"),
        read.read_latest_period,
    ),
    (
        pattern(r"(?:the )?(?:year-ago|year-earlier|latest) (?P<number>\w+) (?P<unit>months|weeks)"),
        read.read_duration,
    ),
    (
        pattern(
            r"(?i:the) (?P<lead>corresponding|comparable|same) (?P<unit>quarter|period)"
            r"(?: last year| a year ago| a year earlier)?"
        ),
        read.read_same,
    ),
    (pattern(r"(?P<lead>(?i:last|the previous) year['’]s) (?P<unit>quarter|period)"), read.read_same),
    (pattern(r"(?i:the) (?P<unit>quarter)(?P<lead>) (?:a year ago|a year earlier|last year)"), read.read_same),
    (pattern(r"(?:the )?(?P<unit>(?i:year))['’]s end"), read.read_plain_period),
    (
        pattern(
            rf"(?:(?i:the) {_PART_OF} of|{any_of('end of, later in, earlier in, late in, early in')})"
            rf" the (?P<unit>{any_of('week, weekend, month, quarter, year, decade, day')})"
        ),
        read.read_plain_period,
    ),
    (pattern(r"(?i:the) (?P<unit>(?i:weekend))"), read.read_plain_period),
    (
        pattern(
            rf"{_after('in for over during throughout into')}the (?:full |whole |latest |current )?(?:fiscal )?"
            rf"(?P<unit>year)(?P<end> end(?:ed|ing)\b)?{_ENDS}",
            prefix="",
        ),
        read.read_reported_year,
    ),
]

_NO_DAYS: list[_Rule] = [  # a clock time alone, durations and sets
    (pattern(rf"(?P<clock>{CLOCK})"), read.read_clock),
    (
        pattern(
            rf"(?i:every(?: other)?|each) (?:(?P<weekday>{WEEKDAY})|(?P<month>{MONTH})"
            rf"|(?:(?P<number>(?i:{NUMBER})) )?(?P<unit>(?i:{UNIT}))|(?P<part>(?i:morning|afternoon|evening)))"
        ),
        read.read_set,
    ),
    (
        pattern(rf"(?P<weekday>{WEEKDAY})s(?: (?P<part>(?i:mornings?|afternoons?|evenings?|nights?)))?"),
        read.read_set,
    ),
    (pattern(rf"(?P<weekday>{WEEKDAY}) (?P<part>(?i:mornings|afternoons|evenings|nights))"), read.read_set),
    (
        pattern(
            r"(?:(?i:the|these|those|a) )?"
            rf"(?:{any_of('past, last, next, first, coming, previous, following, final, recent')} )?{_ABOUT}"
            rf"(?P<number>(?i:{NUMBER}))(?:-| (?:{any_of('more, full, trading, calendar, consecutive, straight')} )?)"
            rf"(?P<unit>(?i:{UNIT}))(?:-old)?"
        ),
        read.read_duration,
    ),
]

RULES: list[_Rule] = [*_DAYS, *_SEEN_FROM_A_DAY, *_PARTS_OF_YEARS, *_YEARS, *_BY_CONTEXT, *_NO_DAYS]
