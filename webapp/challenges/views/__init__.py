"""Pages of challenges: the public ones and the office's."""

from webapp.challenges.views import public
from webapp.challenges.views.blueprint import blueprint

__all__ = ["blueprint", "public"]
