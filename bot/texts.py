"""What the bot says in words of its own, in one place, ready to be translated."""

__all__ = [
    "ABOUT_ME",
    "ALTERED",
    "ASK_MORE",
    "BYE",
    "CHAT_OPENING",
    "CHECK_ME",
    "CUT",
    "DAY_UNKNOWN",
    "HELLO",
    "HELP",
    "NEAREST",
    "NO",
    "NOBODY_QUOTED",
    "NOTHING",
    "NOT_IN_ANY",
    "NOT_IN_STORY",
    "NO_MORE",
    "NO_WORDS",
    "OTHER_LANGUAGE",
    "OTHER_WISH",
    "QUOTATION_NOT_FOUND",
    "SORRY",
    "STORY_WORDS",
    "THANKS",
    "UNDATED",
    "UNDATED_STORY",
    "UNKNOWN_COMMAND",
    "WHICH_STORY",
    "WORD_FOR_WORD",
    "YES",
]

HELLO = "Hello! Ask me about the story: who said what, when, and where. I answer in its own words."
THANKS = "You are welcome. Ask me anything else about the story."
BYE = "Goodbye!"
HELP = (
    "Ask about the story in plain words: who said something, what somebody said about something, when or where they "
    "said it, who somebody is, who is quoted. /who lists the people and organisations quoted, /timeline what was said "
    "day by day."
)
ABOUT_ME = "I am a bot that answers questions about one news story, only in words that stand in it."
OTHER_WISH = "I can only answer questions about the story."
SORRY = "Sorry that I was no help. Put it another way, or ask: who is quoted?"
CHECK_ME = "I only show what stands in the story. The passage is there for you to check."
NO_WORDS = "Please ask in words, for example: who said what?"
OTHER_LANGUAGE = "The story is in English, and I answer questions in English."
CUT = "(I read only the first {limit:,} characters of your question.)"
NOT_IN_STORY = "The story does not say."
DAY_UNKNOWN = "The story does not say when."
NO_MORE = "The story has nothing more from them."
NEAREST = "Nearest passages, which do not answer it:"
CHAT_OPENING = "Ask about this story. /help, /who, /timeline, /quit"
UNKNOWN_COMMAND = "I know /help, /who, /timeline and /quit."
QUOTATION_NOT_FOUND = "These words do not stand in the story."
WORD_FOR_WORD = "Word for word."
ALTERED = "Not word for word; the story has:"
NOTHING = "nothing"
STORY_WORDS = "in the story’s words"
YES = "According to {speaker}, yes."
NO = "According to {speaker}, no."
NOBODY_QUOTED = "The story quotes nobody."
ASK_MORE = "What would you like to know of the story? Try: who is quoted?"
UNDATED_STORY = "I do not know when the story was published."
NOT_IN_ANY = "None of the stories says."
UNDATED = "undated"
WHICH_STORY = "Which story do you mean? I have several, such as: {titles}."
