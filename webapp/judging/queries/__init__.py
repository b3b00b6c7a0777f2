"""Reading judging. Other contexts call what is listed here and nothing below it."""

from webapp.judging.queries.desk import DeskRound, Place, SheetPage, desk, desk_round, sheet
from webapp.judging.queries.office import (
    IdeaProgress,
    Progress,
    RoundRow,
    WaitingChallenge,
    idea_progress,
    judged_idea,
    progress,
    round_by_key,
    round_counts,
    rounds_of_agencies,
    waiting_challenges,
)
from webapp.judging.queries.panel import Composition, Member, composition, members, panel_rules
from webapp.judging.queries.ranking_page import Boundary, RankingPage, ranking_page
from webapp.judging.queries.results import RankedIdea, closed_round, prize_count, ranking
from webapp.judging.queries.sheets import SheetDetail, SheetRow, sheet_detail, sheets_of_idea

__all__ = [
    "Boundary",
    "Composition",
    "DeskRound",
    "IdeaProgress",
    "Member",
    "Place",
    "Progress",
    "RankedIdea",
    "RankingPage",
    "RoundRow",
    "SheetDetail",
    "SheetPage",
    "SheetRow",
    "WaitingChallenge",
    "closed_round",
    "composition",
    "desk",
    "desk_round",
    "idea_progress",
    "judged_idea",
    "members",
    "panel_rules",
    "prize_count",
    "progress",
    "ranking",
    "ranking_page",
    "round_by_key",
    "round_counts",
    "rounds_of_agencies",
    "sheet",
    "sheet_detail",
    "sheets_of_idea",
    "waiting_challenges",
]
