"""Fetches one page, and never from where the policy does not allow.

Names are resolved once a connection; the address that is connected to is the one that was checked, for the check
stands where the socket is made. So neither a redirect, nor a name that is resolved anew to another address, nor an odd
way to write an address gets past it. No proxy, cookies or credentials are used.
"""

import asyncio
import socket
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from yarl import URL

from corpus.errors import FetchError
from corpus.web.policy import Policy

__all__ = ["Page", "fetch", "fetch_page"]

_TYPES = ("text/", "application/xhtml", "application/xml", "application/rss", "application/atom", "application/pdf")
_MORE_TYPES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/x-ndjson",
    "application/jsonl",
    "message/rfc822",
    "application/octet-stream",
)
_HEADERS = {"User-Agent": "on-the-record (reads one page for a person)", "Accept-Encoding": "identity"}
_MOVED = frozenset({301, 302, 303, 307, 308})
_LOGIN = frozenset({401, 403, 407})


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched, the address that it came from in the end, and what the server says that it is."""

    url: str
    data: bytes
    content_type: str | None
    charset: str | None


@dataclass(slots=True)
class _Guard:
    """Makes the sockets, those that the policy permits; knows whether it refused one."""

    policy: Policy
    refused: bool = field(default=False)

    def socket(self, info: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, place = info
        if not self.policy.permits(place[0].partition("%")[0], place[1]):
            self.refused = True
            raise PermissionError("not a public address")
        return socket.socket(family, kind, protocol)


def fetch_page(url: str, policy: Policy | None = None) -> Page:
    """Fetch the page at `url`, an http or https address. Raises FetchError."""
    return asyncio.run(fetch(url, policy))


async def fetch(
    url: str, policy: Policy | None = None, *, resolver: aiohttp.abc.AbstractResolver | None = None
) -> Page:
    """Fetch as `fetch_page` does; names are resolved by `resolver`, by default the system's. Raises FetchError."""
    chosen = policy or Policy()
    guard = _Guard(chosen)
    try:
        async with asyncio.timeout(chosen.seconds):
            return await _fetched(url, guard, resolver)
    except TimeoutError as error:
        raise FetchError(url, f"the server took more than {chosen.seconds:g} seconds") from error
    except (aiohttp.ClientError, OSError, UnicodeError, ValueError) as error:
        if guard.refused:
            raise FetchError(url, "it leads to an address that is not a public one, or to an unusual port") from error
        raise FetchError(url, _reason(error)) from error


async def _fetched(url: str, guard: _Guard, resolver: aiohttp.abc.AbstractResolver | None) -> Page:
    connector = aiohttp.TCPConnector(
        resolver=resolver, socket_factory=guard.socket, use_dns_cache=False, force_close=True, limit=1
    )
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False, headers=_HEADERS
    ) as session:
        place = _checked(url, URL(url))
        for _ in range(guard.policy.redirects + 1):
            async with session.get(place, allow_redirects=False) as response:
                if response.status not in _MOVED:
                    return await _page(url, response, guard.policy)
                place = _checked(url, place.join(URL(response.headers.get("Location", ""))))
    raise FetchError(url, f"it is redirected more than {guard.policy.redirects} times")


def _checked(asked: str, url: URL) -> URL:
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(asked, "only http and https addresses are fetched")
    if url.user is not None or url.password is not None:
        raise FetchError(asked, "addresses with a user name or password are not fetched")
    return url


async def _page(asked: str, response: aiohttp.ClientResponse, policy: Policy) -> Page:
    if response.status in _LOGIN:
        raise FetchError(asked, f"the server asks for a login or refuses ({response.status})")
    if response.status != 200:
        raise FetchError(asked, f"the server answered {response.status}")
    if response.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise FetchError(asked, "the server sent it compressed, which was not asked for")
    kind = response.content_type if "Content-Type" in response.headers else None
    if kind is not None and not kind.startswith(_TYPES) and kind not in _MORE_TYPES:
        raise FetchError(asked, f"it is {kind[:60]}, which is not a kind of story")
    if (response.content_length or 0) > policy.max_bytes:
        raise FetchError(asked, f"it has {response.content_length:,} bytes; {policy.max_bytes:,} are the limit")
    data = bytearray()
    async for chunk in response.content.iter_chunked(1 << 16):
        data += chunk
        if len(data) > policy.max_bytes:
            raise FetchError(asked, f"it has more than {policy.max_bytes:,} bytes, which is the limit")
    return Page(str(response.url), bytes(data), kind, response.charset)


def _reason(error: Exception) -> str:
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (aiohttp.ClientConnectorDNSError, "no server has that name"),
        (aiohttp.ClientSSLError, "its certificate is not valid"),
        (aiohttp.InvalidURL, "this is not an address"),
        (aiohttp.ClientPayloadError, "the server broke off"),
        (aiohttp.ClientConnectorError, "the server cannot be reached"),
        (ValueError, "this is not an address"),
    )
    return next((reason for kind, reason in kinds if isinstance(error, kind)), "the server did not answer properly")
