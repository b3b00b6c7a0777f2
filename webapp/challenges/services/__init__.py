"""What can be done with programmes and challenges."""

from webapp.challenges.models import ContestFile, NewChallenge, NewProgramme
from webapp.challenges.services.approval import (
    missing_for_notice,
    publish,
    publish_all,
    request_approval,
    return_for_edits,
)
from webapp.challenges.services.changing import (
    EditChange,
    begin_change,
    edit_change,
    request_change,
    return_change,
    withdraw_change,
)
from webapp.challenges.services.editing import (
    EditChallenge,
    EditProgramme,
    create_challenge,
    create_programme,
    edit_challenge,
    edit_programme,
)
from webapp.challenges.services.enforcing import approve_change, correct_rules
from webapp.challenges.services.importing import Imported, contest_file, import_contest
from webapp.challenges.services.indexing import COMPARED_SOURCES, SEARCH_SOURCES
from webapp.challenges.services.lifecycle import (
    bring_up_to_date,
    cancel,
    close_due,
    complete,
    decide,
    decide_without_winner,
    open_due,
    post_notice,
    start_judging,
    start_verification,
)
from webapp.challenges.services.past_contests import (
    PastEntry,
    PastImport,
    decode_csv,
    import_past_contests,
    parse_past_contests,
)
from webapp.challenges.services.reading import ContestFileBroken, FileFault, parse_contest
from webapp.challenges.services.remarks import Remark, settle_remark, write_remark
from webapp.challenges.services.similarity import Judged, RecordReview, record_review
from webapp.challenges.services.writing import export_contest

__all__ = [
    "COMPARED_SOURCES",
    "SEARCH_SOURCES",
    "ContestFile",
    "ContestFileBroken",
    "EditChallenge",
    "EditChange",
    "EditProgramme",
    "FileFault",
    "Imported",
    "Judged",
    "NewChallenge",
    "NewProgramme",
    "PastEntry",
    "PastImport",
    "RecordReview",
    "Remark",
    "approve_change",
    "begin_change",
    "bring_up_to_date",
    "cancel",
    "close_due",
    "complete",
    "contest_file",
    "correct_rules",
    "create_challenge",
    "create_programme",
    "decide",
    "decide_without_winner",
    "decode_csv",
    "edit_challenge",
    "edit_change",
    "edit_programme",
    "export_contest",
    "import_contest",
    "import_past_contests",
    "missing_for_notice",
    "open_due",
    "parse_contest",
    "parse_past_contests",
    "post_notice",
    "publish",
    "publish_all",
    "record_review",
    "request_approval",
    "request_change",
    "return_change",
    "return_for_edits",
    "settle_remark",
    "start_judging",
    "start_verification",
    "withdraw_change",
    "write_remark",
]
