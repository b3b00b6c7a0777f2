"""The full-text index over what is public: one row of search terms per thing, found in either database.

Owns the table and how it is asked: FTS5 on SQLite, a GIN index on `tsvector` on PostgreSQL, both over the
terms that `search` makes. Must not decide what is visible: whoever asks joins the ids found with its own
conditions, so a row that is no longer public shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.models import Base, BigId, Identified
from webapp.core.search import QueryTerm, query_terms, search_text
from webapp.core.work import Work

#: What belongs to the index and is made by plain SQL; Alembic leaves it alone.
OWN_NAMES: Final = ("search_documents_fts", "ix_search_documents_terms")
SQLITE_DDL: Final = (
    """CREATE VIRTUAL TABLE search_documents_fts USING fts5(
        terms, content='search_documents', content_rowid='id', tokenize='unicode61 remove_diacritics 0'
    )""",
    """CREATE TRIGGER search_documents_added AFTER INSERT ON search_documents BEGIN
        INSERT INTO search_documents_fts(rowid, terms) VALUES (new.id, new.terms);
    END""",
    """CREATE TRIGGER search_documents_removed AFTER DELETE ON search_documents BEGIN
        INSERT INTO search_documents_fts(search_documents_fts, rowid, terms)
        VALUES ('delete', old.id, old.terms);
    END""",
    """CREATE TRIGGER search_documents_changed AFTER UPDATE ON search_documents BEGIN
        INSERT INTO search_documents_fts(search_documents_fts, rowid, terms)
        VALUES ('delete', old.id, old.terms);
        INSERT INTO search_documents_fts(rowid, terms) VALUES (new.id, new.terms);
    END""",
)
POSTGRES_DDL: Final = (
    """CREATE INDEX ix_search_documents_terms ON search_documents
        USING gin (to_tsvector('simple'::regconfig, terms))""",
)
_BATCH: Final = 500
#: A term that no text has: those of Hangul are of two letters at most.
NOTHING: Final = "\uac00\uac00\uac00"


class SearchDocument(Identified, Base):
    """The search terms of one public thing: `kind` says of which table, `ref_id` which row."""

    __tablename__ = "search_documents"
    __table_args__ = (sa.UniqueConstraint("kind", "ref_id"),)

    kind: Mapped[str] = mapped_column(sa.String(32))
    ref_id: Mapped[int] = mapped_column(BigId)
    terms: Mapped[str] = mapped_column(sa.Text)


@dataclass(frozen=True, slots=True)
class SearchSource:
    """Where the texts of one kind come from, for building the index anew.

    `texts(work, after, limit)` gives the next ids above `after` in their order, each with its text.
    """

    kind: str
    texts: Callable[[Work, int, int], Sequence[tuple[int, str]]]


def put_text(work: Work, kind: str, ref_id: int, *texts: str) -> None:
    """Let a thing be found by these texts from now on, and by nothing else."""
    terms = search_text(" ".join(texts))
    place = (SearchDocument.kind == kind, SearchDocument.ref_id == ref_id)
    changed = work.session.execute(sa.update(SearchDocument).where(*place).values(terms=terms))
    if not changed.rowcount:  # type: ignore[attr-defined]  # an UPDATE always counts its rows
        work.session.execute(sa.insert(SearchDocument).values(kind=kind, ref_id=ref_id, terms=terms))


def found_ids(dialect: str, kind: str) -> sa.Select[int]:
    """The ids of the things of a kind that hold every word, as a part of a statement with the value `match`.

    `matching` makes that value. One statement so serves every question, and need be made but once.
    """
    asked = sa.bindparam("match", type_=sa.String())
    ids = sa.select(SearchDocument.ref_id).where(SearchDocument.kind == kind)
    if dialect == "sqlite":
        rows = sa.text("SELECT rowid FROM search_documents_fts WHERE search_documents_fts MATCH :match")
        found = rows.bindparams(asked).columns(sa.column("rowid", BigId))
        return ids.where(SearchDocument.id.in_(found))
    simple: sa.ColumnElement[Any] = sa.literal_column("'simple'::regconfig")
    vector = sa.func.to_tsvector(simple, SearchDocument.terms)
    return ids.where(vector.op("@@")(sa.func.to_tsquery(simple, asked)))


def matching(dialect: str, query: str) -> str:
    """What `found_ids` is asked with. A query without any word finds nothing."""
    terms = query_terms(query) or (QueryTerm((NOTHING,)),)
    return _fts5(terms) if dialect == "sqlite" else _tsquery(terms)


def matching_ids(work: Work, kind: str, query: str) -> sa.Select[int]:
    """`found_ids` with its value, for statements that are made anew each time."""
    dialect = work.session.get_bind().dialect.name
    return found_ids(dialect, kind).params(match=matching(dialect, query))


def rebuild(work: Work, sources: Iterable[SearchSource]) -> int:
    """Make the index anew from what stands in the tables; returns how many things it holds."""
    work.session.execute(sa.delete(SearchDocument))
    count = 0
    for source in sources:
        after = 0
        while batch := source.texts(work, after, _BATCH):
            rows: list[dict[str, Any]] = [
                {"kind": source.kind, "ref_id": ref_id, "terms": search_text(text)} for ref_id, text in batch
            ]
            work.session.execute(sa.insert(SearchDocument), rows)
            after = batch[-1][0]
            count += len(rows)
    return count


def _fts5(terms: Sequence[QueryTerm]) -> str:
    """Phrases, all of which must occur; tokens hold letters and digits only, so nothing needs escaping."""
    phrases = (f'"{" ".join(term.tokens)}"{" *" if term.prefix else ""}' for term in terms)
    return " AND ".join(phrases)


def _tsquery(terms: Sequence[QueryTerm]) -> str:
    phrases = []
    for term in terms:
        *before, last = (f"'{token}'" for token in term.tokens)
        phrases.append(" <-> ".join([*before, f"{last}:*" if term.prefix else last]))
    return " & ".join(f"({phrase})" for phrase in phrases)


def _make(dialect: str, statements: Sequence[str]) -> None:
    for statement in statements:
        ddl = sa.DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
        event.listen(SearchDocument.__table__, "after_create", ddl)


_make("sqlite", SQLITE_DDL)
_make("postgresql", POSTGRES_DDL)
event.listen(
    SearchDocument.__table__,
    "before_drop",
    sa.DDL("DROP TABLE search_documents_fts").execute_if(dialect="sqlite"),  # type: ignore[no-untyped-call]
)
