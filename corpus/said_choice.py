"""Weighs the evidence for the day of a statement that its own clause doesn't date.

The weights are those of a logistic regression over `corpus.said_evidence`, made by `corpus.train_said_on`.
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from corpus.said_evidence import Evidence
from corpus.statement import When, WhenHow

__all__ = ["WEIGHTS", "weigh"]

WEIGHTS = "said_on.json"
_KEEP = 0.4  # likelihood below which a day that the rules carry is given up
_TAKE = 0.55  # likelihood from which a date is taken where the rules have none


def weigh(
    evidence: Evidence, place: int, carried: When | None, weights: Mapping[str, float] | None = None
) -> When | None:
    """The day of the statement at `place`, given what the rules carry to it, or None where too little speaks for one.

    `weights` are those of the pieces of evidence, by default the shipped ones; that of the empty name always counts.
    """
    used = _weights() if weights is None else weights
    likely = {number: _likelihood(evidence.of(place, number), used) for number in evidence.candidates(place)}
    for_carried = [
        likelihood for number, likelihood in likely.items() if carried and _day(evidence, number) == carried.value
    ]
    if carried is not None and max(for_carried, default=1.0) >= _KEEP:
        return carried
    best = max(likely, key=likely.__getitem__, default=None)
    if best is None or likely[best] < _TAKE:
        return None
    mention = evidence.mention(best)
    how = mention.how if evidence.same_sentence(place, best) else WhenHow.CARRIED
    return When(_day(evidence, best), mention.span, how)


def _day(evidence: Evidence, number: int) -> str:
    return evidence.mention(number).value.partition("T")[0]


def _likelihood(pieces: set[str], weights: Mapping[str, float]) -> float:
    return 1 / (1 + math.exp(-weights[""] - math.fsum(weights.get(piece, 0.0) for piece in pieces)))


@cache
def _weights() -> dict[str, float]:
    loaded: dict[str, float] = json.loads((files("corpus.weights") / WEIGHTS).read_text(encoding="utf-8"))
    return loaded
