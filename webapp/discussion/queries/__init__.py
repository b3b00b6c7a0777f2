"""What pages and other contexts read of discussion. Must not change anything."""

from webapp.discussion.queries.follows import (
    Followed,
    Follower,
    StopLink,
    followed_by,
    followers_of,
    stop_link,
)
from webapp.discussion.queries.mine import OwnComment, comments_by, own_comment
from webapp.discussion.queries.moderation import (
    ModerationCase,
    ModerationQueue,
    appealed_comment,
    moderation_case,
    moderation_queue,
)
from webapp.discussion.queries.patterns import (
    EndorsementGroup,
    EndorsementPatterns,
    EndorsementRow,
    endorsement_patterns,
    endorsement_rows,
    group_of,
)
from webapp.discussion.queries.questions import (
    AnswerBefore,
    QuestionView,
    first_questions,
    office_question,
    often_asked,
    open_questions,
    question_page,
)
from webapp.discussion.queries.standing import Counts, Standing, counts_of, standing_of, tallies_of_kind
from webapp.discussion.queries.threads import (
    FIRST_THREADS,
    CommentView,
    ThreadFilters,
    comment_view,
    stance_counts,
    subject_of_comment,
    thread_page,
)
from webapp.discussion.queries.waiting import WaitingTalk, waiting_talk

__all__ = [
    "FIRST_THREADS",
    "AnswerBefore",
    "CommentView",
    "Counts",
    "EndorsementGroup",
    "EndorsementPatterns",
    "EndorsementRow",
    "Followed",
    "Follower",
    "ModerationCase",
    "ModerationQueue",
    "OwnComment",
    "QuestionView",
    "Standing",
    "StopLink",
    "ThreadFilters",
    "WaitingTalk",
    "appealed_comment",
    "comment_view",
    "comments_by",
    "counts_of",
    "endorsement_patterns",
    "endorsement_rows",
    "first_questions",
    "followed_by",
    "followers_of",
    "group_of",
    "moderation_case",
    "moderation_queue",
    "office_question",
    "often_asked",
    "open_questions",
    "own_comment",
    "question_page",
    "stance_counts",
    "standing_of",
    "stop_link",
    "subject_of_comment",
    "tallies_of_kind",
    "thread_page",
    "waiting_talk",
]
