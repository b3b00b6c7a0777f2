"""Forms of discussion: shape only."""

from webapp.discussion.forms.office import VoidForm

__all__ = ["VoidForm"]
