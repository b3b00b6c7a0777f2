"""Tables of discussion. A subject is named by kind and key; its own row belongs to another context."""

from webapp.discussion.models.comments import Comment, CommentAppeal, CommentEdit, CommentReport
from webapp.discussion.models.counting import CountedDeed, Endorsement, Follow, Tally

__all__ = [
    "Comment",
    "CommentAppeal",
    "CommentEdit",
    "CommentReport",
    "CountedDeed",
    "Endorsement",
    "Follow",
    "Tally",
]
