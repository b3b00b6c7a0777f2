"""Tables of problems: `posts` has calls and what is posted in them, `reviews` what experts say of it."""

from webapp.problems.models.committee import CommitteeDecision, CommitteeItem, SelectionRules
from webapp.problems.models.posts import (
    Problem,
    ProblemCall,
    ProblemMerger,
    ProblemVersion,
    ReceivedConsent,
    call_phase,
    is_received,
)
from webapp.problems.models.reviews import ProblemReview, ReviewDeclaration
from webapp.problems.models.rules import RULES, USUAL_RULES, CallRules, rules_in
from webapp.problems.models.surveys import Survey, SurveyAnswer, SurveyMark, SurveyProblem, survey_phase

__all__ = [
    "RULES",
    "USUAL_RULES",
    "CallRules",
    "CommitteeDecision",
    "CommitteeItem",
    "Problem",
    "ProblemCall",
    "ProblemMerger",
    "ProblemReview",
    "ProblemVersion",
    "ReceivedConsent",
    "ReviewDeclaration",
    "SelectionRules",
    "Survey",
    "SurveyAnswer",
    "SurveyMark",
    "SurveyProblem",
    "call_phase",
    "is_received",
    "rules_in",
    "survey_phase",
]
