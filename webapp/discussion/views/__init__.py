"""Pages of discussion: what people do about a subject, and the desks of who keeps order."""

from webapp.discussion.views import comments, endorsements, follows, moderation, questions
from webapp.discussion.views.blueprint import blueprint

__all__ = ["blueprint", "comments", "endorsements", "follows", "moderation", "questions"]
