"""Documents to be printed, filed and edited: one content, given out as PDF and as an open format.

Owns what a document consists of and both forms. Must not know what a document is about: contexts write them.
"""

from webapp.core.documents.content import Block, Document, Facts, Heading, Items, Paragraph, Table
from webapp.core.documents.open_document import ODT_TYPE, to_odt
from webapp.core.documents.printing import PDF_TYPE, PNG_TYPE, ShareCard, share_png, to_pdf

__all__ = [
    "ODT_TYPE",
    "PDF_TYPE",
    "PNG_TYPE",
    "Block",
    "Document",
    "Facts",
    "Heading",
    "Items",
    "Paragraph",
    "ShareCard",
    "Table",
    "share_png",
    "to_odt",
    "to_pdf",
]
