"""Whether two names, of different stories, may be one person's."""

import re

from index.archive.entry import last_name

__all__ = ["same_person"]

_TITLES = frozenset(
    """
    mr mrs ms dr sir lord lady dame president minister prime senator sen rep representative gov governor gen general
    chancellor king queen prince princess pope judge justice professor prof the
    """.split()
)
_GENERATION = re.compile(r",?\s+(jr|sr|ii|iii|iv)\b\.?$", re.IGNORECASE)


def same_person(name: str, other: str) -> bool:
    """Whether two names agree: the same surname, and first names that do not contradict each other.

    >>> same_person("Putin", "President Vladimir Putin"), same_person("Vladimir V. Putin", "V. Putin")
    (True, True)
    >>> same_person("Bill Clinton", "Hillary Clinton"), same_person("Clinton", "Clinton Foundation")
    (False, False)
    >>> same_person("Stephen King", "Larry King"), same_person("Donald Trump", "Donald Trump Jr.")
    (False, False)
    """
    if not last_name(name) or last_name(name) != last_name(other):
        return False
    if _given(name) and _given(other) and _generation(name) != _generation(other):
        return False
    fewer, more = sorted((_given(name), _given(other)), key=len)
    return all(any(_agree(one, another) for another in more) for one in fewer)


def _given(name: str) -> list[str]:
    words = re.findall(r"[\w'’-]+", _GENERATION.sub("", name).casefold())[:-1]
    return [word for word in words if word not in _TITLES]


def _generation(name: str) -> str:
    found = _GENERATION.search(name)
    return found[1].casefold() if found else ""


def _agree(one: str, another: str) -> bool:
    return one == another or (min(len(one), len(another)) == 1 and one[0] == another[0])
