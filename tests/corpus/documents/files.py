"""Small files of each format, made here, so that no binary file is kept."""

import io
import zipfile

import docx

__all__ = ["ARTICLE", "docx_of", "feed_of", "page_of", "pdf_of", "zip_bomb"]

ARTICLE = (
    "The mayor, Ana Lopez, said on Monday that she “will not” go on. It surprised the town and her party.",
    "“I am tired,” she told reporters at the town hall, where she had worked for twenty years.",
)


def page_of(*paragraphs, head="", form="", charset="utf-8"):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="{charset}"><title>Mayor resigns | Gazette</title>'
        f"{head}</head><body><nav><a href=/>Home</a><a href=/b>Sport</a></nav>{form}<article>"
        f"<h1>Mayor resigns</h1>{body}"
        "</article><aside>Sign up for our newsletter</aside><footer>All rights reserved</footer></body></html>"
    ).encode(charset)


def pdf_of(*pages, title=None):
    """A PDF with the lines of each page in Helvetica, one below the other."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>"
        )
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        stream = f"BT /F 11 Tf 14 TL 40 760 Td {shown} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    if title:
        objects.append(f"<< /Title ({title}) >>")
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    info = f" /Info {len(objects)} 0 R" if title else ""
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R{info} >>\nstartxref\n{len(data)}\n%%EOF"
    return data + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}{end}".encode()


def docx_of(*paragraphs, title=""):
    document, file = docx.Document(), io.BytesIO()
    document.core_properties.title = title
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(file)
    return file.getvalue()


def zip_bomb(size=200_000_000):
    """A DOCX whose text would unpack to `size` bytes, from a few hundred kilobytes."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_of("Small."))) as good,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            if name != "word/document.xml":
                bad.writestr(name, good.read(name))
        with bad.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(size // 1_000_000):
                part.write(b" " * 1_000_000)
    return packed.getvalue()


def feed_of(*entries):
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link><description>{text}</description>"
        "<pubDate>Wed, 09 Mar 2022 10:00:00 GMT</pubDate></item>"
        for title, link, text in entries
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title><language>en-gb</language>{items}'
        "</channel></rss>"
    ).encode()
