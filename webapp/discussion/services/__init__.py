"""Use cases of discussion, one function each. Must not read for pages: `queries` does."""

from webapp.discussion.services.endorsing import EndorsementCounted, endorse, withdraw_endorsement
from webapp.discussion.services.merging import carry_endorsements, take_back_carried
from webapp.discussion.services.retention import forget_addresses
from webapp.discussion.services.voiding import VoidGroup, void_endorsements

__all__ = [
    "EndorsementCounted",
    "VoidGroup",
    "carry_endorsements",
    "endorse",
    "forget_addresses",
    "take_back_carried",
    "void_endorsements",
    "withdraw_endorsement",
]
