"""Use cases of discussion, one function each. Must not read for pages: `queries` does."""

from webapp.discussion.services.endorsing import EndorsementCounted, endorse, withdraw_endorsement
from webapp.discussion.services.following import (
    News,
    follow,
    stop_following,
    stop_following_by_link,
    tell_followers,
)
from webapp.discussion.services.merging import carry_endorsements, take_back_carried
from webapp.discussion.services.retention import forget_addresses
from webapp.discussion.services.voiding import VoidGroup, void_endorsements

__all__ = [
    "EndorsementCounted",
    "News",
    "VoidGroup",
    "carry_endorsements",
    "endorse",
    "follow",
    "forget_addresses",
    "stop_following",
    "stop_following_by_link",
    "take_back_carried",
    "tell_followers",
    "void_endorsements",
    "withdraw_endorsement",
]
