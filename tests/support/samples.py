"""What a page of the demo needs to be opened, and the pages of problems. `tour` has the others."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support import props
from tests.support.demo_rows import (
    CHANGED_PROBLEM,
    CLEARED,
    FILE,
    FINISHED_CALL,
    MEETING,
    MERGED_PROBLEM,
    OPEN_SURVEY,
    PROBLEM,
    PROBLEM_CALL,
    STANDING_CALL,
    SUBMITTED_REVIEW,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One page: what its address needs, as SQL that gives one row, and the demo's role that sees it.

    `role` "" stands for everybody. `is_page` is off for what is no page: redirects, data, files. `status` is
    another than 200 where all that the demo can show is why something cannot be done now.
    """

    sql: str = ""
    role: str = ""
    query: str = ""
    is_page: bool = True
    status: int = 200


PROBLEM_SAMPLES: dict[str, Sample] = {
    "problems.list_problems": Sample(),
    "problems.show_call": Sample(PROBLEM_CALL),
    "problems.show": Sample(PROBLEM.format("selected")),
    "problems.history": Sample(CHANGED_PROBLEM),
    "problems.download": Sample(FILE.format("problems", "s.state = 'selected'"), is_page=False),
    "problems.write": Sample(role="citizen"),
    "problems.edit": Sample(f"SELECT '{props.DRAFT}'", "citizen"),
    "problems.posted": Sample(f"SELECT '{props.POSTED}'", "citizen"),
    "problems.withdraw": Sample(f"SELECT '{props.POSTED}'", "citizen"),
    "problems.my_problems": Sample(role="citizen"),
    "problems.reviewer_desk": Sample(role="reviewer"),
    "problems.review": Sample(CLEARED, "reviewer"),
    "problems.declare_conflicts": Sample(STANDING_CALL, "reviewer"),
    "problems.review_conflict": Sample(CLEARED, "reviewer"),
    "problems.office_reviews": Sample(STANDING_CALL, "officer"),
    "problems.office_reopen_review": Sample(SUBMITTED_REVIEW, "officer"),
    "problems.call_results": Sample(FINISHED_CALL),
    "problems.survey": Sample(OPEN_SURVEY, "citizen"),
    "problems.office_selection": Sample(STANDING_CALL, "officer"),
    "problems.office_selection_rules": Sample(STANDING_CALL, "officer"),
    "problems.office_new_committee": Sample(STANDING_CALL, "officer"),
    "problems.office_committee": Sample(MEETING.format("draft"), "officer"),
    "problems.office_edit_committee": Sample(MEETING.format("draft"), "officer"),
    "problems.office_survey": Sample(STANDING_CALL, "officer"),
    "problems.office_new_survey": Sample(STANDING_CALL, "officer"),
    "problems.office_edit_survey": Sample(OPEN_SURVEY, "officer"),
    "problems.office_cancel_survey": Sample(OPEN_SURVEY, "officer"),
    "problems.office_list": Sample(role="officer"),
    "problems.office_receive": Sample(role="officer"),
    "problems.office_demand": Sample(role="officer"),
    "problems.office_show": Sample(PROBLEM.format("under_review"), "officer"),
    "problems.office_select": Sample(PROBLEM.format("under_review"), "officer"),
    "problems.office_decline": Sample(PROBLEM.format("under_review"), "officer"),
    "problems.office_merge": Sample(PROBLEM.format("under_review"), "officer"),
    "problems.office_unmerge": Sample(MERGED_PROBLEM, "officer"),
    "problems.office_call_list": Sample(role="officer"),
    "problems.office_new_call": Sample(role="officer"),
    "problems.office_call": Sample(PROBLEM_CALL, "officer"),
    "problems.office_edit_call": Sample(PROBLEM_CALL, "officer"),
    "problems.office_invite": Sample(PROBLEM_CALL, "officer"),
}
