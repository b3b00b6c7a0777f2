"""Use cases of judging. Other contexts call what is listed here and nothing below it."""

from webapp.core.events import HandlerTable
from webapp.core.workflow import StateChanged
from webapp.judging.services.declarations import (
    MOST_REASON,
    DeclareConflict,
    declare_all_clear,
    declare_clear,
    declare_conflict,
)
from webapp.judging.services.looks import (
    open_challenge,
    open_round,
    open_sheet,
    record_idea_view,
    record_ranking_view,
    record_sheet_view,
)
from webapp.judging.services.panel import (
    InviteJudge,
    appoint_chair,
    dismiss_judge,
    hear_answer,
    invite_judge,
    sign_pledge,
)
from webapp.judging.services.places import fill_open_places
from webapp.judging.services.pledge import PLEDGE, PledgePart, pledge_sha256
from webapp.judging.services.reminders import remind_before_due, remind_judges
from webapp.judging.services.results import (
    MOST_NOTE,
    close_round,
    reasons_needed,
    view_ranking,
)
from webapp.judging.services.rounds import (
    MOST_SHEETS,
    EditRound,
    change_round,
    end_with_challenge,
    readiness,
    start_round,
)
from webapp.judging.services.setting_up import NewRound, create_round
from webapp.judging.services.sheets import (
    MOST_COMMENT,
    SaveSheet,
    canonical_json,
    missing_parts,
    reopen_sheet,
    save_sheet,
    sheet_digest,
    skip_sheet,
    submit_sheet,
    void_sheet,
)

EVENTS: HandlerTable = {StateChanged: (hear_answer, end_with_challenge)}

__all__ = [
    "EVENTS",
    "MOST_COMMENT",
    "MOST_NOTE",
    "MOST_REASON",
    "MOST_SHEETS",
    "PLEDGE",
    "DeclareConflict",
    "EditRound",
    "InviteJudge",
    "NewRound",
    "PledgePart",
    "SaveSheet",
    "appoint_chair",
    "canonical_json",
    "change_round",
    "close_round",
    "create_round",
    "declare_all_clear",
    "declare_clear",
    "declare_conflict",
    "dismiss_judge",
    "end_with_challenge",
    "fill_open_places",
    "hear_answer",
    "invite_judge",
    "missing_parts",
    "open_challenge",
    "open_round",
    "open_sheet",
    "pledge_sha256",
    "readiness",
    "reasons_needed",
    "record_idea_view",
    "record_ranking_view",
    "record_sheet_view",
    "remind_before_due",
    "remind_judges",
    "reopen_sheet",
    "save_sheet",
    "sheet_digest",
    "sign_pledge",
    "skip_sheet",
    "start_round",
    "submit_sheet",
    "view_ranking",
    "void_sheet",
]
