"""Small files made at run time: DOCX from XML, and PDFs that can't be read."""

from __future__ import annotations

import io
import zipfile

import docx
import pypdfium2
from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def a_docx(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def docx_package(document: str, **parts: str) -> bytes:
    """A DOCX of the document's whole XML, and other parts of word/ by their bare name."""
    kinds = {name: name if name in ("numbering", "styles", "footnotes") else "header" for name in parts}
    relations = "".join(
        f'<Relationship Id="r_{name}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>' for name, kind in kinds.items()
    )
    main = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    entries = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELS}">{main}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELS}">{relations}</Relationships>',
        "word/document.xml": document,
        **{f"word/{name}.xml": content for name, content in parts.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx_of(body: str, **parts: str) -> bytes:
    """A DOCX whose body is the given WordprocessingML; the prefixes w, r, mc, wps and v are bound."""
    spaces = (
        f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    bound = {
        name: content.replace(">", f" {spaces}>", 1) if "xmlns:w=" not in content else content
        for name, content in parts.items()
    }
    return docx_package(f"<w:document {spaces}><w:body>{body}</w:body></w:document>", **bound)


def p(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def scanned_pdf() -> bytes:
    """A page that is a picture."""
    buffer = io.BytesIO()
    Image.new("L", (600, 800), 200).save(buffer, "PDF")
    return buffer.getvalue()


def pdf_of_pages(count: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(count):
        document.new_page(200, 200).close()
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF with the standard security handler and keys that no empty password opens."""
    key = "<" + "ab" * 32 + ">"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        f"<</Filter/Standard/V 2/R 3/Length 128/P -44/O {key}/U {key}>>",
    ]
    out = "%PDF-1.5\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{o:010d} 00000 n \n" for o in offsets)
    out += f"trailer\n<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<01><01>]>>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("ascii")
