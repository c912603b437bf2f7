"""Publication days as files give them."""

from datetime import date, datetime

from dateutil import parser

from corpus.errors import DocumentError

__all__ = ["day_of"]


def day_of(value: object) -> date | None:
    """The day of an ISO date or time, or of one as mails and feeds write it; None for nothing. Raises DocumentError.

    >>> day_of("Wed, 09 Mar 2022 23:30:00 +0100")
    datetime.date(2022, 3, 9)
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, list | dict):
        raise DocumentError("its date is a list, not a day as YYYY-MM-DD")
    text = str(value).strip()
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    try:
        first, second = (parser.parse(text[:60], default=default) for default in (datetime(1, 1, 1), datetime(2, 2, 2)))
    except (ValueError, OverflowError) as error:
        raise DocumentError(f"its date {text[:60]!r} is not a day as YYYY-MM-DD") from error
    if first.date() != second.date():
        raise DocumentError(f"its date {text[:60]!r} is not a whole day")
    return first.date()
