"""Everything that the Telegram channel says in its own words, in English. A translation replaces this file.

What stands in braces is filled in by the channel, and escaped there. Texts with tags are HTML; labels of buttons,
notices and whatever goes into the text of an answer are not.
"""

# /start, /help, /about, /privacy
START = (
    "I answer questions about a news story, in the story's own words: who said what, and when.\n\n"
    "The story: <b>{title}</b>{published}\n\n"
    "Ask me anything about it, or start with one of these:"
)
START_ALL = (
    "I answer questions about news stories, in the stories' own words: who said what, and when.\n\n"
    "I search all my stories, and every answer names its own. /stories lists them, to choose one.\n\n"
    "Ask me anything, or start with one of these, about <b>{title}</b>{published}:"
)
EXAMPLES = ("What did {name} say?", "Who is {other}?", "Who is quoted?")
HELP = (
    "Send me a question about {title}, in plain words. I answer with passages of the story, "
    "word for word, and say so if the story has no answer. You can go on asking: “When did he say that?” "
    "If you edit your question, I edit my answer. In a group, mention me or reply to me.\n\n"
    "{own}"
    "/who – the people and organisations quoted\n"
    "/timeline – what was said, day by day\n"
    "/stories – choose among several stories\n"
    "/about – the story, and how answers are made\n"
    "/privacy – what is kept, and a button to delete it\n"
    "{own_commands}"
    "/help – this message"
)
HELP_OWN = (
    "Do you have a story of your own? To our private chat, forward it, paste its text or send it as a file "
    "(text, PDF, Word, a page, a mail){link}, and ask about that. Only that chat can.\n\n"
)
HELP_OWN_COMMANDS = "/date – the day of the story that you sent, if I did not find it: /date 2024-05-01\n"
HELP_OWN_LINK = " or a link"
ALL_ASKED = "any of my stories"
STORIES = "I answer about <b>{title}</b>. Choose another story:"
CHOSEN = "✓ "
CHOSE = "The story is now: <b>{title}</b>{published}\n\nAsk me anything about it, for instance:"
ALL_STORIES = "All stories"
SEARCHING_ALL = "I search <b>all stories</b>. Choose one, if you want to ask about that alone:"
CHOSE_ALL = (
    "I search all my stories now, and every answer names its own.\n\n"
    "Ask me anything, for instance about <b>{title}</b>{published}:"
)
BY_STORY = "That goes by story. Choose one, or ask a question first:"
STORY_GONE = "This story is not to be had any more. /stories lists those that are."
ABOUT = "<b>{title}</b>{published}\n{source}It has {statements} by {speakers} people and organisations.\n\n{how}"
ABOUT_ALL = (
    "I search all my stories. Every answer says which story it is from, who published that, and when. "
    "/stories lists them.\n\n{how}"
)
HOW = (
    "How answers are made: your question is compared with the passages of the story, and the best one answers it, "
    "with whoever speaks in it and the day they spoke as the story gives them. What stands in quotation marks or in "
    "a block is the story's text, letter for letter. Nothing is written by a language model. If no passage fits, I say "
    "so, and show the nearest ones as what they are."
)
ABOUT_SOURCE = "Source: {source}\n"
PRIVACY = (
    "<b>What is kept</b>\n"
    "• Your last questions with their answers, so that you can go on asking: until half an hour after the last one.\n"
    "• Which story you have chosen.\n"
    "• A story that you send me, with what I have read out of it: for {days}, or until you delete it in /stories. "
    "Only the chat that it was sent to can ask about it.\n"
    "• Which passages I have shown under which message, so that buttons work: for a week.\n"
    "• A message that made me crash, so that it can be mended: for a week.\n"
    "• If you tap 👍 or 👎: the question and the answer, without who you are, until the operator deletes them.\n"
    "Nothing else, and no log holds what you write. Telegram keeps your messages by its own rules."
)
FORGOTTEN = "Deleted. I know nothing of our conversation any more."
COMMANDS = {
    "start": "What this is, and what to ask",
    "help": "How to ask",
    "who": "The people and organisations quoted",
    "timeline": "What was said, day by day",
    "stories": "Choose among several stories",
    "about": "The story, and how answers are made",
    "privacy": "What is kept, and how to delete it",
}
OWN_COMMANDS = {"date": "The day of the story that you sent: /date 2024-05-01"}
GROUP_COMMANDS = ("help", "who", "timeline", "stories", "about")

# Stories that readers bring
OWN_READING = "Reading it …"
OWN_READY = (
    "<b>Ask me about it</b>\n\n"
    "<b>{title}</b>{published}\n"
    "{found}\n\n"
    "{more}"
    "Only this chat can ask about it. It is deleted on {last_day}, or at once with the button."
)
OWN_UNDATED = " (no date; if you know it, tell me with /date 2024-05-01)"
OWN_DATE_HOW = "Send me the day on which the story was published, for instance: /date 2024-05-01"
OWN_DATE_OF_OTHERS = "You can tell me the date of a story of your own only. /stories lists them, with a 🔒."
OWN_DATE_REFUSED = "I did not take this day: {reason}. Your story is still here, as it was."
OWN_FOUND = "It has {statements} by {speakers} people and organisations."
OWN_REFUSED = "I cannot read this: {reason}."
OWN_MORE = "More came with it: {count}. I read them now, and /stories lists each that I am done with."
OWN_LEFT_OUT = "Left out, because there is no room for more: {count}."
OWN_ENTRY_REFUSED = "I cannot read “{title}”, which you sent with others: {reason}."
OWN_CRASHED = "I have tried several times, and something in it stopped me each time"
OWN_FAILED = "something went wrong on my side; please send it again"
OWN_UNREACHABLE = "Telegram did not hand it out; please send it again"
OWN_STILL_READING = "I am still reading what you sent. Please ask again once I have said that I am done."
OWN_TOO_LARGE = "This file is too large for me: {megabytes} MB are the limit."
OWN_TEXT_CUT = "This text is too long for a message. I read its first {kilobytes} kB; send me all of it as a file."
OWN_TOO_MANY = "You have {limit} stories here, which is the limit. Delete one with /stories, then send it again."
OWN_BUSY = "I am still reading what you sent before. Please send this again once I am done with that."
OWN_FULL = "Too many people have sent me something to read just now. Please send it again in some minutes."
OWN_NO_LINKS = "I do not open links here. Send me the text itself, or a file, and I read that."
OWN_DELETED = "Deleted."
OWN_LABEL = "🔒 {title}"
OWN_DELETE_BUTTON = "Delete this story now"
OWN_DELETE_SHORT = "Delete"

# Overviews
WHO_HEADING = "<b>Quoted in {title}</b>"
NOBODY_QUOTED = "The story quotes nobody."
NOTHING_SAID = "The story has no statements."
NO_DAY = "No day given"
UNKNOWN_SPEAKER = "Speaker not named"

# Answers
WORKING = "Looking it up in the story …"
NEAREST = "<i>The nearest passages, which are not an answer:</i>"
IN_CONTEXT = "<i>In context</i>"
SAID_WHEN = "{name} said this {day}."
WHO_IS = "{who}: {statements} in the story."
MORE_FROM = "More from {name}:"

# What a button asks, as a turn of the conversation: questions that the answerer understands
ASKED_WHEN = "When did {name} say that?"
ASKED_WHO = "Who is {name}?"
ASKED_MORE = "What else did {name} say?"

# The timeline as a picture
AND_MORE = "and {count} more"
CHART = "What was said, day by day: {title}"

# Buttons
CHART_BUTTON = "As a picture"
CONTEXT_BUTTON = "In context"
CONTEXT_N_BUTTON = "[{number}] in context"
BACK_BUTTON = "‹ Back"
WHEN_BUTTON = "When?"
WHO_BUTTON = "Who is that?"
MORE_BUTTON = "More from {name}"
GOOD_BUTTON = "👍"
BAD_BUTTON = "👎"
EARLIER_BUTTON = "‹ Before"
LATER_BUTTON = "Next ›"
FORGET_BUTTON = "Delete it now"

# Notices: shown for a moment over the chat, as plain text of up to 200 characters
OUTDATED = "This message is too old for its buttons. Please ask again."
NO_MORE = "The story has nothing more from them."
THANKS = "Thank you!"

# Inline mode
INLINE_ASK = "Ask about the story, for instance: {example}"
INLINE_TOO_MANY = "That was fast. Type on in a minute"
INLINE_NOTHING = "The story does not say. Ask me in private"

# What went wrong
ODD = "I can only read questions in words. Ask me, for instance: “{example}”"
UNKNOWN_COMMAND = "I don't know this command. /help says what I can do."
FAILED = "Something went wrong on my side, and I could not answer. Please ask again."
SET_ASIDE = "I could not deal with this message, and have put it aside. Please ask in other words."
TOO_MANY = "That is more than {limit} questions in a minute. I'll read on in {seconds} seconds."


def paragraph(number: int) -> str:
    """Where a passage stands, counted from 1."""
    return f"paragraph {number}"


def days(count: int) -> str:
    """How many days something is kept."""
    return "a day" if count == 1 else f"{count} days"


def came_with(more: int, left_out: int) -> str:
    """How many stories came with the one that is told of, and how many of them are left out."""
    told = [OWN_MORE.format(count=more)] if more else []
    told += [OWN_LEFT_OUT.format(count=left_out)] if left_out else []
    return f"{' '.join(told)}\n\n" if told else ""


def statements(count: int) -> str:
    """How many statements somebody has."""
    return f"{count} statement" if count == 1 else f"{count} statements"
