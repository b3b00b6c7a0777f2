"""Use cases of ideas: writing, handing in, withdrawing, eligibility, the stages above, publication.

Each function is one use case; none commits. `EVENTS` is what ideas listen to.
"""

from webapp.core.events import HandlerTable
from webapp.core.workflow import StateChanged
from webapp.ideas.services.drafting import FILES, SaveIdea, save_idea, start_idea
from webapp.ideas.services.eligibility import MAX_REASON, idea_to_decide, reinstate, rule_out
from webapp.ideas.services.indexing import SEARCH_SOURCES
from webapp.ideas.services.publication import publish_at_close, publish_at_result
from webapp.ideas.services.reminding import (
    challenges_to_publish,
    remind_of_drafts,
    tell_of_cancellation,
    tell_of_changed_rules,
)
from webapp.ideas.services.stages import award, exclude, nominate, pass_over, revoke, take_to_judging
from webapp.ideas.services.submission import SubmitIdea, submit_idea, withdraw_idea
from webapp.ideas.services.viewing import record_view

EVENTS: HandlerTable = {StateChanged: [tell_of_cancellation, tell_of_changed_rules]}

__all__ = [
    "EVENTS",
    "FILES",
    "MAX_REASON",
    "SEARCH_SOURCES",
    "SaveIdea",
    "SubmitIdea",
    "award",
    "challenges_to_publish",
    "exclude",
    "idea_to_decide",
    "nominate",
    "pass_over",
    "publish_at_close",
    "publish_at_result",
    "record_view",
    "reinstate",
    "remind_of_drafts",
    "revoke",
    "rule_out",
    "save_idea",
    "start_idea",
    "submit_idea",
    "take_to_judging",
    "tell_of_cancellation",
    "tell_of_changed_rules",
    "withdraw_idea",
]
