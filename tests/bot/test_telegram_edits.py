"""An edited question: its answer is edited."""

from dataclasses import replace

from tests.bot.telegram_bot import running_bot
from tests.bot.telegram_story import SmallAsker, read_story


async def test_an_edited_question_has_its_answer_edited():
    asker = SmallAsker()
    async with running_bot(asker) as server:
        question = await server.say("What did Okoro say?")
        await server.reply()
        await server.edit(question, "What did Berg say?")
        await server.until(lambda: server.replies()[0]["text"].startswith("Anna Berg"))
        await server.say("And when did she?")
        assert (await server.reply(2))["text"].startswith("Anna Berg")
    assert [turns for _, turns in asker.asked] == [0, 0, 1]  # the unedited question is no part of the conversation


async def test_an_edit_that_changes_no_word_changes_nothing():
    asker = SmallAsker()
    async with running_bot(asker) as server:
        question = await server.say("What did Okoro say?")
        await server.reply()
        await server.edit(question, "What did Okoro say?")
        await server.edit(question, "🙂")
        await server.say("What did Berg say?")
        await server.reply(2)
    assert len(asker.asked) == 2


async def test_a_command_that_is_edited_or_edited_into_is_no_question():
    asker = SmallAsker()
    async with running_bot(asker) as server:
        command = await server.say("/start q_What_did_Okoro_say")
        question = await server.say("What did Berg say?")
        await server.reply(2)
        await server.edit(command, "/start q_What_did_Berg_say")
        await server.edit(question, "/who")
        await server.say("What did Okoro say?")
        await server.reply(3)
    assert len(asker.asked) == 3


async def test_an_edit_of_something_that_was_never_answered_is_no_question():
    async with running_bot() as server:
        message = await server.say("@friend hello", chat=-5, user=1, kind="supergroup")
        await server.edit(message, "@record_test_bot what did Okoro say?")
        await server.say("What did Okoro say?", chat=7)
        await server.reply(chat=7)
    assert server.replies(-5) == []


async def test_longer_and_shorter_answers_take_the_messages_that_they_need():
    long = tuple(f"Berg said {n}: " + "on and on " * 150 for n in range(6))
    reading = read_story((*long, "“No,” said Okoro."))
    berg, okoro = reading.statements[:2]
    said = [replace(berg, parts=(s.span,)) for s in reading.story.sentences[:6]]
    reading = replace(reading, statements=(*said, replace(okoro, speaker=1, parts=(reading.story.sentences[6].span,))))
    async with running_bot(SmallAsker(reading)) as server:
        question = await server.say("What did Okoro say?")
        await server.reply()
        await server.edit(question, "What did Berg say?")
        await server.reply(3)
        assert [reply["text"].count("on and on") for reply in server.replies()] == [300, 300, 300]
        await server.edit(question, "What did Okoro say?")
        await server.until(lambda: len(server.replies()) == 1)
        assert server.replies()[0]["text"].startswith("Tom Okoro")


async def test_an_answer_that_was_deleted_is_given_anew():
    async with running_bot() as server:
        question = await server.say("What did Okoro say?")
        answer = await server.reply()
        del server.chats[7].messages[answer["message_id"]]
        await server.edit(question, "What did Berg say?")
        assert (await server.reply())["text"].startswith("Anna Berg")
        server.violations.clear()  # an edit of a message that is gone is what this is about
