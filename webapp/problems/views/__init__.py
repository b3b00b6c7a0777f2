"""Pages of problems: public, of writers, of experts, of officials. Each module adds to one blueprint."""

from webapp.problems.views import calls, office, public, receiving, results, reviewing, surveys, writing
from webapp.problems.views.pages import blueprint

__all__ = [
    "blueprint",
    "calls",
    "office",
    "public",
    "receiving",
    "results",
    "reviewing",
    "surveys",
    "writing",
]
