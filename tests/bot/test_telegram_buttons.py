"""The buttons under the bot's messages, over real HTTP."""

from dataclasses import replace

from bot.answer import Answer
from bot.conversation import Conversation
from corpus.statement import Reading
from tests.bot.telegram_bot import running_bot
from tests.bot.telegram_server import BotServer, Fault, Json, buttons_of
from tests.bot.telegram_story import PARAGRAPHS, SmallAsker, read_story

OUTDATED = "This message is too old for its buttons. Please ask again."


def labels(message: Json) -> list[str]:
    """The labels of a message's buttons."""
    return [button["text"] for button in buttons_of(message)]


async def test_an_answer_has_the_buttons_that_apply_to_it():
    async with running_bot() as server:
        await server.say("What did Berg say?")
        await server.say("What did Okoro say?")
        await server.say("Who pays?")
        berg, okoro, nothing = [await server.reply(n) for n in (1, 2, 3)]
    assert labels(berg) == ["[1] in context", "[2] in context", "When?", "Who is that?", "👍", "👎"]
    assert labels(okoro) == ["In context", "Who is that?", "👍", "👎"]
    assert labels(nothing) == ["In context", "👍", "👎"]


async def test_opinions_are_not_asked_for_where_the_operator_wants_none():
    async with running_bot(feedback=False) as server:
        await server.say("What did Okoro say?")
        assert labels(await server.reply()) == ["In context", "Who is that?"]


async def test_in_context_shows_the_paragraphs_around_with_the_cited_words_bold_and_back_restores_the_answer():
    async with running_bot() as server:
        await server.say("What did Berg say?")
        answer = dict(await server.reply())
        await server.notice(await server.tap(answer, "[2] in context"))
        context = dict(server.replies()[0])
        await server.notice(await server.tap(context, "‹ Back"))
        back = server.replies()[0]
    assert context["text"] == "In context\n\n" + "\n\n".join(PARAGRAPHS[:3])
    (bold,) = (e for e in context["entities"] if e["type"] == "bold")
    shown = context["text"].encode("utf-16-le")[2 * bold["offset"] : 2 * (bold["offset"] + bold["length"])]
    assert shown.decode("utf-16-le") == PARAGRAPHS[1]
    assert [back[name] for name in ("text", "entities", "reply_markup")] == [
        answer[name] for name in ("text", "entities", "reply_markup")
    ]


async def test_context_that_no_message_holds_is_cut_down_to_the_paragraph_or_the_passage():
    long = tuple(f"Paragraph {n}, says Berg. " + "on and on " * times for n, times in enumerate((300, 10, 600)))
    async with running_bot(SmallAsker(_all_by_berg(long))) as server:
        await server.say("What did Berg say?")
        await server.until(lambda: any(buttons_of(m) for m in server.replies()))
        last = server.replies()[-1]
        for number in (1, 2, 3):
            await server.notice(await server.tap(last, f"[{number}] in context"))
            assert server.replies()[-1]["text"].startswith("In context")
            await server.notice(await server.tap(last, "‹ Back"))


def _all_by_berg(paragraphs: tuple[str, ...]) -> Reading:
    reading = read_story(paragraphs)
    said = tuple(replace(reading.statements[0], parts=(s.span,)) for s in reading.story.sentences)
    return replace(reading, statements=said)


async def test_when_says_the_day_as_a_reply_to_the_answer():
    async with running_bot() as server:
        await server.say("What did Berg say?")
        answer = await server.reply()
        tap = await server.tap(answer, "When?")
        day = await server.reply(2)
        assert await server.notice(tap) is None
    assert day["text"].startswith("Anna Berg said this on Monday, 11 March 2024.\n\n[1] Anna Berg")
    assert day["reply_to_message"]["message_id"] == answer["message_id"]


async def test_who_is_that_gives_the_storys_description():
    async with running_bot() as server:
        await server.say("What did Okoro say?")
        await server.tap(await server.reply(), "Who is that?")
        assert (await server.reply(2))["text"].startswith("Tom Okoro (who sells fish): 1 statement in the story.")


async def test_more_from_goes_on_until_there_is_no_more():
    paragraphs = tuple(f"Berg said {n} things." for n in range(10))
    async with running_bot(_FirstOnly(_all_by_berg(paragraphs))) as server:
        await server.say("What did Berg say?")
        for number in range(1, 4):
            await server.tap(await server.reply(number), "More from Anna Berg")
        last = await server.reply(4)
    assert [f"{n} things" in last["text"] for n in (6, 7, 8, 9)] == [False, True, True, True]
    assert "More from Anna Berg" not in labels(last)


class _FirstOnly(SmallAsker):
    """Cites one passage in each answer."""

    def ask(self, question: str, conversation: Conversation) -> Answer:
        answer = super().ask(question, conversation)
        return replace(answer, citations=answer.citations[:1])


async def test_a_question_goes_on_from_what_a_button_showed():
    async with running_bot() as server:
        await server.say("What did Okoro say?")
        await server.tap(await server.reply(), "Who is that?")
        await server.reply(2)
        await server.say("Who said so, and when did he?")
        assert not (await server.reply(3))["text"].startswith("Anna Berg")


async def test_buttons_work_after_a_restart(tmp_path):
    async with running_bot(home=tmp_path) as server:
        await server.say("What did Okoro say?")
        answer = await server.reply()
    again = server.successor()
    async with running_bot(server=again, home=tmp_path):
        assert await again.notice(await again.tap(answer, "In context")) is None
        assert again.replies()[0]["text"].startswith("In context")


async def test_buttons_of_another_text_of_the_story_answer_with_a_plain_notice(tmp_path):
    async with running_bot(home=tmp_path) as server:
        await server.say("/start")
        await server.say("/who")
        await server.say("What did Okoro say?")
        start, who, answer = [await server.reply(n) for n in (1, 2, 3)]
    again = server.successor()
    changed = SmallAsker(read_story((*PARAGRAPHS[:3], "Another end.")))
    async with running_bot(changed, server=again, home=tmp_path):
        for message, label in ((start, "Who is quoted?"), (who, "Tom Okoro"), (answer, "In context"), (answer, "👍")):
            assert await again.notice(await again.tap(message, label)) == OUTDATED


async def test_a_double_tap_gets_one_reply_and_both_taps_are_answered():
    async with running_bot() as server:
        await server.say("What did Okoro say?")
        answer = await server.reply()
        taps = [await server.tap(answer, "Who is that?") for _ in range(3)]
        assert [await server.notice(tap) for tap in taps] == [None, None, None]
        await server.tap(answer, "Who is that?", user=8)
        await server.reply(3)
        await server.say("/help")
        await server.reply(4)
    assert len(server.replies()) == 4


async def test_a_tap_on_a_message_that_is_gone_or_too_old_gets_a_notice():
    async with running_bot() as server:
        await server.say("What did Okoro say?")
        answer = await server.reply()
        old = {**answer, "date": 0}
        del server.chats[7].messages[answer["message_id"]]
        assert await server.notice(await server.tap(answer, "In context")) == OUTDATED
        assert await server.notice(await server.tap(old, "In context")) == OUTDATED
        server.violations.clear()  # an edit of a message that is gone is what this is about


async def test_a_tap_is_answered_within_seconds_also_where_the_reply_has_to_wait():
    server = BotServer()
    async with running_bot(server=server):
        await server.say("What did Okoro say?")
        answer = await server.reply()
        server.fail("sendMessage", Fault(code=429, retry_after=4))
        tap = await server.tap(answer, "Who is that?")
        assert await server.notice(tap) is None
        assert len(server.replies()) == 1
        await server.reply(2)


async def test_back_restores_the_question_over_an_answer_too():
    async with running_bot() as server:
        await server.say("/start q_What_did_Okoro_say")
        answer = dict(await server.reply())
        await server.notice(await server.tap(answer, "In context"))
        await server.notice(await server.tap(answer, "", data="back"))
        back = server.replies()[0]
    assert answer["text"].startswith("What did Okoro say\n\n")
    assert [back[name] for name in ("text", "entities", "reply_markup")] == [
        answer[name] for name in ("text", "entities", "reply_markup")
    ]


async def test_data_that_no_button_of_ours_has_gets_a_notice_too():
    broken = ["", "context", "context:x", "context:99", "overview:a:b", "example:x:0", "said", "dance", "x" * 64]
    async with running_bot() as server:
        await server.say("What did Okoro say?")
        answer = await server.reply()
        for data in broken:
            assert await server.notice(await server.tap(answer, "", data=data)) == OUTDATED


async def test_a_tap_on_a_name_lists_what_they_say():
    async with running_bot() as server:
        await server.say("/who")
        await server.tap(await server.reply(), "Anna Berg")
        said = await server.reply(2)
    assert said["text"] == (
        f"Anna Berg (Mayor)\n\nMonday, 11 March 2024\n{PARAGRAPHS[0]}\n\nMonday, 11 March 2024\n{PARAGRAPHS[1]}"
    )


async def test_long_overviews_have_pages_to_turn():
    paragraphs = tuple(f"Berg said {n}: " + "on and on " * 60 for n in range(20))
    async with running_bot(SmallAsker(_all_by_berg(paragraphs))) as server:
        await server.say("/timeline")
        await server.reply()
        seen = [server.replies()[0]["text"]]
        while "Next ›" in labels(server.replies()[0]):
            await server.notice(await server.tap(server.replies()[0], "Next ›"))
            seen.append(server.replies()[0]["text"])
        await server.notice(await server.tap(server.replies()[0], "‹ Before"))
        assert server.replies()[0]["text"] == seen[-2]
    assert len(seen) > 2
    assert all(any(f"Berg said {n}:" in text for text in seen) for n in range(20))
    assert len(server.replies()) == 1
