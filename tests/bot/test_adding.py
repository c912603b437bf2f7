"""Adding stories from an address: a real server on loopback, allowed by a policy that the tests pass."""

import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from bot.adding import Overrides, add_from
from corpus.errors import FetchError, StoryFileError
from corpus.library import Added, Library
from corpus.web import Policy
from tests.corpus.documents.files import ARTICLE, feed_of, page_of

ALLOWED = Policy(allows=lambda address: address == ip_address("127.0.0.1"), ports=None)
PAGES = {
    "/news/mayor-resigns.html": ("text/html", page_of(*ARTICLE)),
    "/rss": (
        "application/rss+xml",
        feed_of(("A", "https://g.example/a", ARTICLE[0]), ("B", "https://g.example/b", "No.")),
    ),
    "/plain": ("text/plain; charset=windows-1252", "The café’s owner said no.".encode("cp1252")),
    "/login": ("text/html", page_of("Log in.", form='<input type="password">')),
}


@pytest.fixture(scope="module")
def site():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            kind, data = PAGES[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "library")


def added(url, library, **facts):
    return [
        part.source for part in add_from(url, library, Overrides(**facts), policy=ALLOWED) if isinstance(part, Added)
    ]


def test_a_page_is_added_under_its_address(site, library):
    (source,) = added(f"{site}/news/mayor-resigns.html", library, title="Mine", published=date(2022, 3, 9))
    assert source.id.startswith("mayor-resigns-")
    assert (source.title, source.published, source.url) == ("Mine", date(2022, 3, 9), f"{site}/news/mayor-resigns.html")
    assert ARTICLE[1] in source.text


def test_every_entry_of_a_feed_is_added(site, library):
    assert [source.url for source in added(f"{site}/rss", library)] == ["https://g.example/a", "https://g.example/b"]


def test_text_is_decoded_as_the_server_says(site, library):
    (source,) = added(f"{site}/plain", library)
    assert (source.id, source.text) == ("plain", "The café’s owner said no.")


def test_a_login_page_leaves_nothing(site, library):
    with pytest.raises(StoryFileError, match="asks for a login"):
        added(f"{site}/login", library)
    assert list(library.sources()) == ["conscripts"]


def test_without_the_allowance_nothing_on_this_machine_is_fetched(site, library):
    with pytest.raises(FetchError, match="not a public one"):
        list(add_from(f"{site}/plain", library, Overrides()))


def test_a_story_of_a_day_that_is_to_come_is_refused(library, tmp_path):
    path = tmp_path / "mayor.txt"
    path.write_text("The mayor said no.", encoding="utf-8")
    with pytest.raises(StoryFileError, match="in the future"):
        list(add_from(str(path), library, Overrides(published=date(2999, 1, 1))))
    assert list(library.sources()) == ["conscripts"]
