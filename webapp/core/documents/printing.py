"""PDF and pictures, set by typst: A4, tagged (PDF/UA-1), and the same bytes for the same content.

Needs the `pdf` extra and the fonts that `make setup` brings. What people wrote goes in as data and is never
read as markup. Owns the one use of typst.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from webapp.core.documents.content import Document
from webapp.core.errors import Unavailable
from webapp.core.i18n import gettext as _

try:
    import typst
except ImportError:  # the extra is not installed; said when a document is asked for
    _HAS_TYPST = False
else:
    _HAS_TYPST = True

PDF_TYPE: Final = "application/pdf"
PNG_TYPE: Final = "image/png"
#: Where `make setup` puts the fonts.
FONTS: Final = Path(__file__).resolve().parents[3] / "static" / "vendor" / "pretendard"
TEMPLATES: Final = Path(__file__).resolve().parent / "typst"
#: Controls, all but the end of a line: no font has them.
_CONTROLS: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
#: The size of a picture that other sites show beside a link, in points and so in pixels.
CARD_PPI: Final = 72.0


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What stands on a picture that is shown beside a link."""

    title: str
    label: str
    lines: tuple[str, ...]
    site: str


def to_pdf(document: Document) -> bytes:
    """The document as PDF. Unavailable without the `pdf` extra."""
    blocks = [{"kind": type(block).__name__.lower(), **asdict(block)} for block in document.blocks]
    data = {**asdict(document), "blocks": blocks}
    try:
        return _compile("document.typ", data, format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError:
        # A character that the font lacks (an emoji, a rare ideograph) rules out the standard alone.
        return _compile("document.typ", data, format="pdf")


def share_png(card: ShareCard) -> bytes:
    """A picture of 1200 by 630 pixels. Unavailable without the `pdf` extra."""
    return _compile("card.typ", asdict(card), format="png", ppi=CARD_PPI)


def _compile(template: str, data: dict[str, Any], **how: Any) -> bytes:
    if not _HAS_TYPST:
        message = _("이 문서를 만들려면 추가 기능 ‘%(extra)s’을(를) 설치해야 합니다.", extra="pdf")
        raise Unavailable(message)
    made = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_shown(data), ensure_ascii=False)},
        **how,
    )
    if not isinstance(made, bytes):
        raise TypeError("one document is one stretch of bytes")
    return made


def _shown(value: Any) -> Any:
    """The data without controls, to any depth."""
    if isinstance(value, str):
        return _CONTROLS.sub(" ", value)
    if isinstance(value, dict):
        return {key: _shown(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(one) for one in value]
    return value
