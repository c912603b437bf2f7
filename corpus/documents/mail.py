"""The text of a mail, what it answers and its signature left out."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from corpus.document import Document, fact, slug
from corpus.documents.dates import day_of
from corpus.documents.html import fragment_text
from corpus.errors import DocumentError

__all__ = ["read_mail"]

_SIGNATURE = re.compile(r"^-- $.*", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r"^>.*\n?", re.MULTILINE)


def read_mail(data: bytes, *, name: str = "", url: str | None = None) -> Document:
    """The document in a mail: its plain text, or its HTML where it has no other. Raises DocumentError."""
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise DocumentError("it is not a mail")
    try:
        part = message.get_body(preferencelist=("plain", "html"))
        content = part.get_content() if part else ""
    except (LookupError, UnicodeError, ValueError) as error:
        raise DocumentError("the mail is damaged, or in an unknown encoding") from error
    markup = part is not None and part.get_content_type() == "text/html"
    text = fragment_text(content) if markup else _said(content)
    if not text:
        raise DocumentError("the mail has no text")
    sender, _ = parseaddr(str(message.get("From", "")))
    return Document(
        id=slug(name, fact(message.get("Subject"))),
        text=text,
        title=fact(message.get("Subject")),
        published=day_of(message.get("Date")),
        source=fact(sender),
        url=url,
    )


def _said(content: str) -> str:
    lines = content.replace("\r\n", "\n")
    return _QUOTED.sub("", _SIGNATURE.sub("", lines)).strip()
