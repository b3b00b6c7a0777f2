"""Rows and values of ideas: the tables, what a version holds in its canonical form, what is agreed to.

Must not know who acts or what is allowed: policies and services do.
"""

from webapp.ideas.models.content import (
    Answer,
    Content,
    Gap,
    HandedFile,
    Question,
    Working,
    answer_field,
    digest,
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
    "digest",
    "gaps",
    "lengths",
    "terms_of",
]
