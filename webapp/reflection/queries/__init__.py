"""Reading reflection: the public board and record, the officials' desk. Visibility is part of each query."""

from webapp.reflection.queries.board import (
    BOARD_PAGE,
    AgencyFigures,
    Board,
    DecisionRow,
    PromiseRow,
    board,
)
from webapp.reflection.queries.office import (
    AssignPage,
    Choices,
    OfficeDesk,
    assign_page,
    choices_for,
    find_by_receipt,
    office_desk,
)
from webapp.reflection.queries.record import (
    MeasureView,
    OfficialTerm,
    RecordPage,
    ReportView,
    office_record,
    public_record,
    record_of_measure,
)

__all__ = [
    "BOARD_PAGE",
    "AgencyFigures",
    "AssignPage",
    "Board",
    "Choices",
    "DecisionRow",
    "MeasureView",
    "OfficeDesk",
    "OfficialTerm",
    "PromiseRow",
    "RecordPage",
    "ReportView",
    "assign_page",
    "board",
    "choices_for",
    "find_by_receipt",
    "office_desk",
    "office_record",
    "public_record",
    "record_of_measure",
]
