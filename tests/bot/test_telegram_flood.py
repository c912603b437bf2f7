"""Telegram's flood limits, and the questions that a user may ask."""

from itertools import pairwise

from bot.telegram.flood import FloodLimits, Pace
from bot.telegram.quota import Quota


class Clock:
    """A clock that stands until it is moved."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def turns(limits: FloodLimits, clock: Clock, chat: int, count: int) -> list[float]:
    """When the next messages to a chat go out, each asked for once the one before is out."""
    out = []
    for _ in range(count):
        clock.now += max(0.0, limits.chat_turn(chat))
        out.append(clock.now)
    return out


def test_a_chat_gets_three_messages_at_once_and_then_one_a_second():
    clock = Clock()
    assert turns(FloodLimits(clock=clock), clock, 7, 5) == [100.0, 100.0, 100.0, 101.0, 102.0]


def test_a_rest_brings_the_burst_back():
    clock = Clock()
    limits = FloodLimits(clock=clock)
    turns(limits, clock, 7, 3)
    clock.now += 3
    assert turns(limits, clock, 7, 3) == [103.0, 103.0, 103.0]


def test_a_group_gets_no_more_than_twenty_in_any_minute_once_the_burst_is_spent():
    clock = Clock()
    out = turns(FloodLimits(clock=clock), clock, -7, 63)[2:]
    assert all(later - earlier >= 2.999 for earlier, later in pairwise(out))
    assert max(sum(1 for other in out if at <= other < at + 59.9) for at in out) == 20


def test_chats_do_not_wait_for_each_other():
    clock = Clock()
    limits = FloodLimits(clock=clock)
    turns(limits, clock, 7, 10)
    assert limits.chat_turn(8) <= 0


def test_all_chats_together_keep_the_overall_pace():
    clock = Clock()
    limits = FloodLimits(overall=Pace(28, 20), clock=clock)
    waits = [limits.overall_turn() for _ in range(300)]
    assert waits[19] < 1e-6 < waits[20]
    assert round(waits[299], 3) == 10.0  # (300 - 20) / 28


def test_a_chat_on_hold_waits_as_long_as_it_was_told_and_gets_no_burst_then():
    clock = Clock()
    limits = FloodLimits(clock=clock)
    limits.hold(7, 30)
    assert limits.chat_turn(8) <= 0
    assert turns(limits, clock, 7, 3) == [130.0, 131.0, 132.0]


def test_a_user_over_the_limit_is_told_once_and_may_go_on_after_a_while():
    clock = Clock()
    quota = Quota(2, clock=clock)
    assert [quota.take(1), quota.take(1)] == [0.0, 0.0]
    clock.now += 10
    assert quota.take(1) == 50.0
    assert [quota.tell(1), quota.tell(1)] == [True, False]
    assert quota.take(2) == 0.0
    clock.now += 50
    assert quota.take(1) == 0.0
    quota.take(1)
    assert quota.take(1) > 0
    assert quota.tell(1)
