"""Pages of maturing."""

from webapp.maturing.views import office, projects
from webapp.maturing.views.blueprint import DESKS, blueprint

__all__ = ["DESKS", "blueprint", "office", "projects"]
