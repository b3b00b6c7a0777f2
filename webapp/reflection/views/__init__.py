"""Pages of reflection: the public board and record, the officials' desk."""

from webapp.reflection.views import office, public
from webapp.reflection.views.blueprint import blueprint

__all__ = ["blueprint", "office", "public"]
