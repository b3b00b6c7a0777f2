"""Reading ideas: what judges, authors, officials and the public may see. Visibility is part of each query."""

from webapp.ideas.queries.blind import BlindFile, BlindIdea, blind_idea, blind_ideas
from webapp.ideas.queries.interests import is_entered_by, people_behind, with_entries
from webapp.ideas.queries.office import (
    OfficeIdea,
    RegisterFilters,
    RegisterHead,
    RegisterRow,
    idea_register,
    office_idea,
    register_head,
    registers,
    role_in,
)
from webapp.ideas.queries.own import (
    ChallengeFacts,
    MyIdea,
    OwnIdea,
    blind_preview,
    challenge_to_enter,
    ideas_of,
    own_idea,
)
from webapp.ideas.queries.public import (
    IdeaFilters,
    ListedIdea,
    PublicIdea,
    PublicList,
    list_public_ideas,
    public_idea,
)
from webapp.ideas.queries.receipts import Receipt, is_receipt_valid, receipt
from webapp.ideas.queries.record import HistoryLine, OwnRecord, VersionLine, ViewLine, own_record
from webapp.ideas.queries.standing import PublicStanding, public_standing

__all__ = [
    "BlindFile",
    "BlindIdea",
    "ChallengeFacts",
    "HistoryLine",
    "IdeaFilters",
    "ListedIdea",
    "MyIdea",
    "OfficeIdea",
    "OwnIdea",
    "OwnRecord",
    "PublicIdea",
    "PublicList",
    "PublicStanding",
    "Receipt",
    "RegisterFilters",
    "RegisterHead",
    "RegisterRow",
    "VersionLine",
    "ViewLine",
    "blind_idea",
    "blind_ideas",
    "blind_preview",
    "challenge_to_enter",
    "idea_register",
    "ideas_of",
    "is_entered_by",
    "is_receipt_valid",
    "list_public_ideas",
    "office_idea",
    "own_idea",
    "own_record",
    "people_behind",
    "public_idea",
    "public_standing",
    "receipt",
    "register_head",
    "registers",
    "role_in",
    "with_entries",
]
