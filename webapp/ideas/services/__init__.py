"""Use cases of ideas: writing, handing in, withdrawing, eligibility, the stages above, publication.

Each function is one use case; none commits.
"""

from webapp.ideas.services.publication import publish_at_close, publish_at_result
from webapp.ideas.services.stages import award, exclude, nominate, pass_over, revoke, take_to_judging

__all__ = [
    "award",
    "exclude",
    "nominate",
    "pass_over",
    "publish_at_close",
    "publish_at_result",
    "revoke",
    "take_to_judging",
]
