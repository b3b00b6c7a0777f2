"""Rows and values of ideas: the tables, what a version holds in its canonical form, what is agreed to.

Must not know who acts or what is allowed: policies and services do.
"""

from webapp.ideas.models.answers import Question, asked, file_rule, row_limit, table_rows, table_text
from webapp.ideas.models.content import (
    Answer,
    Content,
    Gap,
    HandedFile,
    Working,
    answer_field,
    digest,
    files_by_question,
    gaps,
    lengths,
)
from webapp.ideas.models.entrant import Declaration, Declared, ages_text, entrant_faults
from webapp.ideas.models.tables import Idea, IdeaPublication, IdeaVersion, ReceiptCounter
from webapp.ideas.models.terms import Terms, own_consent_field, terms_of

__all__ = [
    "Answer",
    "Content",
    "Declaration",
    "Declared",
    "Gap",
    "HandedFile",
    "Idea",
    "IdeaPublication",
    "IdeaVersion",
    "Question",
    "ReceiptCounter",
    "Terms",
    "Working",
    "ages_text",
    "answer_field",
    "asked",
    "digest",
    "entrant_faults",
    "file_rule",
    "files_by_question",
    "gaps",
    "lengths",
    "own_consent_field",
    "row_limit",
    "table_rows",
    "table_text",
    "terms_of",
]
