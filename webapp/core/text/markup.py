"""Limited Markdown turned into HTML that is safe to show, and into plain text.

Owns the one sanitiser of the platform. Raw HTML in the source is shown as the text it is. Must not be
used for text that we write ourselves: templates do that.
"""

import re
import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from markupsafe import Markup

from webapp.core.text.clean import shorten

if TYPE_CHECKING:
    from bleach.callbacks import _HTMLAttrs

_ALLOWED: Final = "p br strong em a ul ol li blockquote code pre hr h3 h4 h5 table thead tbody tr th td"
_TAGS: Final = frozenset(_ALLOWED.split())
_PROTOCOLS: Final = frozenset({"http", "https", "mailto"})
#: Links of strangers earn no rank, are marked as theirs and get no hold of our window.
_LINK_REL: Final = "nofollow ugc noopener"
#: A bare address ends before Hangul, so that a particle does not become part of it.
_BARE_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*[A-Za-z0-9/=&%#_~)-]")
#: A page has one h1 and its sections are h2, so a person's `#` begins at h3.
_HEADINGS: Final = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h5", "h5": "h5", "h6": "h5"}
_CACHED_LENGTH: Final = 20_000
#: Lines of words that no rule of Markdown looks at; most of what people write. They begin with a letter, so
#: they are no list, quote or heading, and hold nothing that marks, escapes or links.
_PLAIN_LINE: Final = r"[A-Za-z가-힣(“‘](?:[A-Za-z0-9가-힣 ,.!?()·%“”‘’…~-]*[A-Za-z0-9가-힣,.!?()·%“”‘’…~-])?"
_PLAIN: Final = re.compile(rf"{_PLAIN_LINE}(?:\n+{_PLAIN_LINE})*")
_PARAGRAPHS: Final = re.compile(r"\n{2,}")
_engines = threading.local()


def _is_cjk(letter: str) -> bool:
    """Hangul, kana, ideographs and their punctuation: scripts that set words side by side without spaces."""
    code = ord(letter)
    return (
        0x1100 <= code <= 0x11FF
        or 0x2E80 <= code <= 0xA4CF
        or 0xA960 <= code <= 0xA97F
        or 0xAC00 <= code <= 0xD7FF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
    )


def _is_punctuation(letter: str) -> bool:
    return isMdAsciiPunct(ord(letter)) or isPunctChar(letter)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """`*` beside punctuation also opens and closes against CJK letters: `**"미세먼지"**를` is bold.

    CommonMark wants white space or punctuation there, which Korean, with its particles, does not have.
    """
    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    can_open, can_close = scanned.can_open, scanned.can_close
    if marker == "*":
        end = state.pos + scanned.length
        before = state.src[state.pos - 1] if state.pos else " "
        after = state.src[end] if end < state.posMax else " "
        if not isWhiteSpace(ord(after)) and _is_punctuation(after) and _is_cjk(before):
            can_open = True
        if not isWhiteSpace(ord(before)) and _is_punctuation(before) and _is_cjk(after):
            can_close = True
        if before.isdecimal() and after.isdecimal():  # 5*3*2 is arithmetic
            can_open = can_close = False
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        place = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord(marker), scanned.length, place, -1, can_open, can_close))
    state.pos += scanned.length
    return True


def _new_parser() -> MarkdownIt:
    # A line end is kept as one: joining lines would put a space inside a Korean word.
    parser = (
        MarkdownIt("commonmark", {"html": False, "breaks": True})
        .enable("table")
        .disable(["image", "lheading"])
    )
    parser.inline.ruler.at("emphasis", _emphasis)
    return parser


def _mark_link(attributes: "_HTMLAttrs", new: bool = False) -> "_HTMLAttrs":  # noqa: ARG001  # bleach calls it so
    attributes[(None, "rel")] = _LINK_REL
    return attributes


def _attribute_allowed(tag: str, name: str, value: str) -> bool:
    return (tag == "a" and name == "href") or (tag == "ol" and name == "start" and value.isdecimal())


class _Engine:
    """Parser and cleaner of one thread: a Cleaner that two threads share breaks."""

    def __init__(self) -> None:
        self.parser = _new_parser()
        self.cleaner = Cleaner(
            tags=_TAGS,
            attributes=_attribute_allowed,
            protocols=_PROTOCOLS,
            strip=True,
            filters=[
                partial(
                    LinkifyFilter,
                    callbacks=[_mark_link],
                    skip_tags=frozenset({"pre", "code"}),
                    url_re=_BARE_ADDRESS,
                )
            ],
        )

    def parse(self, source: str) -> list[Token]:
        tokens = self.parser.parse(source)
        for token in tokens:
            token.tag = _HEADINGS.get(token.tag, token.tag)
        return tokens

    def render(self, source: str) -> str:
        rendered = self.parser.renderer.render(self.parse(source), self.parser.options, {})
        return self.cleaner.clean(rendered).strip()


def _engine() -> _Engine:
    engine: _Engine | None = getattr(_engines, "engine", None)
    if engine is None:
        engine = _engines.engine = _Engine()
    return engine


@lru_cache(maxsize=256)
def _render_cached(source: str) -> str:
    return _engine().render(source)


def _plain_html(text: str) -> str:
    """What parser and cleaner make of a text that `_PLAIN` matches, in a hundredth of the time."""
    return "\n".join(f"<p>{part.replace(chr(10), '<br>' + chr(10))}</p>" for part in _PARAGRAPHS.split(text))


def to_html(source: str | None) -> Markup:
    """Limited Markdown as safe HTML: paragraphs, emphasis, lists, quotes, code, tables, links, headings.

    Links carry `rel="nofollow ugc noopener"`, only http, https and mailto are followed, bare addresses become
    links. Headings begin at h3. Images and raw HTML are not shown as such. Never raises, whatever the text.
    """
    text = source or ""
    if _PLAIN.fullmatch(text):
        return Markup(_plain_html(text))  # noqa: S704  # words alone: nothing in it can mean markup
    rendered = _render_cached(text) if len(text) <= _CACHED_LENGTH else _engine().render(text)
    return Markup(rendered)  # noqa: S704  # the cleaner made it


def _spoken(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"text", "code_inline", "code_block", "fence"}:
            yield token.content
        elif token.type in {"softbreak", "hardbreak"} or (token.block and token.nesting <= 0):
            yield "\n"
        if token.children:
            yield from _spoken(token.children)


def plain_text(source: str | None) -> str:
    """The words of limited Markdown without its marks, one line to a paragraph, for mails and search."""
    lines = "".join(_spoken(_engine().parse(source or ""))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def plain_excerpt(source: str | None, limit: int = 120) -> str:
    """The beginning of the text on one line without marks, at most `limit` characters. Not escaped."""
    # Marks are short beside words: what lies far beyond the limit need not be parsed.
    return shorten(plain_text((source or "")[: limit * 20]), limit)
