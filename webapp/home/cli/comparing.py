"""How the demo compares a contest with others before its approval (유사성 검토)."""

from __future__ import annotations

from webapp.accounts.models import Account
from webapp.accounts.queries import actor_of_account
from webapp.challenges.enums import SimilarityConclusion, SimilarityJudgement
from webapp.challenges.models import Challenge
from webapp.challenges.queries.similarity import similar_contests, usual_words
from webapp.challenges.services import Judged, RecordReview, record_review
from webapp.home.cli.stage import Stage


def compare(stage: Stage, officer: Account, challenge: Challenge, note: str = "") -> None:
    """Compare a draft with other contests; with a `note` some are alike, and it says how this one differs."""
    words, work = usual_words(challenge), stage.work
    hits = similar_contests(work, actor_of_account(work, officer), challenge, words)
    alike = SimilarityJudgement.SIMILAR if note else SimilarityJudgement.DIFFERENT
    judged = {
        hit.ref: Judged(alike if place == 0 else SimilarityJudgement.DIFFERENT)
        for place, hit in enumerate(hits)
    }
    end = SimilarityConclusion.ADAPTED if note else SimilarityConclusion.NONE_FOUND
    command = RecordReview(challenge.key, challenge.version, words, end, note, judged)
    stage.play(record_review, officer, command)
