"""The record of who looked at what is not public: who objected, rankings before the result."""

from __future__ import annotations

from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.prizes.services.loading import load_challenge, load_objection


def record_objection_view(work: Work, actor: Actor, key: str) -> None:
    """Note that an official read an objection and saw who made it."""
    work.audit(actor, "prizes:objection:viewed", load_objection(work, key))


def record_ranking_view(work: Work, actor: Actor, challenge_key: str) -> None:
    """Note that an official read a ranking and its finalists before the result was published."""
    work.audit(actor, "prizes:ranking:viewed", load_challenge(work, challenge_key))
