"""What each format gives, and what is said of a file that cannot be used."""

import json
from datetime import date

import pytest

from corpus.document import Document
from corpus.documents.formats import Format, format_of
from corpus.documents.reading import MAX_FILE, read_bytes, read_file, read_stream
from corpus.errors import DocumentError
from tests.corpus.documents.files import ARTICLE, docx_of, feed_of, page_of, pdf_of, zip_bomb

TEXT = "\n\n".join(ARTICLE)
HEAD = (
    '<meta property="og:site_name" content="Gazette"><meta name="author" content="Jo Doe">'
    '<meta property="article:published_time" content="2022-03-09T10:00:00Z">'
)


def only(data, name="file", **facts):
    (document,) = read_bytes(data, name=name, **facts)
    assert isinstance(document, Document)
    return document


def test_a_page_gives_its_article_and_none_of_its_furniture():
    document = only(page_of(*ARTICLE, head=HEAD), url="https://gazette.example/news/mayor-resigns.html?utm=1")
    assert document.text.removeprefix("Mayor resigns\n\n") == TEXT
    facts = (document.title, document.published, document.author, document.source, document.language)
    assert facts == ("Mayor resigns", date(2022, 3, 9), "Jo Doe", "Gazette", "en")
    assert document.id.startswith("mayor-resigns-")
    assert document.url == "https://gazette.example/news/mayor-resigns.html?utm=1"


def test_a_page_in_the_encoding_that_it_names_is_read():
    document = only(page_of(*ARTICLE, "The café’s owner, José Núñez, agreed.", charset="windows-1252"))
    assert "café’s owner, José Núñez" in document.text


def test_text_keeps_its_front_matter_as_facts_and_its_words_as_they_stand():
    data = "---\ntitle: Never\ndate: 2022-03-09\nauthor: Jo\n---\nShe said no.\r\n\r\n“No.”".encode()
    document = only(data, "mayor.md")
    assert (document.id, document.title, document.author) == ("mayor", "Never", "Jo")
    assert (document.published, document.text) == (date(2022, 3, 9), "She said no.\r\n\r\n“No.”")


def test_a_pdf_gives_its_lines_as_paragraphs_without_running_heads_and_page_numbers():
    def lines(day):
        return [
            f"The mayor said on {day} that she would not go on, for she was far too",
            f"tired on a {day}, and that was it.",
            f"Her deputy told reporters in the town hall on {day} that nobody at all",
            f"had been warned of this {day}.",
        ]

    days = ("Monday", "Tuesday", "Friday")
    pages = [["The Gazette", *lines(day), str(number)] for number, day in enumerate(days, 1)]
    document = only(pdf_of(*pages, title="Gazette"), "paper.pdf")
    expected = [paragraph for day in days for paragraph in (" ".join(lines(day)[:2]), " ".join(lines(day)[2:]))]
    assert document.text == "\n\n".join(expected)
    assert (document.id, document.title, document.published) == ("paper", "Gazette", None)


def test_a_docx_gives_its_paragraphs_and_title():
    document = only(docx_of(*ARTICLE, title="Mayor resigns"), "any.docx")
    assert (document.text, document.title, document.published) == (TEXT, "Mayor resigns", None)


def test_a_mail_gives_its_text_without_what_it_answers_and_its_signature():
    data = (
        "From: Gazette Desk <desk@gazette.example>\r\nSubject: =?utf-8?q?Mayor_r=C3=A9signs?=\r\n"
        "Date: Wed, 09 Mar 2022 23:30:00 -0500\r\nContent-Type: text/plain; charset=windows-1252\r\n\r\n"
        "The mayor said “no”.\r\n\r\n> What did she say?\r\n-- \r\nThe desk\r\n"
    ).encode("cp1252")
    document = only(data, "mail.eml")
    assert (document.title, document.source, document.published) == ("Mayor résigns", "Gazette Desk", date(2022, 3, 9))
    assert document.text == "The mayor said “no”."


def test_every_entry_of_a_feed_is_a_document():
    feed = feed_of(
        ("Mayor resigns", "https://g.example/a", f"&lt;p&gt;{ARTICLE[0]}&lt;/p&gt;&lt;p&gt;{ARTICLE[1]}&lt;/p&gt;"),
        ("Taxes rise", "https://g.example/b", "Taxes &amp;amp; fees will rise, he said."),
        ("Nothing", "https://g.example/c", ""),
    )
    first, second, fault = read_bytes(feed, name="feed.xml")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.text, first.url, first.source) == (TEXT, "https://g.example/a", "Gazette")
    assert (second.text, second.published) == ("Taxes & fees will rise, he said.", date(2022, 3, 9))
    assert fault == "entry 3: “Nothing” has no text"


def test_of_a_feed_that_breaks_off_the_whole_entries_are_kept():
    feed = feed_of(("Mayor", "https://g.example/a", ARTICLE[0]), ("Taxes", "https://g.example/b", ARTICLE[1]))
    document, *_, fault = read_bytes(feed[: feed.index(b"<item><title>Taxes") + 9], name="feed.xml")
    assert isinstance(document, Document)
    assert document.text == ARTICLE[0]
    assert fault == "the feed's XML is broken; what follows its last entry is lost"


def test_of_10_000_lines_with_every_tenth_broken_the_rest_goes_in_and_the_bad_ones_are_listed(tmp_path):
    broken = ["{", "[1]", '{"title": "x"}', '{"text": " "}', '{"text": "a", "published": "soon"}']
    lines = [
        broken[n // 10 % 5]
        if n % 10 == 0
        else json.dumps({"title": f"T{n}", "text": f"Text {n}.", "published": "2022-03-09"})
        for n in range(1, 10_001)
    ]
    path = tmp_path / "archive.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    read = list(read_file(path))
    documents = [part for part in read if isinstance(part, Document)]
    faults = [part for part in read if isinstance(part, str)]
    assert (len(documents), len({document.id for document in documents})) == (9_000, 9_000)
    assert [fault.partition(":")[0] for fault in faults] == [f"line {n:,}" for n in range(10, 10_001, 10)]
    assert faults[:4] == [
        'line 10: it is not a story {"title", "published", "url", "text"}: expected `object`, got `array`',
        'line 20: it is not a story {"title", "published", "url", "text"}: object missing required field `text`',
        "line 30: it has no text",
        "line 40: its date 'soon' is not a day as YYYY-MM-DD",
    ]


def test_the_same_line_has_the_same_id_and_another_address_another_one():
    line = '{"title": "T", "text": "x", "url": "https://a.example/1"}\n'
    first, again, other = read_bytes((line * 2 + line.replace("/1", "/2")).encode())
    assert isinstance(first, Document)
    assert isinstance(again, Document)
    assert isinstance(other, Document)
    assert first == again
    assert first.id != other.id


BAD = {
    "nothing": (b"", "it is empty"),
    "blank": (b" \n\x00", "it is empty"),
    "latin-1 text": (
        "Señor Núñez dijo".encode("latin-1"),
        "it is not UTF-8 text (byte 2), and names no other encoding",
    ),
    "wrong charset": (
        page_of("Señor", charset="latin-1").replace(b"latin-1", b"klingon"),
        "encoding that it names, klingon",
    ),
    "binary": (bytes(range(1, 32)) * 40, "the encoding is wrong"),
    "front matter": (b"---\na: [\n---\ntext", "its front matter is not valid YAML"),
    "future": (b"---\npublished: 2999-01-01\n---\ntext", "it is dated 2999-01-01, which is in the future"),
    "empty page": (page_of(), "the page has no article text"),
    "login": (
        page_of("Please log in to continue reading this.", form='<form><input name=u><input type="password"></form>'),
        "the page asks for a login instead of showing a story",
    ),
    "too large": (b"<html><body>" + b"<p>x</p>" * 6_250_000, f"more than {MAX_FILE:,} bytes"),
    "scan": (pdf_of([], []), "the PDF has no text; its pages seem to be pictures (a scan)"),
    "damaged pdf": (b"%PDF-1.4\n garbage", "the PDF is damaged"),
    "zip bomb": (zip_bomb(), "the DOCX file would unpack to more than 60,000,000 bytes"),
    "no docx": (b"PK\x03\x04 and no more", "it is not a DOCX file, or a damaged one"),
    "broken feed": (b"<?xml version='1.0'?><rss><channel><item", "the feed's XML is broken"),
    "empty mail": (b"MIME-Version: 1.0\r\nSubject: x\r\n\r\n", "the mail has no text"),
}


@pytest.mark.parametrize(("data", "reason"), BAD.values(), ids=BAD)
def test_a_file_that_is_no_story_is_refused_in_a_sentence(data, reason):
    with pytest.raises(DocumentError) as refused:
        list(read_bytes(data, name="file"))
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    with pytest.raises(DocumentError, match="folder"):
        list(read_file(tmp_path))
    with pytest.raises(DocumentError, match="no such file"):
        list(read_file(tmp_path / "missing"))


def test_a_deeply_nested_page_costs_an_error_or_a_story_but_nothing_else():
    nested = b"<html><body>" + b"<div>" * 200_000 + b"text"
    try:
        read = list(read_bytes(nested, name="deep.html"))
    except DocumentError as error:
        read = [str(error)]
    assert len(read) == 1


@pytest.mark.parametrize(
    ("name", "start", "content_type", "found"),
    [
        ("a.md", b"# Title", None, Format.TEXT),
        ("a.txt", b"%PDF-1.7", None, Format.PDF),
        ("a", b"\xef\xbb\xbf  <!DOCTYPE html><html>", "text/plain", Format.HTML),
        ("a", b"<?xml version='1.0'?>\n<feed xmlns=", "text/xml", Format.FEED),
        ("a", b"From here on, nobody spoke.", None, Format.TEXT),
        ("a", b"words", "text/html; charset=utf-8", Format.HTML),
        ("-", b'{"title": "x", "text": "y"}', None, Format.LINES),
        ("a.jsonl", b"broken", None, Format.LINES),
    ],
)
def test_the_beginning_counts_more_than_the_type_and_the_ending(name, start, content_type, found):
    assert format_of(name, start, content_type) is found


def test_a_row_of_comments_that_leads_nowhere_is_told_apart_at_once():
    assert format_of("a.html", b"<!---->" * 500 + b"x") is Format.HTML
    assert format_of("a.txt", b'<?xml version="1.0"?> <!-- a --> <!-- b -->\n<rss>') is Format.FEED


@pytest.mark.parametrize("name", ["title", "published"])
def test_lists_of_lists_in_front_matter_are_not_spelt_out(name):
    bomb = "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9) if n else 'x'}]\n" for n in range(30))
    data = f"---\n{bomb}{name}: *a29\n---\nNobody came to the fair.\n".encode()
    if name == "published":
        with pytest.raises(DocumentError, match="its date is a list"):
            list(read_bytes(data, name="fair.txt"))
    else:
        (document,) = read_bytes(data, name="fair.txt")
        assert isinstance(document, Document)
        assert document.title is None


def test_an_open_file_without_a_name_is_named_by_its_words(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"The mayor said no.\nAnd that was it.")
    with path.open("rb") as file:
        (document,) = read_stream(file)
    assert isinstance(document, Document)
    assert document.id == "The-mayor-said-no.-And-that-was-it"
