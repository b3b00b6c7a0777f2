"""Search terms for Korean text: pairs of syllables, which any full-text index can find in order.

Owns the analysis of texts and of queries; both must be analysed here or they do not meet. Must not know
a database: SQLite's FTS5 and PostgreSQL's tsvector get the same string. Why pairs: trigram indexes miss
every word of two syllables, and most Korean nouns have two.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# Scripts written without spaces between words: Hangul (also its letters), kana and ideographs.
_CJK: Final = (
    r"\u1100-\u11ff\u3005-\u3007\u3041-\u30ff\u3131-\u318e\u3400-\u4dbf\u4e00-\u9fff"
    r"\ua960-\ua97f\uac00-\ud7ff\U00020000-\U0003ffff"
)
_WORD: Final = re.compile(r"[^\W_]+")
_RUN: Final = re.compile(f"[{_CJK}]+|[^{_CJK}]+")
_CJK_RUN: Final = re.compile(f"[{_CJK}]+")

_MAX_QUERY: Final = 200
_MAX_TERMS: Final = 10
#: From this length a Latin word also finds longer ones: `chall` finds `challenge`, `AI` does not find `air`.
_PREFIX_FROM: Final = 3


@dataclass(frozen=True)
class QueryTerm:
    """One word of a query: these tokens must stand side by side, the last one as a beginning if `prefix`."""

    tokens: tuple[str, ...]
    prefix: bool = False


def _words(text: str) -> Iterator[list[str]]:
    """Each word as its runs of one kind: `AI기반` is `ai` and `기반`."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    for word in _WORD.findall(plain):
        yield _RUN.findall(word)


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]


def _tokens(run: str) -> list[str]:
    return [*_pairs(run), run[-1]] if _CJK_RUN.fullmatch(run) else [run]


def search_text(text: str) -> str:
    """The string to index: Hangul as overlapping pairs and the last syllable alone, other words whole.

    `미세먼지 AI` becomes `미세 세먼 먼지 지 ai`. The lone last syllable lets a search for one syllable
    be a search for beginnings.
    """
    return " ".join(token for runs in _words(text) for run in runs for token in _tokens(run))


def query_terms(query: str) -> tuple[QueryTerm, ...]:
    """What must be found, all of it, in any order; nothing when the query holds no word.

    A term of two or more syllables finds exactly the texts that have it within a word. At most 10 words
    of the first 200 characters count.
    """
    terms: dict[QueryTerm, None] = {}
    for runs in _words(query[:_MAX_QUERY]):
        *before, last = runs
        tokens = [token for run in before for token in _tokens(run)]
        if not _CJK_RUN.fullmatch(last):
            term = QueryTerm((*tokens, last), prefix=len(last) >= _PREFIX_FROM)
        elif len(last) == 1:
            term = QueryTerm((*tokens, last), prefix=True)
        else:  # the word may go on in the text, so its last syllable alone is not asked for
            term = QueryTerm((*tokens, *_pairs(last)))
        terms[term] = None
    return tuple(terms)[:_MAX_TERMS]


def bigrams(text: str) -> frozenset[str]:
    """The distinct tokens of two syllables or more, for comparing texts by what they share."""
    return frozenset(token for token in search_text(text).split() if len(token) > 1)
