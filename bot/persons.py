"""Whether two names, of different stories, may be one person's."""

import re

from index.archive.entry import last_name

__all__ = ["same_person"]

_TITLES = frozenset(
    """
    mr mrs ms dr sir lord lady dame president minister prime senator sen rep representative gov governor gen general
    chancellor king queen prince princess pope judge justice professor prof the jr sr ii iii
    """.split()
)


def same_person(name: str, other: str) -> bool:
    """Whether two names agree: the same surname, and first names that do not contradict each other.

    >>> same_person("Putin", "President Vladimir Putin"), same_person("Vladimir V. Putin", "V. Putin")
    (True, True)
    >>> same_person("Bill Clinton", "Hillary Clinton"), same_person("Clinton", "Clinton Foundation")
    (False, False)
    """
    if not last_name(name) or last_name(name) != last_name(other):
        return False
    fewer, more = sorted((_given(name), _given(other)), key=len)
    return all(any(_agree(one, another) for another in more) for one in fewer)


def _given(name: str) -> list[str]:
    words = [word for word in re.findall(r"[\w'’-]+", name.casefold()) if word not in _TITLES]
    return words[:-1]


def _agree(one: str, another: str) -> bool:
    return one == another or (min(len(one), len(another)) == 1 and one[0] == another[0])
