"""Use cases of discussion, one function each. Must not read for pages: `queries` does."""

from webapp.discussion.services.commenting import (
    EditComment,
    WriteComment,
    delete_comment,
    edit_comment,
    write_comment,
)
from webapp.discussion.services.endorsing import EndorsementCounted, endorse, withdraw_endorsement
from webapp.discussion.services.following import (
    News,
    follow,
    stop_following,
    stop_following_by_link,
    tell_followers,
)
from webapp.discussion.services.merging import carry_endorsements, take_back_carried
from webapp.discussion.services.moderating import (
    DecideAppeal,
    HideComment,
    appeal_hiding,
    decide_appeal,
    hide_comment,
    leave_comment,
    show_comment,
)
from webapp.discussion.services.questions import (
    AnswerQuestion,
    WriteFaq,
    answer_question,
    ask_question,
    hide_question,
    write_faq,
)
from webapp.discussion.services.reports import ReportComment, report_comment
from webapp.discussion.services.retention import forget_addresses
from webapp.discussion.services.voiding import VoidGroup, restore_endorsements, void_endorsements

__all__ = [
    "AnswerQuestion",
    "DecideAppeal",
    "EditComment",
    "EndorsementCounted",
    "HideComment",
    "News",
    "ReportComment",
    "VoidGroup",
    "WriteComment",
    "WriteFaq",
    "answer_question",
    "appeal_hiding",
    "ask_question",
    "carry_endorsements",
    "decide_appeal",
    "delete_comment",
    "edit_comment",
    "endorse",
    "follow",
    "forget_addresses",
    "hide_comment",
    "hide_question",
    "leave_comment",
    "report_comment",
    "restore_endorsements",
    "show_comment",
    "stop_following",
    "stop_following_by_link",
    "take_back_carried",
    "tell_followers",
    "void_endorsements",
    "withdraw_endorsement",
    "write_comment",
    "write_faq",
]
