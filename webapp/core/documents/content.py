"""What a document consists of: a head, and blocks in their order. Plain text only, no markup in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the document; level 1 stands right below its title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `is_note`: smaller, with the mark of a note (※)."""

    text: str
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list; numbered where the order counts."""

    texts: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms and what holds for each: a table of two columns whose first one heads the rows."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head; `title` says what it shows. `shares`: how wide the columns are to each other."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...] = ()


Block = Heading | Paragraph | Items | Facts | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: who puts it out, what it is called, its blocks, and the line that closes it."""

    issuer: str
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    closing: str = ""
    footer: str = ""
    language: str = "ko"
