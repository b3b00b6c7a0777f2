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
from webapp.ideas.models.tables import Idea, IdeaPublication, IdeaVersion, ReceiptCounter
from webapp.ideas.models.terms import Terms, terms_of

__all__ = [
    "Answer",
    "Content",
    "Gap",
    "HandedFile",
    "Idea",
    "IdeaPublication",
    "IdeaVersion",
    "Question",
    "ReceiptCounter",
    "Terms",
    "Working",
    "answer_field",
    "asked",
    "digest",
    "file_rule",
    "files_by_question",
    "gaps",
    "lengths",
    "row_limit",
    "table_rows",
    "table_text",
    "terms_of",
]
