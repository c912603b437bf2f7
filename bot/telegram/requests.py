"""Requests to a Bot API server through aiohttp, which takes a fraction of httpx's processor time.

Only what a Bot API server says counts as its answer: the error page of a proxy in between, whatever its status, is a
failure on the way, after which the request is made again.
"""

import json
import ssl
from typing import Any
from urllib.parse import urlencode

import msgspec
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

__all__ = ["NEVER_SENT", "Requests", "TooLargeError"]

NEVER_SENT = (ClientConnectorError, ConnectionTimeoutError)
"""What the cause of a NetworkError is where the request has certainly not reached the server."""

CONNECT_SECONDS = 5.0
WRITE_SECONDS = 20.0
READ_SECONDS = 10.0
POOL_SECONDS = 60.0
DOWNLOAD_SECONDS = 120.0
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class TooLargeError(Exception):
    """A file has more bytes than it may have."""


class _Reply(msgspec.Struct):
    """What every answer of the Bot API has."""

    ok: bool
    result: Any = msgspec.UNSET
    error_code: int = 500


class Requests(BaseRequest):
    """Makes requests over at most `connections` connections, through the proxies that the environment names."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """How many seconds an answer may take where the request says nothing else."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Be ready for requests."""
        if self._session is None:
            connector = TCPConnector(limit=self._connections, ssl=ssl.create_default_context())
            agent = {"User-Agent": self.USER_AGENT}
            self._session = ClientSession(
                connector=connector, headers=agent, trust_env=True, cookie_jar=DummyCookieJar()
            )

    async def shutdown(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def download(self, url: str, most: int) -> bytes:
        """The file at `url`. Raises TooLargeError if it has more than `most` bytes, TimedOut, NetworkError."""
        timeout = ClientTimeout(total=DOWNLOAD_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=READ_SECONDS)
        try:
            async with self._opened.get(url, timeout=timeout, allow_redirects=False) as response:
                if response.status != 200:
                    raise NetworkError(f"No file ({response.status})")
                if (response.content_length or 0) > most:
                    raise TooLargeError
                data = bytearray()
                async for chunk in response.content.iter_chunked(1 << 16):
                    data += chunk
                    if len(data) > most:
                        raise TooLargeError
                return bytes(data)
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error

    @property
    def _opened(self) -> ClientSession:
        if self._session is None:
            raise RuntimeError("The requests were not initialized.")
        return self._session

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a request; gives the status and the body. Raises TimedOut, NetworkError."""
        del write_timeout, connect_timeout, pool_timeout  # the same for every request
        read = read_timeout if isinstance(read_timeout, int | float) else READ_SECONDS
        timeout = ClientTimeout(
            total=POOL_SECONDS + WRITE_SECONDS + read,
            connect=POOL_SECONDS,
            sock_connect=CONNECT_SECONDS,
            sock_read=read,
        )
        body = _body(request_data) if request_data else None
        headers = _FORM if isinstance(body, bytes) else None
        try:
            async with self._opened.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return _status(response.status, payload := await response.read()), payload
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error


def _body(request_data: RequestData) -> bytes | FormData:
    parameters = request_data.json_parameters
    if not request_data.contains_files:
        return urlencode(parameters).encode()
    form = FormData(parameters)
    for name, (file_name, content, kind) in (request_data.multipart_data or {}).items():
        form.add_field(name, content, filename=file_name, content_type=kind)
    return form


def _status(status: int, payload: bytes) -> int:
    """The status that the Bot API means. Raises NetworkError if it is not the Bot API that answers."""
    reply = _reply(payload)
    if reply is None:
        raise NetworkError(f"No answer of the Bot API ({status})")
    if not 200 <= status < 300:
        return status
    if reply.ok and reply.result is msgspec.UNSET:
        raise NetworkError(f"No result ({status})")
    return status if reply.ok else reply.error_code


def _reply(payload: bytes) -> _Reply | None:
    try:
        return msgspec.json.decode(payload, type=_Reply)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    try:  # the standard library forgives what users can have in their messages, such as half a pair of surrogates
        return msgspec.convert(json.loads(payload.decode("utf-8", "replace")), type=_Reply)
    except (ValueError, RecursionError):
        return None
