"""Pages of challenges: the public ones and the office's."""

from webapp.challenges.views import (
    office_challenges,
    office_changes,
    office_programmes,
    office_series,
    office_similarity,
    public,
    public_calendar,
    public_documents,
)
from webapp.challenges.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "office_challenges",
    "office_changes",
    "office_programmes",
    "office_series",
    "office_similarity",
    "public",
    "public_calendar",
    "public_documents",
]
