"""Tables of problems: `posts` has calls and what is posted in them, `reviews` what experts say of it."""

from webapp.problems.models.posts import Problem, ProblemCall, call_phase
from webapp.problems.models.reviews import ProblemReview

__all__ = ["Problem", "ProblemCall", "ProblemReview", "call_phase"]
