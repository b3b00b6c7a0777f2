"""What pages and other contexts read of problems. Must not change anything."""

from webapp.problems.queries.calls import (
    CallCard,
    CallPage,
    OfficeCall,
    agency_choices,
    call_page,
    invited_reviewers,
    office_calls,
    open_calls,
)
from webapp.problems.queries.detail import (
    ProblemPage,
    ProblemText,
    problem_file,
    problem_files,
    problem_page,
    problem_text,
)
from webapp.problems.queries.listing import (
    CallOption,
    ProblemFilters,
    ProblemRow,
    call_options,
    list_public_problems,
)
from webapp.problems.queries.mine import OwnProblem, own_problem, posted_problem, problems_of
from webapp.problems.queries.office import (
    MergeCandidate,
    OfficeFilters,
    OfficeOrder,
    OfficeProblem,
    OfficeRow,
    merge_candidates,
    office_problem,
    office_problems,
)
from webapp.problems.queries.people import deciding_official, reviewers_of
from webapp.problems.queries.results import (
    ReviewedProblem,
    ReviewResults,
    excluded_reviews,
    review_results,
    review_to_reopen,
)
from webapp.problems.queries.reviewing import (
    DeskCall,
    DeskItem,
    OwnReview,
    ReviewPage,
    next_to_review,
    review_desk,
    review_page,
    review_subject,
)
from webapp.problems.queries.reviews import ReviewSummary, review_summary, reviews_of
from webapp.problems.queries.selection import SelectedProblem, selected_problems
from webapp.problems.queries.subjects import PROBLEM_KIND, problem_subjects, subject_of
from webapp.problems.queries.versions import VersionsPage, versions_page

__all__ = [
    "PROBLEM_KIND",
    "CallCard",
    "CallOption",
    "CallPage",
    "DeskCall",
    "DeskItem",
    "MergeCandidate",
    "OfficeCall",
    "OfficeFilters",
    "OfficeOrder",
    "OfficeProblem",
    "OfficeRow",
    "OwnProblem",
    "OwnReview",
    "ProblemFilters",
    "ProblemPage",
    "ProblemRow",
    "ProblemText",
    "ReviewPage",
    "ReviewResults",
    "ReviewSummary",
    "ReviewedProblem",
    "SelectedProblem",
    "VersionsPage",
    "agency_choices",
    "call_options",
    "call_page",
    "deciding_official",
    "excluded_reviews",
    "invited_reviewers",
    "list_public_problems",
    "merge_candidates",
    "next_to_review",
    "office_calls",
    "office_problem",
    "office_problems",
    "open_calls",
    "own_problem",
    "posted_problem",
    "problem_file",
    "problem_files",
    "problem_page",
    "problem_subjects",
    "problem_text",
    "problems_of",
    "review_desk",
    "review_page",
    "review_results",
    "review_subject",
    "review_summary",
    "review_to_reopen",
    "reviewers_of",
    "reviews_of",
    "selected_problems",
    "subject_of",
    "versions_page",
]
