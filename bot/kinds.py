"""The kind of a question, by patterns over its wording."""

import re

from bot.question import QuestionKind

__all__ = ["SPEECH", "kind_of", "quoted_role"]

SPEECH = "|".join(
    (
        r"sa(?:y|ys|id|ying)|t(?:ell|ells|old)|sp(?:eak|eaks|oke)|writes?|wrote|calls?|called|thinks?|thought|feels?|felt",
        r"(?:claim|announc|admit|insist|promis|argu|warn|explain|describ|declar|suggest|respond|react|comment|mention)\w*",
        r"(?:express|talk|remark|accus|critici[sz]|vow|pledg|reassur|assur|believ|answer|tweet|stat(?=e|ing))\w*",
        r"den(?:y|ied|ies)|repl(?:y|ied|ies)|report(?:s|ed)?|views?|opinion",
    )
)
_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may|might)(?:n't)?"
_MEDIA = r"news\w*|outlet|paper|agency|wire(?: service)?|media|channel|broadcaster|magazine"
_PLACE = (
    r"place|setting|city|town|state|country|programme|program|show|network|medium|means|form|event|occa?sion|venue|forum"
    r"|platform|building|station|interview"
)
_PERIOD = r"day|date|year|month|weekday|time|decade|week"
_ROLE = r"person|man|woman|official|politician|candidate|lawmaker|senator|spokes\w+|speaker|expert"

# The first kind with a pattern found in the question decides. Patterns see it in lower case, chat spelling written out.
_PATTERNS: tuple[tuple[QuestionKind, tuple[str, ...]], ...] = (
    (
        QuestionKind.SPEAKERS,
        (
            r"\bwho(?:m| all)? (?:is|are|was|were|gets?) (?:being )?(?:quoted|cited)\b",
            r"\bwho (?:all )?(?:speaks|talks)(?: here| in (?:it|this|the (?:story|article|text|piece)))?\W*$",
            r"\b(?:list|name|show)\b.*\b(?:speakers|people quoted|sources)\b",
            r"\bwhich (?:people|persons|speakers|sources) (?:are|is) (?:quoted|cited)\b",
            r"\bevery(?:one|body) (?:who is )?quoted\b",
        ),
    ),
    (
        QuestionKind.ABOUT,
        (
            r"\bwhat is (?:this|the|it|that)(?: (?:story|article|text|piece|news))?(?: all)? about\b",
            r"\b(?:summar(?:y|i[sz]e)|tl;?dr|main point|gist|sum (?:it|this) up)\b|^what happened\W*$",
        ),
    ),
    (
        QuestionKind.PUBLISHED,
        (
            r"\bwhen (?:was|is) (?:this|the|it) ?(?:story|article|text|piece)? (?:published|written|from|posted)\b",
            r"\bhow old is (?:this|the|it)\b|\b(?:publication|publishing) date\b",
        ),
    ),
    (
        QuestionKind.MORE,
        (
            r"^(?:and )?(?:what|anything|something) (?:else|more)\b",
            r"^(?:go on|more|tell me more|and then)\W*$",
        ),
    ),
    (
        QuestionKind.REPORTED_BY,
        (
            rf"\b(?:which|what) (?:\w+ )?(?:{_MEDIA})\b",
            r"\bwho (?:first )?(?:reported|carried|published|broadcast|obtained)\b",
            r"\breported by whom\b",
        ),
    ),
    (
        QuestionKind.COMPARISON,
        (
            r"\b(?:(?:dis)?agree(?: (?:with|on|about|that|whether|over))|disagree\w*|contradict\w*|differ|clash\w*"
            r"|at odds|(?:both|each|two|other) sides?|square (?:with|that)|(?:in)?consistent|conflict with|fit together"
            r"|(?:say|tell|mean) the same(?: thing| story)?|see \w+(?: \w+){0,3} the same way)\b",
        ),
    ),
    (
        QuestionKind.WHEN,
        (
            r"^(?:(?:and|so|but|ok|okay|exactly) )?(?:(?:since|until|till|by|from) )?when\b",
            rf"\bwhen (?:exactly )?(?:{_AUXILIARY}|it|that)\b(?! .*\?? (?:said|told)\b)|\bwhen\W*$",
            rf"\b(?:what|which|wich|exact) (?:\w+ )?(?:{_PERIOD})\b",
            r"\bhow (?:long ago|recently|soon)\b",
            r"\bdate\b|\bday and month\b",
        ),
    ),
    (
        QuestionKind.WHERE,
        (
            r"\bwhere\b",
            rf"\b(?:in|on|at|to|through|from|by|during) (?:what|which) (?:\w+ ){{0,2}}?(?:{_PLACE})\b",
            r"\bwhat occa?sion\b",
            r"\bhow (?:and where )?(?:was|were) (?:it|that|this) said\b",
        ),
    ),
    (
        QuestionKind.NUMBER,
        (
            r"\bhow (?:many|much|old|long|far|big|large|high|often|tall)\b",
            r"\bwhat (?:percentage|share|proportion|number|amount)\b",
        ),
    ),
    (
        QuestionKind.IDENTITY,
        (
            r"^(?:and |so )?who (?:is|are|was|were) (?:the )?(?!.*\b(?:who|that)\b)(?:[\w.'-]+\s?){1,5}\?*$",
            r"\bis who\b|\bwho is meant\b",
            r"\bwhat (?:post|job|role|position|title|office)\b",
            r"'s (?:job|role|title|background|position)\b",
        ),
    ),
    (QuestionKind.WHO, (r"\bwho(?:m|se)?\b", rf"\bwhich (?:{_ROLE})\b")),
    (
        QuestionKind.YES_NO,
        (rf"^(?:so |and |but |ok(?:ay)?,? )?{_AUXILIARY}\b", r"^is it true\b", r"\bor not\W*$"),
    ),
    (
        QuestionKind.LIST,
        (
            r"^(?:list|name|enumerate)\b",
            r"\bwhich (?:\w+ ){0,2}?\w+s (?:are|were|have|did|do|was|want|wanted)\b",
            r"\bwhat (?:are|were) (?:all )?the (?:\w+ )?\w+s\b",
            r"\bwhat\b.* and (?:what|who|whom|when|where|how|which)\b",
        ),
    ),
    (
        QuestionKind.WHAT_SAID,
        (
            r"\baccording to\b",
            rf"\b(?:{SPEECH})\b",
            r"'s (?:words|view|opinion|position|stance|take|explanation|reaction)\b",
        ),
    ),
)
_KINDS = tuple((kind, re.compile("|".join(patterns))) for kind, patterns in _PATTERNS)
# "Which former officials does the article quote?", "what experts are cited?", "which politicians weigh in?"
_QUOTED_ROLE = re.compile(
    r"^(?:and |so )?(?:which|what|list the|name the|who are the)((?: [\w'-]+){1,4}?)"
    r"(?: (?:does|do|did) (?:the|this|it)(?: (?:story|article|piece|report|text|author|reporter))? (?:quote|cite|name)"
    r"|(?: that| who)?(?: (?:is|are|was|were|gets?))?(?: being)? (?:quoted|cited)"
    r"|(?: (?:that|who))? (?:weighs? in|speaks? up|comments?|(?:is|are) heard|ha(?:s|ve) (?:a|their) say))"
    r"(?: (?:here|in (?:the|this|it)(?: (?:story|article|piece|report|text))?|on (?:it|this|that)))?\W*$"
)


def kind_of(plain: str) -> QuestionKind:
    """The first kind that the wording fits; `plain` is in plain spelling."""
    return next((kind for kind, pattern in _KINDS if pattern.search(plain)), QuestionKind.FACT)


def quoted_role(plain: str) -> str | None:
    """What those are who are asked for, if a question asks which of them the story quotes: "former officials"."""
    match = _QUOTED_ROLE.match(plain)
    return match[1].strip() if match else None
