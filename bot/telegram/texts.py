"""Everything that the Telegram channel says in its own words, in English. A translation replaces this file.

What stands in braces is filled in by the channel, and escaped there. The texts are HTML where they have tags.
"""

__all__ = [
    "COMMANDS",
    "EXAMPLES",
    "FAILED",
    "HELP",
    "NEAREST",
    "NOBODY_QUOTED",
    "NOTHING_SAID",
    "NO_DAY",
    "ODD",
    "SET_ASIDE",
    "START",
    "TOO_MANY",
    "UNKNOWN_COMMAND",
    "UNKNOWN_SPEAKER",
    "WHO_HEADING",
    "paragraph",
    "statements",
]

START = (
    "I answer questions about one news story, in the story's own words: who said what, and when.\n\n"
    "The story: <b>{title}</b>{published}\n\n"
    "Ask me anything about it, for instance:\n{examples}"
)
EXAMPLES = ("What did {name} say?", "When did {name} say that?", "Who is quoted?")
HELP = (
    "Send me a question about <b>{title}</b>, in plain words. I answer with passages of the story, "
    "word for word, and say so if the story has no answer. You can go on asking: “When did he say that?”\n\n"
    "/who – the people and organisations quoted\n"
    "/timeline – what was said, day by day\n"
    "/help – this message"
)
COMMANDS = {
    "start": "What this is, and what to ask",
    "help": "How to ask",
    "who": "The people and organisations quoted",
    "timeline": "What was said, day by day",
}
WHO_HEADING = "<b>Quoted in the story</b>"
NOBODY_QUOTED = "The story quotes nobody."
NOTHING_SAID = "The story has no statements."
NO_DAY = "No day given"
UNKNOWN_SPEAKER = "Speaker not named"
NEAREST = "<i>The nearest passages, which are not an answer:</i>"
ODD = "I can only read questions in words. Ask me, for instance: “{example}”"
UNKNOWN_COMMAND = "I don't know this command. /help says what I can do."
FAILED = "Something went wrong on my side, and I could not answer. Please ask again."
SET_ASIDE = "I could not deal with this message, and have put it aside. Please ask in other words."
TOO_MANY = "That is more than {limit} questions in a minute. I'll read on in {seconds} seconds."


def paragraph(number: int) -> str:
    """Where a passage stands, counted from 1."""
    return f"paragraph {number}"


def statements(count: int) -> str:
    """How many statements somebody has."""
    return f"{count} statement" if count == 1 else f"{count} statements"
