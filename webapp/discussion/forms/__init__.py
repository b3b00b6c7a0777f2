"""Forms of discussion: shape only."""

from webapp.discussion.forms.office import EmptyForm, VoidForm

__all__ = ["EmptyForm", "VoidForm"]
