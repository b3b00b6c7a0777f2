"""Tables of discussion. A subject is named by kind and key; its own row belongs to another context."""

from webapp.discussion.models.comments import Comment, CommentAppeal, CommentEdit, CommentReport
from webapp.discussion.models.counting import CountedDeed, Endorsement, Follow, Tally
from webapp.discussion.models.questions import EarlierAnswer, Question

__all__ = [
    "Comment",
    "CommentAppeal",
    "CommentEdit",
    "CommentReport",
    "CountedDeed",
    "EarlierAnswer",
    "Endorsement",
    "Follow",
    "Question",
    "Tally",
]
