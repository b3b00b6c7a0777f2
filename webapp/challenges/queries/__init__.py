"""Reading challenges: whole rows for services, and lists and pages as frozen values."""

from webapp.challenges.queries.designs import (
    challenge_design,
    challenges_of,
    find_challenge,
    load_challenge,
    load_programme,
    other_prizes_won,
    programme_design,
    rules_of,
)

__all__ = [
    "challenge_design",
    "challenges_of",
    "find_challenge",
    "load_challenge",
    "load_programme",
    "other_prizes_won",
    "programme_design",
    "rules_of",
]
