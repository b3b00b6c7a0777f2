"""Reading challenges: whole rows for services, and lists and pages as frozen values."""

from webapp.challenges.queries.challenge_page import (
    ChallengePage,
    calendar_text,
    challenge_page,
    frozen_text,
)
from webapp.challenges.queries.contest_list import COUNTED, list_contests
from webapp.challenges.queries.contest_page import ContestPage, contest_page
from webapp.challenges.queries.contests import (
    ContestCard,
    ContestFilters,
    ContestOrder,
    agency_choices,
    open_contests,
)
from webapp.challenges.queries.designs import (
    challenge_design,
    challenges_of,
    find_challenge,
    load_challenge,
    load_programme,
    other_prizes_won,
    programme_design,
    rules_of,
    series_taken_by,
)
from webapp.challenges.queries.notices import notice_list, notice_page
from webapp.challenges.queries.subjects import (
    CHALLENGE_KIND,
    CONTEST_KIND,
    challenge_subjects,
    contest_subjects,
)
from webapp.challenges.queries.visibility import FOR_EVERYBODY, visible_to

__all__ = [
    "CHALLENGE_KIND",
    "CONTEST_KIND",
    "COUNTED",
    "FOR_EVERYBODY",
    "ChallengePage",
    "ContestCard",
    "ContestFilters",
    "ContestOrder",
    "ContestPage",
    "agency_choices",
    "calendar_text",
    "challenge_design",
    "challenge_page",
    "challenge_subjects",
    "challenges_of",
    "contest_page",
    "contest_subjects",
    "find_challenge",
    "frozen_text",
    "list_contests",
    "load_challenge",
    "load_programme",
    "notice_list",
    "notice_page",
    "open_contests",
    "other_prizes_won",
    "programme_design",
    "rules_of",
    "series_taken_by",
    "visible_to",
]
