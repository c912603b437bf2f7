"""Fetching from a real server on loopback, which the tests' policy allows; the default one never does."""

import asyncio
import socket
from ipaddress import ip_address

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver

from corpus.errors import FetchError
from corpus.web import Policy, fetch
from corpus.web.policy import is_public
from tests.corpus.documents.files import ARTICLE, page_of

HERE = ip_address("127.0.0.1")
ALLOWED = Policy(allows=lambda address: address == HERE, ports=None, max_bytes=100_000, seconds=2)


class Names(AbstractResolver):
    """Resolves names as a hostile server of names would: to the next address of a list, each time."""

    def __init__(self, *addresses):
        self.addresses = list(addresses)

    async def resolve(self, host, port=0, family=socket.AF_INET):
        address = self.addresses.pop(0)
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": family,
                "proto": 0,
                "flags": socket.AI_NUMERICHOST,
            }
        ]

    async def close(self):
        """Keep nothing open."""


@pytest.fixture
async def server(unused_requests):
    async def page(request):
        unused_requests.append((request.path, request.headers.get("Cookie")))
        return web.Response(body=page_of(*ARTICLE), content_type="text/html", charset="utf-8")

    async def moved(request):
        response = web.Response(status=302, headers={"Location": request.query["to"]})
        response.set_cookie("session", "1")
        return response

    async def endless(request):
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(b"x" * 50_000)

    async def slow(request):
        await asyncio.Event().wait()

    async def packed(request):
        return web.Response(body=b"\x1f\x8b", headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})

    async def picture(request):
        return web.Response(body=b"PNG", content_type="image/png")

    async def refused(request):
        return web.Response(status=int(request.match_info["status"]))

    application = web.Application()
    for path, handler in {
        "/page": page,
        "/moved": moved,
        "/endless": endless,
        "/slow": slow,
        "/packed": packed,
        "/picture": picture,
        "/status/{status}": refused,
    }.items():
        application.router.add_get(path, handler)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
def unused_requests():
    return []


async def test_a_page_is_fetched_with_its_type_through_redirects_without_cookies(server, unused_requests):
    page = await fetch(f"{server}/moved?to=/moved?to=/page", ALLOWED)
    assert (page.url, page.data) == (f"{server}/page", page_of(*ARTICLE))
    assert (page.content_type, page.charset) == ("text/html", "utf-8")
    assert unused_requests == [("/page", None)]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/endless", "more than 100,000 bytes"),
        ("/packed", "compressed"),
        ("/picture", "it is image/png"),
        ("/status/404", "answered 404"),
        ("/status/401", "asks for a login"),
        ("/moved?to=/moved?to=/moved?to=/moved?to=/moved?to=/moved?to=/page", "redirected more than 5 times"),
        ("/moved?to=file:///etc/passwd", "only http and https"),
        ("/moved?to=gopher://127.0.0.1/", "only http and https"),
        ("/moved?to=http://user:word@127.0.0.1/", "user name or password"),
        ("/moved?to=http://10.0.0.1/", "not a public one"),
        ("/moved?to=http://169.254.169.254/latest/meta-data/", "not a public one"),
        ("/moved?to=http://[::1]/", "not a public one"),
    ],
)
async def test_what_may_not_be_fetched_gets_a_sentence(server, path, reason):
    with pytest.raises(FetchError, match=reason) as refused:
        await fetch(server + path, ALLOWED)
    assert "\n" not in str(refused.value)


async def test_a_server_that_never_answers_is_left_in_time(server):
    with pytest.raises(FetchError, match=r"more than 0\.2 seconds"):
        await fetch(f"{server}/slow", Policy(allows=ALLOWED.allows, ports=None, seconds=0.2))


ODD = ["127.0.0.1", "localhost", "0", "0.0.0.0", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "[::]"]


@pytest.mark.parametrize("host", [*ODD, "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "127.0.0.1."])
async def test_the_default_policy_reaches_no_server_here_however_it_is_written(server, unused_requests, host):
    port = server.rpartition(":")[2]
    with pytest.raises(FetchError):
        await fetch(f"http://{host}:{port}/page", Policy(ports=None, seconds=2))
    assert unused_requests == []


async def test_a_name_that_leads_to_a_private_address_is_not_connected_to(server, unused_requests):
    port = server.rpartition(":")[2]
    with pytest.raises(FetchError, match="not a public one"):
        await fetch(f"http://news.example:{port}/page", Policy(ports=None), resolver=Names("127.0.0.1"))
    assert unused_requests == []


async def test_a_name_that_is_resolved_anew_to_a_private_address_is_checked_anew(server, unused_requests):
    port = server.rpartition(":")[2]
    url = f"http://news.example:{port}"
    with pytest.raises(FetchError, match="not a public one"):
        await fetch(f"{url}/moved?to={url}/page", ALLOWED, resolver=Names("127.0.0.1", "127.0.0.2"))
    assert unused_requests == []


async def test_the_address_that_was_checked_is_the_one_connected_to(server):
    names = Names("127.0.0.1", "10.0.0.1")  # a second look would give another one
    page = await fetch(f"http://news.example:{server.rpartition(':')[2]}/page", ALLOWED, resolver=names)
    assert page.data == page_of(*ARTICLE)
    assert names.addresses == ["10.0.0.1"]


async def test_unusual_ports_are_refused(server):
    with pytest.raises(FetchError, match="unusual port"):
        await fetch(f"{server}/page", Policy(allows=ALLOWED.allows))


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///etc/passwd", "http://", "http://[", "mayor.txt", "http://a:b@c.example"]
)
async def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(FetchError):
        await fetch(url)


@pytest.mark.parametrize(
    "address",
    """
    0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 169.254.169.254 172.16.0.1 192.0.2.1 192.168.0.1 198.18.0.1 224.0.0.1
    240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8%1 64:ff9b::a00:1 2002:a00:1:: 2001::1
    fc00::1 fe80::1 fe80::1%1 fec0::1 ff02::1 2001:db8::1
    """.split(),
)
def test_addresses_that_are_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_that_are_public(address):
    assert is_public(ip_address(address))
