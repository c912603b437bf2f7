"""Messages that are no questions about a story: greetings, thanks, help, and requests for something else."""

import re

from bot import texts
from bot.cleaning import plain_spelling

__all__ = ["small_talk"]

_INSULT = (
    r"sucks?|stupid|dumb|useless|idiot(?:ic)?|moron|crap|garbage|rubbish|trash|bullshit|shit|fuck|screw|damn|terrible|awful"
    r"|bad|worst|annoying|broken|a joke|lame|liar|lying"
)
_PATTERNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        texts.HELLO,
        (
            r"(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))"
            r"(?: (?:there|bot|all|everyone|again|you|to you))*(?:,? (?:how are you|how is it going)(?: \w+)?)?",
            r"(?:how are you|what is up|how is it going|how do you do|nice to meet you)(?: \w+){0,2}",
        ),
    ),
    (
        texts.THANKS,
        (
            r"(?:(?:ok(?:ay)?|great|cool),? )?(?:many )?(?:thanks?|thank you|cheers|(?:much )?appreciated?)\b.{0,40}",
            r"great|good|nice|cool|ok|okay|perfect|awesome|lol|haha+|wow|well done|good (?:job|bot)",
        ),
    ),
    (
        texts.BYE,
        (
            r"(?:ok(?:ay)?,? )?(?:bye+|goodbye|good night|see (?:you|ya)|farewell|later|talk to you later|i am done)"
            r"\b.{0,30}",
        ),
    ),
    (
        texts.HELP,
        (
            r"/?help(?: me)?",
            r"what can (?:you|i) (?:do|ask)(?: \w+){0,3}",
            r"how does (?:this|it) work|how do (?:you|i) (?:work|use (?:this|you))",
        ),
    ),
    (
        texts.SORRY,
        (
            r"(?:(?:you|this|that|it|bot|this bot|your answers?)(?: (?:are|is|really|so|just|all|such an?|an?))* )?"
            rf"(?:{_INSULT})(?: (?:you|off|this|it|bot|again|too|as hell))*",
            rf"(?:are you|why are you) (?:so |really )?(?:{_INSULT})",
            r"i (?:really )?hate (?:you|this|it)",
            r"(?:you are|that is|this is|that's|thats|you're) (?:all )?(?:wrong|not true)",
            r"wtf|what the (?:hell|heck|fuck)|omg|no way|shut up|go away|stop (?:it|this)",
        ),
    ),
    (
        texts.CHECK_ME,
        (r"(?:are you |you )?(?:really|sure|certain|serious)(?: about (?:that|this|it))?",),
    ),
    (
        texts.ASK_MORE,
        (
            r"yes|yeah|yep|no|nope|nah|maybe|whatever|hm+|so what|i (?:do not|don't) (?:know|care)|idk|test(?:ing)?",
            r"i (?:love|like) (?:you|this|it)",
        ),
    ),
    (
        texts.ABOUT_ME,
        (
            r"(?:who|what) are you(?: (?:exactly|anyway|then|really))?",
            r"are you (?:an? )?(?:real |human |actual )*(?:person|human|bot|robot|ai|machine|real|llm)\b.{0,20}",
            r"what is your name|who (?:made|built|created) you",
        ),
    ),
    (
        texts.OTHER_WISH,
        (
            r"(?:(?:can|could|will|would) you |please )*(?:tell (?:me|us) (?:a|another) (?:joke|story|riddle)|sing"
            r"|write (?:me )?(?:an?|some) (?:poem|song|essay|story|code|email|letter)|(?:book|order|buy|recommend"
            r"|translate|play|draw|turn (?:on|off)|remind me)|set (?:a|an|my) (?:timer|alarm))\b.{0,120}",
            r"(?:what(?: is| are)?|how much is|calculate|compute|solve)? ?(?:the )?(?:square root of \d+|\d[\d.,]*"
            r"(?: ?(?:[-+*/x×÷^]|times|plus|minus|divided by|over|%|percent of) ?\d[\d.,]*)+)",
            r"(?:what (?:is|will)|how is|tell me) the (?:weather|temperature|time)(?: (?:be|like|in|now|today)\b.*)?",
            r"what time is it\b.{0,30}",
            r"(?:what is )?(?:today's date|the date today)|what (?:day|date) is (?:it|today)(?: today)?",
        ),
    ),
)
_REPLIES = tuple((reply, re.compile("|".join(f"(?:{p})" for p in patterns))) for reply, patterns in _PATTERNS)


def small_talk(text: str) -> str | None:
    """The reply to a message that is no question about a story, or None for one that may be. `text` is cleaned."""
    plain = plain_spelling(text).strip(" .!?,;:)(…-")
    return next((reply for reply, pattern in _REPLIES if pattern.fullmatch(plain)), None)
