"""Reading across all contexts for the pages of home. Visibility is part of each query."""

from webapp.home.queries.front import ContestCard, Funnel, current_contests, funnel
from webapp.home.queries.letters import address_of, is_waiting_for_confirmation
from webapp.home.queries.my import IdeaCard, ProjectCard, my_ideas, my_projects, named_reflections
from webapp.home.queries.office import ContestRow, OfficeDesk, Todo, office_desk
from webapp.home.queries.open_data import DATASETS, Column, Dataset, rows_of
from webapp.home.queries.passport import Entry, Passport, Step, passport_of
from webapp.home.queries.search import MAX_CHARACTERS, MIN_CHARACTERS, Hit, SearchPage, search
from webapp.home.queries.standing import IdeaFacts, Standing, standing
from webapp.home.queries.stories import Story, stories

__all__ = [
    "DATASETS",
    "MAX_CHARACTERS",
    "MIN_CHARACTERS",
    "Column",
    "ContestCard",
    "ContestRow",
    "Dataset",
    "Entry",
    "Funnel",
    "Hit",
    "IdeaCard",
    "IdeaFacts",
    "OfficeDesk",
    "Passport",
    "ProjectCard",
    "SearchPage",
    "Standing",
    "Step",
    "Story",
    "Todo",
    "address_of",
    "current_contests",
    "funnel",
    "is_waiting_for_confirmation",
    "my_ideas",
    "my_projects",
    "named_reflections",
    "office_desk",
    "passport_of",
    "rows_of",
    "search",
    "standing",
    "stories",
]
