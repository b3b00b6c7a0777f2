"""OpenDocument text (ODT, KS X ISO/IEC 26300): the open format that every office program reads and writes.

The same bytes for the same content: entries carry a fixed time. What people wrote becomes text, never markup.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from webapp.core.documents.content import Block, Document, Facts, Heading, Items, Paragraph, Table

ODT_TYPE: Final = "application/vnd.oasis.opendocument.text"
_SPACES: Final = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Zip's own first day: the time of every entry.
_WHEN: Final = (1980, 1, 1, 0, 0, 0)
_FONT: Final = "Pretendard, 'Malgun Gothic', '맑은 고딕', 'Noto Sans KR', sans-serif"
#: Paragraph styles: name, parent-like settings as (size, weight, alignment, space above and below in mm).
_STYLES: Final = {
    "Standard": ("10.5pt", "normal", "start", "0mm", "2mm"),
    "Title": ("19pt", "bold", "center", "2mm", "2mm"),
    "Middle": ("11pt", "normal", "center", "0mm", "2mm"),
    "Heading_20_1": ("13pt", "bold", "start", "6mm", "3mm"),
    "Heading_20_2": ("11pt", "bold", "start", "4mm", "2mm"),
    "Note": ("9.5pt", "normal", "start", "0mm", "2mm"),
    "Caption": ("9.5pt", "bold", "start", "3mm", "1mm"),
    "Cell": ("10pt", "normal", "start", "0mm", "0mm"),
    "Head": ("10pt", "bold", "start", "0mm", "0mm"),
    "Foot": ("8.5pt", "normal", "start", "0mm", "0mm"),
}
for _prefix, _uri in _SPACES.items():
    ET.register_namespace(_prefix, _uri)


def to_odt(document: Document) -> bytes:
    """The document as an ODT file."""
    parts = {
        "mimetype": ODT_TYPE.encode(),
        "content.xml": _xml(_content(document)),
        "styles.xml": _xml(_styles(document)),
        "meta.xml": _xml(_meta(document)),
        "META-INF/manifest.xml": _xml(_manifest()),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            is_first = name == "mimetype"  # read by its place in the file, so neither moved nor compressed
            entry.compress_type = zipfile.ZIP_STORED if is_first else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return file.getvalue()


# ---------------------------------------------------------------- content


def _content(document: Document) -> ET.Element:
    root = _root("document-content")
    automatic = _add(root, "office:automatic-styles")
    _cell_style(automatic)
    body = _add(_add(root, "office:body"), "office:text")
    _line(body, document.issuer, "Middle")
    _line(body, document.title, "Title")
    if document.subtitle:
        _line(body, document.subtitle, "Middle")
    for block in document.blocks:
        _block(body, block)
    if document.closing:
        _line(body, document.closing)
    return root


def _block(body: ET.Element, block: Block) -> None:
    match block:
        case Heading(text, level):
            heading = _add(body, "text:h", style_name=f"text:Heading_20_{min(level, 2)}")
            heading.set(_name("text:outline-level"), str(level))
            _write(heading, text)
        case Paragraph(text, is_note):
            _line(body, f"※ {text}" if is_note else text, "Note" if is_note else "Standard")
        case Items(texts, is_numbered):
            for place, text in enumerate(texts, 1):
                _line(body, f"{place}. {text}" if is_numbered else f"○ {text}")
        case Facts(rows):
            _table(body, (), rows, first_is_head=True)
        case Table(title, head, rows):
            _line(body, title, "Caption")
            _table(body, head, rows)


def _table(
    body: ET.Element, head: tuple[str, ...], rows: Iterable[tuple[str, ...]], *, first_is_head: bool = False
) -> None:
    rows = tuple(rows)
    table = _add(body, "table:table")
    for _column in head or (rows[0] if rows else ()):
        _add(table, "table:table-column")
    if head:
        row = _add(_add(table, "table:table-header-rows"), "table:table-row")
        for text in head:
            _cell(row, text, "Head")
    for texts in rows:
        row = _add(table, "table:table-row")
        for place, text in enumerate(texts):
            _cell(row, text, "Head" if first_is_head and place == 0 else "Cell")
    _line(body, "", "Cell")


def _cell(row: ET.Element, text: str, style: str) -> None:
    cell = _add(row, "table:table-cell", style_name="table:Bordered")
    cell.set(_name("office:value-type"), "string")
    _line(cell, text, style)


def _line(parent: ET.Element, text: str, style: str = "Standard") -> None:
    _write(_add(parent, "text:p", style_name=f"text:{style}"), text)


def _write(element: ET.Element, text: str) -> None:
    """The text with its line breaks; empty lines are left out."""
    lines = [line for line in _NOT_XML.sub("", text).splitlines() if line.strip()] or [""]
    element.text = lines[0]
    for line in lines[1:]:
        _add(element, "text:line-break").tail = line


# ---------------------------------------------------------------- styles and the rest


def _styles(document: Document) -> ET.Element:
    root = _root("document-styles")
    styles = _add(root, "office:styles")
    for name, (size, weight, align, above, below) in _STYLES.items():
        style = _add(styles, "style:style", name=name, family="paragraph")
        paragraph = _add(style, "style:paragraph-properties")
        for key, value in (("text-align", align), ("margin-top", above), ("margin-bottom", below)):
            paragraph.set(_name(f"fo:{key}"), value)
        paragraph.set(_name("fo:line-height"), "160%")
        letters = _add(style, "style:text-properties")
        language, country = ("ko", "KR") if document.language == "ko" else ("en", "GB")
        for key, value in (("font-family", _FONT), ("font-size", size), ("font-weight", weight)):
            letters.set(_name(f"fo:{key}"), value)
            letters.set(_name(f"style:{key}-asian"), value)
        letters.set(_name("fo:language"), "en" if document.language == "ko" else language)
        letters.set(_name("style:language-asian"), language)
        letters.set(_name("style:country-asian"), country)
    _page(root, document)
    return root


def _page(root: ET.Element, document: Document) -> None:
    """A4 with the foot of the document on every page."""
    automatic = _add(root, "office:automatic-styles")
    layout = _add(automatic, "style:page-layout", name="A4")
    page = _add(layout, "style:page-layout-properties")
    for key, value in (
        ("page-width", "210mm"),
        ("page-height", "297mm"),
        ("margin-top", "22mm"),
        ("margin-bottom", "20mm"),
        ("margin-left", "20mm"),
        ("margin-right", "20mm"),
    ):
        page.set(_name(f"fo:{key}"), value)
    master = _add(_add(root, "office:master-styles"), "style:master-page", name="Standard")
    master.set(_name("style:page-layout-name"), "A4")
    if document.footer:
        _line(_add(master, "style:footer"), document.footer, "Foot")


def _cell_style(automatic: ET.Element) -> None:
    cell = _add(automatic, "style:style", name="Bordered", family="table-cell")
    edges = _add(cell, "style:table-cell-properties")
    edges.set(_name("fo:border"), "0.5pt solid #969696")
    edges.set(_name("fo:padding"), "1.5mm")


def _meta(document: Document) -> ET.Element:
    root = _root("document-meta")
    meta = _add(root, "office:meta")
    for tag, text in (
        ("title", document.title),
        ("creator", document.issuer),
        ("language", document.language),
    ):
        _add(meta, f"dc:{tag}").text = _NOT_XML.sub("", text)
    return root


def _manifest() -> ET.Element:
    root = ET.Element(_name("manifest:manifest"), {_name("manifest:version"): "1.3"})
    for path, kind in (
        ("/", ODT_TYPE),
        ("content.xml", "text/xml"),
        ("styles.xml", "text/xml"),
        ("meta.xml", "text/xml"),
    ):
        entry = _add(root, "manifest:file-entry")
        entry.set(_name("manifest:full-path"), path)
        entry.set(_name("manifest:media-type"), kind)
    return root


def _root(kind: str) -> ET.Element:
    return ET.Element(_name(f"office:{kind}"), {_name("office:version"): "1.3"})


def _add(
    parent: ET.Element, tag: str, *, name: str = "", family: str = "", style_name: str = ""
) -> ET.Element:
    """A child; `style_name` as `text:Title`: the style, and the space whose attribute names it."""
    element = ET.SubElement(parent, _name(tag))
    if name:
        element.set(_name("style:name"), name)
    if family:
        element.set(_name("style:family"), family)
    if style_name:
        space, style = style_name.split(":", 1)
        element.set(_name(f"{space}:style-name"), style)
    return element


def _name(short: str) -> str:
    space, local = short.split(":", 1)
    return f"{{{_SPACES[space]}}}{local}"


def _xml(root: ET.Element) -> bytes:
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()
