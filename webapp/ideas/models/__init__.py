"""Rows and values of ideas: the tables, and what a version holds in its canonical form.

Must not know who acts or what is allowed: policies and services do.
"""

from webapp.ideas.models.content import (
    Answer,
    Content,
    Gap,
    HandedFile,
    Working,
    answer_field,
    canonical_json,
    digest,
    gaps,
    lengths,
)
from webapp.ideas.models.tables import Idea, IdeaPublication, IdeaVersion, ReceiptCounter

__all__ = [
    "Answer",
    "Content",
    "Gap",
    "HandedFile",
    "Idea",
    "IdeaPublication",
    "IdeaVersion",
    "ReceiptCounter",
    "Working",
    "answer_field",
    "canonical_json",
    "digest",
    "gaps",
    "lengths",
]
