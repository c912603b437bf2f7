"""Formats whose parsers are large, read in a child process: what is built to break one breaks only that.

The child is `python -m corpus.documents.apart FORMAT NAME URL CHARSET`; it gets the file on stdin and writes
`Documents` as JSON. It may use 60 seconds and 1.5 GB, write no file, and has no secret in its environment.
"""

import os
import resource
import subprocess
import sys
from contextlib import suppress

import msgspec

from corpus.documents.documents import Documents
from corpus.documents.formats import Format
from corpus.errors import DocumentError

__all__ = ["read_apart"]

_SECONDS = 60
_MEMORY = 1_500_000_000  # bytes of address space
_REFUSED = 3  # exit code: the reason is the last line on stderr
_SECRETS = ("TOKEN", "SECRET", "PASSWORD", "KEY")


def read_apart(
    form: Format, data: bytes, *, name: str = "", url: str | None = None, charset: str | None = None
) -> Documents:
    """The documents in `data`, a file of the format `form`. Raises DocumentError."""
    child = [sys.executable, "-m", "corpus.documents.apart", form.value, name, url or "", charset or ""]
    environment = {key: value for key, value in os.environ.items() if not any(word in key for word in _SECRETS)}
    try:
        done = subprocess.run(
            child,
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            env=environment,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"reading it took more than {_SECONDS} seconds") from error
    except ValueError as error:  # a zero byte in a name
        raise DocumentError("its name is not a file's name") from error
    if done.returncode == _REFUSED:
        raise DocumentError(done.stderr.decode("utf-8", "replace").strip().splitlines()[-1])
    if done.returncode:
        raise DocumentError(f"it is damaged, or too large to be read ({form.value})")
    return msgspec.json.decode(done.stdout, type=Documents)


def _read(form: Format, data: bytes, name: str, url: str | None, charset: str | None) -> Documents:
    if form is Format.FEED:
        from corpus.documents.feed import read_feed

        return read_feed(data)
    if form is Format.HTML:
        from corpus.documents.html import read_html

        return Documents((read_html(data, name=name, url=url, charset=charset),))
    if form is Format.PDF:
        from corpus.documents.pdf import read_pdf

        return Documents((read_pdf(data, name=name, url=url),))
    if form is Format.DOCX:
        from corpus.documents.docx import read_docx

        return Documents((read_docx(data, name=name, url=url),))
    from corpus.documents.mail import read_mail

    return Documents((read_mail(data, name=name, url=url),))


def _limit() -> None:
    limits = {
        resource.RLIMIT_AS: _MEMORY,
        resource.RLIMIT_CPU: _SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        with suppress(ValueError, OSError):  # a lower limit is set already, or the system knows none (macOS, memory)
            resource.setrlimit(kind, (most, most))


def _main(form: str, name: str, url: str, charset: str) -> int:
    data = sys.stdin.buffer.read()
    _limit()
    try:
        read = _read(Format(form), data, name, url or None, charset or None)
    except DocumentError as error:
        print(error, file=sys.stderr)
        return _REFUSED
    except MemoryError:
        return 1
    sys.stdout.buffer.write(msgspec.json.encode(read))
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
