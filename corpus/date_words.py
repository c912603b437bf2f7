"""The words of English date phrases: names, numbers and the regular expressions made of them.

The fragments are plain strings without named groups, to be put together by `corpus.date_grammar`; a space in a
fragment stands for white space within a paragraph (see `pattern`).
"""

import re

__all__ = [
    "CLOCK",
    "DAY_NUMBER",
    "DAY_PARTS",
    "DAY_WORD",
    "MONTH",
    "MONTHS",
    "NUMBER",
    "ORDINAL",
    "SEASON",
    "SEASONS",
    "TWO_DIGITS",
    "UNIT",
    "UNITS",
    "WEEKDAY",
    "WEEKDAYS",
    "YEAR",
    "YEAR_WORDS",
    "any_of",
    "clock_value",
    "month_number",
    "number_of",
    "ordinal_of",
    "pattern",
    "weekday_number",
    "word_set",
    "year_of",
]

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
DAY_PARTS = {
    "morning": "TMO",
    "midmorning": "TMO",
    "mid-morning": "TMO",
    "afternoon": "TAF",
    "midafternoon": "TAF",
    "mid-afternoon": "TAF",
    "evening": "TEV",
    "night": "TNI",
    "overnight": "TNI",
}
UNITS = {
    "second": "S",
    "minute": "M",
    "hour": "H",
    "day": "D",
    "night": "D",
    "week": "W",
    "fortnight": "2W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "E",
    "century": "C",
    "centurie": "C",
}

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINAL_ONES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_ORDINAL_TEENS = [
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_CARDINALS = {word: n for n, word in enumerate([*_ONES, *_TEENS], start=1)}
_CARDINALS |= {word: 10 * n for n, word in enumerate(_TENS, start=2)}
_ORDINALS = {word: n for n, word in enumerate([*_ORDINAL_ONES, *_ORDINAL_TEENS], start=1)}
_ORDINALS |= {"twentieth": 20, "thirtieth": 30, "final": 4}

_ONE = "(?:" + "|".join(_ONES) + ")"
_TEEN = "(?:" + "|".join(_TEENS) + ")"
_TEN = "(?:" + "|".join(_TENS) + ")"
TWO_DIGITS = rf"(?:{_TEN}(?:[ -]{_ONE})?|{_TEEN})"
NUMBER = (
    rf"(?:\d{{1,4}}(?:\.5| 1/2)?|half a dozen|half an?|a dozen|a couple(?: of)?|couple(?: of)?|a few|few|several"
    rf"|{TWO_DIGITS}|{_ONE}|an?)"
)
ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|(?:twenty|thirty)-(?:{'|'.join(_ORDINAL_ONES)})|{'|'.join(_ORDINALS)})"
UNIT = (
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|quarters?|years?|decades?|century|centuries)"
)
SEASON = r"(?:spring|summer|fall|autumn|winter)"

_MONTH_SHORT = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
_NAMES = [name.title() for name in MONTHS] + [name.upper() for name in MONTHS]
MONTH = rf"(?:{'|'.join(_NAMES)}|{_MONTH_SHORT}|JAN\.|FEB\.|AUG\.|SEPT\.|OCT\.|NOV\.|DEC\.)"
_WEEKDAY_SHORT = r"(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)(?:\.|(?=,? [A-Z][a-z]{2,8}\.? \d))"
WEEKDAY = rf"(?:(?i:{'|'.join(WEEKDAYS)})|{_WEEKDAY_SHORT})"

YEAR = r"(?:1[0-9]|2[01])\d\d(?![\d]|,\d|\.\d)"
YEAR_WORDS = (
    rf"(?i:(?:eighteen|nineteen)(?: hundred|[ -](?:oh|o)[ -]{_ONE}|[ -]{TWO_DIGITS})"
    rf"|twenty[ -](?:{_TEEN}|(?:twenty|thirty)(?:[ -]{_ONE})?)|two thousand(?: (?:and )?(?:{_TEEN}|{_ONE}))?)"
)
DAY_NUMBER = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d)"
DAY_WORD = (
    rf"(?:(?:twenty|thirty)-(?:{'|'.join(_ORDINAL_ONES)})|{'|'.join(_ORDINAL_ONES + _ORDINAL_TEENS)}"
    r"|twentieth|thirtieth)"
)

_ZONE = (
    r"(?:[ECMP][SD]?T|GMT|UTC|BST|CET|CEST|EET|MSK|IST|JST|AEST|[Ee]astern|[Cc]entral|[Pp]acific|[Ll]ocal|[Mm]oscow)"
)
_ZONE = rf"(?:,? \(?{_ZONE}\b(?: (?:standard |daylight )?time\b)?\)?)"
_HALF_DAY = r"(?:[ap]\.m\.|[ap]m\b|[AP]\.M\.|[AP]M\b)"
CLOCK = (
    rf"(?:(?:\d{{1,2}}(?:[:.][0-5]\d){{0,2}} ?{_HALF_DAY}|\d{{1,2}}:[0-5]\d(?![\d:])"
    rf"|(?i:noon|midnight|\d{{1,2}} o['’]clock)\b){_ZONE}?|(?:[01]\d|2[0-3])[0-5]\d (?:GMT|UTC)\b)"
)
_CLOCK_PARTS = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?:[:.]\d\d)?\s*([ap])?", re.IGNORECASE)
_CLOCK_FIGURES = re.compile(r"(\d\d)(\d\d)()")
_SPACE = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"


def pattern(source: str, *, prefix: str = r"(?<![\w$#£€])", suffix: str = r"(?!\w)") -> re.Pattern[str]:
    """Compile `source`, in which a space stands for white space that doesn't cross an empty line."""
    source = source.replace("[ -]", "(?: |-)").replace(" ", _SPACE)
    return re.compile(prefix + "(?:" + source + ")" + suffix)


def any_of(words: str) -> str:
    """A regular expression for any of the comma-separated words or groups of words, in either case."""
    return "(?i:" + "|".join(part.strip() for part in words.split(",")) + ")"


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written as one string."""
    return frozenset(words.split())


def month_number(word: str) -> int:
    """The month, from 1, that a name or abbreviation stands for."""
    start = word[:3].lower()
    return next(n for n, name in enumerate(MONTHS, start=1) if name.startswith(start))


def weekday_number(word: str) -> int:
    """The weekday, Monday 0, that a name or abbreviation stands for."""
    start = word[:3].lower()
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(start))


def number_of(words: str) -> float | None:
    """The number that `words` stand for, or None for a vague one ("several", "a few")."""
    words = " ".join(words.lower().replace("-", " ").split())
    if words in {"a few", "few", "several"}:
        return None
    fixed: dict[str, float] = {
        "half a": 0.5,
        "half an": 0.5,
        "a": 1,
        "an": 1,
        "a couple": 2,
        "couple": 2,
        "a couple of": 2,
        "couple of": 2,
    }
    fixed |= {"a dozen": 12, "half a dozen": 6}
    if words in fixed:
        return fixed[words]
    if words[0].isdigit():
        return float(words.replace(" 1/2", ".5"))
    return sum(_CARDINALS[word] for word in words.split())


def ordinal_of(word: str) -> int:
    """The number that an ordinal stands for: "third" 3, "21st" 21; "final" is the fourth, as of quarters."""
    word = word.lower()
    if word[0].isdigit():
        return int(re.sub(r"\D", "", word))
    tens, _, ones = word.rpartition("-")
    return (_CARDINALS[tens] if tens else 0) + _ORDINALS[ones]


def year_of(words: str) -> int:
    """The year that figures or words stand for: "1996", "nineteen ninety-six", "two thousand"."""
    words = " ".join(re.sub("[-\n]", " ", words.lower()).split())
    if words.isdigit():
        return int(words)
    if words.startswith("two thousand"):
        rest = words.removeprefix("two thousand").removeprefix(" and").strip()
        return 2000 + (_CARDINALS[rest] if rest else 0)
    century, _, rest = words.partition(" ")
    if rest == "hundred":
        return 100 * _CARDINALS[century]
    parts = [part for part in rest.split() if part not in {"oh", "o"}]
    return 100 * _CARDINALS[century] + sum(_CARDINALS[part] for part in parts)


def clock_value(words: str) -> str | None:
    """The TimeML time of day for a clock time: "7:15 p.m." is T19:15, "noon" T12:00; None if there is no such time."""
    lower = words.lower()
    if "noon" in lower and "after" not in lower:
        return "T12:00"
    if "midnight" in lower:
        return "T24:00"
    found = (_CLOCK_FIGURES if lower[:4].isdigit() else _CLOCK_PARTS).match(lower)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] and "o'clock" not in lower and "o’clock" not in lower:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "p" else 0)
    return f"T{hour:02d}:{minute:02d}" if hour < 24 else None
