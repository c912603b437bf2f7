"""Which stories are kept aside for choosing."""

import random
from collections.abc import Iterable

__all__ = ["held_out"]

ASIDE = 30


def held_out(stories: Iterable[str]) -> frozenset[str]:
    """Thirty of the training stories, the same ones every time."""
    return frozenset(random.Random(5).sample(sorted(set(stories)), ASIDE))
