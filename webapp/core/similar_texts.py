"""Texts that say alike: which problems and contests of the past resemble what somebody is writing.

Owns an index of syllable pairs, the same on SQLite and PostgreSQL. Candidates come by the rarest pairs of
what is written; then all their pairs are weighed, a rare one more. Must not decide what is public: contexts
put in what everybody may read, and take it out again. Kept by the same transaction as the texts.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.models import Base, BigId, Identified
from webapp.core.search import bigrams
from webapp.core.work import Work

#: So much of a text is compared; what matters stands at its beginning.
COMPARED: Final = 2000
TERM_MAX: Final = 24
#: Of each text its rarest terms are entered: common ones would fill the index and find everything.
ENTERED: Final = 48
#: While there are few texts, no term is rare or common yet, and all are entered.
FEW: Final = 1000
#: How many entries may be read for one question, and how many texts are weighed in full.
READ: Final = 4000
WEIGHED: Final = 120
#: Below this likeness two texts have only everyday words in common.
ALIKE: Final = 0.2
_TOTAL: Final = ""
_BATCH: Final = 500


class SimilarText(Identified, Base):
    """A public text that others are compared with; `ref_key` is its key in its address."""

    __tablename__ = "similar_texts"
    __table_args__ = (sa.UniqueConstraint("kind", "ref_key"),)

    kind: Mapped[str] = mapped_column(sa.String(32))
    ref_key: Mapped[str] = mapped_column(sa.String(16))
    title: Mapped[str] = mapped_column(sa.String(200))
    title_en: Mapped[str] = mapped_column(sa.String(250))
    #: All terms of the text, each once, in the order of the alphabet, with blanks between.
    terms: Mapped[str] = mapped_column(sa.Text)


class SimilarEntry(Base):
    """One rare term of one text."""

    __tablename__ = "similar_entries"
    __table_args__ = ({"sqlite_with_rowid": False},)

    term: Mapped[str] = mapped_column(sa.String(TERM_MAX), primary_key=True)
    text_id: Mapped[int] = mapped_column(
        BigId, sa.ForeignKey("similar_texts.id"), primary_key=True, autoincrement=False
    )


class SimilarTerm(Base):
    """In how many texts a term stands; the empty term counts all texts."""

    __tablename__ = "similar_terms"

    term: Mapped[str] = mapped_column(sa.String(TERM_MAX), primary_key=True)
    texts: Mapped[int] = mapped_column(BigId)


@dataclass(frozen=True, slots=True)
class Comparable:
    """A text as a context puts it in."""

    key: str
    title: str
    title_en: str
    text: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """A text that resembles what was asked about; `share` of 0 to 1 says how much."""

    kind: str
    key: str
    title: str
    title_en: str
    share: float


@dataclass(frozen=True, slots=True)
class ComparedSource:
    """Where the texts of one kind come from, for building the index anew.

    `texts(work, after, limit)` gives the next ids above `after` in their order, each with its text.
    """

    kind: str
    texts: Callable[[Work, int, int], Sequence[tuple[int, Comparable]]]


def terms_of(text: str) -> frozenset[str]:
    """The terms by which a text is compared."""
    return frozenset(term[:TERM_MAX] for term in bigrams(text[:COMPARED]))


def put_similar(work: Work, kind: str, comparable: Comparable) -> None:
    """Enter a text, or bring it up to date. Safe to repeat."""
    terms = terms_of(f"{comparable.title} {comparable.text}")
    row = _find(work, kind, comparable.key)
    if row is None:
        row = SimilarText(kind=kind, ref_key=comparable.key, terms="")
        work.session.add(row)
    row.title, row.title_en = comparable.title[:200], comparable.title_en[:250]
    before = frozenset(row.terms.split())
    if before == terms and row.id is not None:
        return
    is_new = row.id is None
    row.terms = " ".join(sorted(terms))
    work.flush()
    _take_out_entries(work, row.id, before)
    new = dict.fromkeys(terms - before, 1) | ({_TOTAL: 1} if is_new else {})
    _count(work, new | dict.fromkeys(before - terms, -1))
    frequencies, total = _frequencies(work, terms)
    _enter(work, [(term, row.id) for term in _rarest(terms, frequencies, total)])


def drop_similar(work: Work, kind: str, key: str) -> None:
    """Take a text out: it is public no more. Safe to repeat."""
    row = _find(work, kind, key)
    if row is None:
        return
    terms = frozenset(row.terms.split())
    _take_out_entries(work, row.id, terms)
    _count(work, dict.fromkeys(terms | {_TOTAL}, -1))
    work.session.delete(row)
    work.flush()


def find_similar(
    work: Work, text: str, *, limit: int = 5, besides: str = "", least: float = ALIKE
) -> Sequence[Likeness]:
    """What resembles `text` most, the most alike first; `besides`: the key of the text itself.

    Three statements, whose rows do not grow with the number of texts.
    """
    terms = terms_of(text)
    frequencies, total = _frequencies(work, terms)
    weights = weigh(terms, frequencies, total)
    chosen = _to_look_up(frequencies)
    if not chosen:
        return ()
    shared: defaultdict[int, float] = defaultdict(float)
    entries = _select(SimilarEntry.text_id, SimilarEntry.term).where(SimilarEntry.term.in_(chosen))
    for row in work.rows(entries.limit(2 * READ)):
        shared[row.text_id] += weights[row.term]
    best = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:WEIGHED]
    texts = _select(
        SimilarText.kind, SimilarText.ref_key, SimilarText.title, SimilarText.title_en, SimilarText.terms
    ).where(
        SimilarText.id.in_([text_id for text_id, _weight in best]),
        SimilarText.ref_key != besides,
    )
    found = [
        Likeness(row.kind, row.ref_key, row.title, row.title_en, likeness(weights, row.terms.split()))
        for row in work.rows(texts)
    ]
    wanted = [one for one in found if one.share >= least]
    return sorted(wanted, key=lambda one: (-one.share, one.key))[:limit]


def weigh(terms: Collection[str], frequencies: Mapping[str, int], total: int) -> dict[str, float]:
    """What each term counts for: the fewer texts have it, the more."""
    return {term: math.log(1 + (total + 1) / (frequencies.get(term, 0) + 0.5)) for term in terms}


def likeness(weights: Mapping[str, float], terms: Collection[str]) -> float:
    """How alike a text with `terms` is to the one whose terms have `weights`: 0 to 1.

    The weight of what both have, over the geometric mean of both; a term of the other text alone counts for
    as much as one of this text does on the average.
    """
    own = sum(weights.values())
    shared = sum(weights.get(term, 0.0) for term in terms)
    other = own / len(weights) * len(terms) if weights else 0.0
    return min(1.0, shared / math.sqrt(own * other)) if own and other else 0.0


def rebuild_similar(work: Work, sources: Iterable[ComparedSource]) -> int:
    """Make the index anew from what stands in the tables; returns how many texts it holds."""
    for table in (SimilarEntry, SimilarTerm, SimilarText):
        work.session.execute(sa.delete(table))
    counts: Counter[str] = Counter()
    for source in sources:
        after = 0
        while batch := source.texts(work, after, _BATCH):
            rows = [_row(source.kind, one) for _id, one in batch]
            for row in rows:
                counts.update(row["terms"].split())
            work.session.execute(sa.insert(SimilarText), rows)
            counts[_TOTAL] += len(rows)
            after = batch[-1][0]
    for part in _parts([{"term": term, "texts": texts} for term, texts in counts.items()]):
        work.session.execute(sa.insert(SimilarTerm), part)
    _enter_all(work, counts)
    return counts[_TOTAL]


def _enter_all(work: Work, counts: Mapping[str, int]) -> None:
    after = 0
    page = sa.select(SimilarText.id, SimilarText.terms).order_by(SimilarText.id).limit(_BATCH)
    while rows := work.session.execute(page.where(SimilarText.id > after)).all():
        chosen = ((_rarest(row.terms.split(), counts, counts[_TOTAL]), row.id) for row in rows)
        _enter(work, [(term, text_id) for terms, text_id in chosen for term in terms])
        after = rows[-1].id


def _row(kind: str, one: Comparable) -> dict[str, str]:
    return {
        "kind": kind,
        "ref_key": one.key,
        "title": one.title[:200],
        "title_en": one.title_en[:250],
        "terms": " ".join(sorted(terms_of(f"{one.title} {one.text}"))),
    }


def _find(work: Work, kind: str, key: str) -> SimilarText | None:
    return work.session.scalar(
        sa.select(SimilarText)
        .where(SimilarText.kind == kind, SimilarText.ref_key == key)
        .with_for_update(of=SimilarText)
    )


def _rarest(terms: Collection[str], frequencies: Mapping[str, int], total: int) -> Sequence[str]:
    """The terms by which a text is entered."""
    if total < FEW:
        return sorted(terms)
    return sorted(terms, key=lambda term: (frequencies.get(term, 0), term))[:ENTERED]


def _to_look_up(frequencies: Mapping[str, int]) -> Sequence[str]:
    """The rarest terms that are known, as many as may be read; at least the very rarest."""
    chosen: list[str] = []
    read = 0
    for term, texts in sorted(frequencies.items(), key=lambda pair: (pair[1], pair[0])):
        read += texts
        if chosen and read > READ:
            break
        chosen.append(term)
    return chosen


def _frequencies(work: Work, terms: Collection[str]) -> tuple[dict[str, int], int]:
    """In how many texts each known term stands, and how many texts there are. One statement."""
    query = _select(SimilarTerm.term, SimilarTerm.texts).where(SimilarTerm.term.in_([_TOTAL, *terms]))
    known: dict[str, int] = {row.term: row.texts for row in work.rows(query) if row.texts > 0}
    return known, known.pop(_TOTAL, 0)


def _select(*columns: Any) -> sa.Select[Any]:
    return sa.select(*columns)


def _count(work: Work, changes: Mapping[str, int]) -> None:
    """Count terms up or down, all in one order, so that two who post at once do not block each other."""
    if not changes:
        return
    dialect = work.session.get_bind().dialect.name
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert(SimilarTerm)
    statement = statement.on_conflict_do_update(
        index_elements=["term"], set_={"texts": SimilarTerm.texts + statement.excluded.texts}
    )
    rows = [{"term": term, "texts": by} for term, by in sorted(changes.items())]
    work.session.connection().execute(statement, rows)


def _enter(work: Work, entries: Sequence[tuple[str, int]]) -> None:
    for part in _parts([{"term": term, "text_id": text_id} for term, text_id in entries]):
        work.session.connection().execute(sa.insert(SimilarEntry), part)


def _take_out_entries(work: Work, text_id: int, terms: Collection[str]) -> None:
    for part in _parts(sorted(terms)):
        work.session.connection().execute(
            sa.delete(SimilarEntry).where(SimilarEntry.term.in_(part), SimilarEntry.text_id == text_id)
        )


def _parts(rows: Sequence[Any], size: int = 5000) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
