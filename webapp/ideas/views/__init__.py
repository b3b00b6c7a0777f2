"""Pages of ideas: what is public, an author's own, the officials' register."""

from webapp.ideas.views import office, own, public, writing
from webapp.ideas.views.blueprint import blueprint

__all__ = ["blueprint", "office", "own", "public", "writing"]
