"""Use cases of problems, one function each. Must not read for pages: `queries` does."""

from webapp.core.events import HandlerTable
from webapp.core.workflow import StateChanged
from webapp.discussion.services import EndorsementCounted
from webapp.problems.services import calls, surveys
from webapp.problems.services.calls import (
    EditCall,
    NewCall,
    create_call,
    finish_call,
    publish_call,
    update_call,
)
from webapp.problems.services.committee import (
    PlanDecision,
    PlannedItem,
    SetSelectionRules,
    change_decision,
    confirm_decision,
    discard_decision,
    load_decision,
    prepare_decision,
    set_selection_rules,
)
from webapp.problems.services.content import SaveProblem, warnings_of
from webapp.problems.services.decisions import (
    AnnouncedChallenge,
    decline_problem,
    note_challenge,
    select_problem,
    start_review,
    start_reviews,
)
from webapp.problems.services.declarations import (
    DeclareReviewConflict,
    declare_no_conflict,
    declare_review_conflict,
)
from webapp.problems.services.department import note_endorsements, take_up_problem
from webapp.problems.services.followers import tell_of_decision
from webapp.problems.services.indexing import COMPARED_SOURCES, SEARCH_SOURCES
from webapp.problems.services.loading import load_call, load_problem
from webapp.problems.services.merging import merge_problem, unmerge_problem
from webapp.problems.services.receiving import ReceiveProblem, forget_people, receive_problem
from webapp.problems.services.reviewers import (
    dismiss_reviewer,
    invite_reviewer,
    tell_who_invited,
    withdraw_reviewer_invitation,
)
from webapp.problems.services.reviews import (
    ReviewProblem,
    load_review,
    record_results_viewed,
    record_reviews_viewed,
    reopen_review,
    review_problem,
    save_review,
)
from webapp.problems.services.surveys import (
    AnswerSurvey,
    PlanSurvey,
    answer_survey,
    cancel_survey,
    create_survey,
    load_survey,
    publish_survey,
    update_survey,
)
from webapp.problems.services.writing import (
    PostProblem,
    autosave_problem,
    draft_problem,
    post_draft,
    post_problem,
    save_problem,
    withdraw_problem,
)

#: What problems does when something happens below, or to a problem itself.
EVENTS: HandlerTable = {
    StateChanged: (tell_who_invited, tell_of_decision),
    EndorsementCounted: (note_endorsements,),
}
#: What it means when the database refuses a row.
CONSTRAINTS = (*calls.CONSTRAINTS, *surveys.CONSTRAINTS)

__all__ = [
    "COMPARED_SOURCES",
    "CONSTRAINTS",
    "EVENTS",
    "SEARCH_SOURCES",
    "AnnouncedChallenge",
    "AnswerSurvey",
    "DeclareReviewConflict",
    "EditCall",
    "NewCall",
    "PlanDecision",
    "PlanSurvey",
    "PlannedItem",
    "PostProblem",
    "ReceiveProblem",
    "ReviewProblem",
    "SaveProblem",
    "SetSelectionRules",
    "answer_survey",
    "autosave_problem",
    "cancel_survey",
    "change_decision",
    "confirm_decision",
    "create_call",
    "create_survey",
    "declare_no_conflict",
    "declare_review_conflict",
    "decline_problem",
    "discard_decision",
    "dismiss_reviewer",
    "draft_problem",
    "finish_call",
    "forget_people",
    "invite_reviewer",
    "load_call",
    "load_decision",
    "load_problem",
    "load_review",
    "load_survey",
    "merge_problem",
    "note_challenge",
    "post_draft",
    "post_problem",
    "prepare_decision",
    "publish_call",
    "publish_survey",
    "receive_problem",
    "record_results_viewed",
    "record_reviews_viewed",
    "reopen_review",
    "review_problem",
    "save_problem",
    "save_review",
    "select_problem",
    "set_selection_rules",
    "start_review",
    "start_reviews",
    "take_up_problem",
    "unmerge_problem",
    "update_call",
    "update_survey",
    "warnings_of",
    "withdraw_problem",
    "withdraw_reviewer_invitation",
]
