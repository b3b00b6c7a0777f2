"""The official's desk: what is to be done today, most urgent first, and the contests by state."""

from webapp.home.queries.office.contests import ContestRow, contests_of
from webapp.home.queries.office.desk import OfficeDesk, office_desk
from webapp.home.queries.office.todo import Todo

__all__ = ["ContestRow", "OfficeDesk", "Todo", "contests_of", "office_desk"]
