"""Pages of problems: public, of writers, of experts, of officials. Each module adds to one blueprint."""

from webapp.problems.views import (
    calls,
    committee,
    office,
    public,
    receiving,
    results,
    reviewing,
    surveys,
    writing,
)
from webapp.problems.views.pages import blueprint

__all__ = [
    "blueprint",
    "calls",
    "committee",
    "office",
    "public",
    "receiving",
    "results",
    "reviewing",
    "surveys",
    "writing",
]
