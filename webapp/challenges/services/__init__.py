"""What can be done with programmes and challenges."""

from webapp.challenges.models import ContestFile, NewChallenge, NewProgramme
from webapp.challenges.services.approval import (
    missing_for_notice,
    publish,
    publish_all,
    request_approval,
    return_for_edits,
)
from webapp.challenges.services.editing import (
    EditChallenge,
    EditProgramme,
    create_challenge,
    create_programme,
    edit_challenge,
    edit_programme,
)
from webapp.challenges.services.importing import Imported, contest_file, import_contest
from webapp.challenges.services.indexing import SEARCH_SOURCES
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
from webapp.challenges.services.reading import ContestFileBroken, FileFault, parse_contest
from webapp.challenges.services.writing import export_contest

__all__ = [
    "SEARCH_SOURCES",
    "ContestFile",
    "ContestFileBroken",
    "EditChallenge",
    "EditProgramme",
    "FileFault",
    "Imported",
    "NewChallenge",
    "NewProgramme",
    "bring_up_to_date",
    "cancel",
    "close_due",
    "complete",
    "contest_file",
    "create_challenge",
    "create_programme",
    "decide",
    "decide_without_winner",
    "edit_challenge",
    "edit_programme",
    "export_contest",
    "import_contest",
    "missing_for_notice",
    "open_due",
    "parse_contest",
    "post_notice",
    "publish",
    "publish_all",
    "request_approval",
    "return_for_edits",
    "start_judging",
    "start_verification",
]
