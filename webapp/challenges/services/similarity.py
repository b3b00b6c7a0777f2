"""The comparison with other contests before approval (제4조제1항): every contest found is judged, and the end
is recorded with the brief that it was made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.challenges.enums import (
    ChallengeState,
    Permission,
    SimilarityConclusion,
    SimilarityJudgement,
)
from webapp.challenges.models import SimilarityReview
from webapp.challenges.models.similarity import brief_hash
from webapp.challenges.queries import challenge_design, load_challenge
from webapp.challenges.queries.similarity import Hit, similar_contests
from webapp.challenges.services.editing import refuse_stale
from webapp.core.errors import RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.text import clean_line, clean_text
from webapp.core.work import Work

MAX_NOTE = 2000
MAX_WORDS = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """What the official made of one contest that was found."""

    judgement: SimilarityJudgement
    note: str = ""


@dataclass(frozen=True, slots=True)
class RecordReview:
    """A comparison: the words that were looked for, each hit judged by its ref, and the conclusion."""

    challenge_key: str
    version: int
    words: str
    conclusion: SimilarityConclusion
    note: str = ""
    judged: Mapping[str, Judged] = field(default_factory=dict)


def record_review(work: Work, actor: Actor, command: RecordReview) -> SimilarityReview:
    """Record a comparison of a draft. What is found for the words now must have been judged, every one.

    A contest that is alike wants a note, and a conclusion that says what was done about it. `STOPPED` is
    recorded and keeps the notice back.
    """
    challenge = load_challenge(work, command.challenge_key, lock=True)
    work.require(actor, Permission.SIMILARITY_REVIEW, challenge)
    if challenge.state is not ChallengeState.DRAFT:
        raise WrongState(_("작성 중인 과제만 유사성 검토를 할 수 있습니다."))
    refuse_stale(challenge.version, command.version)
    words, note = clean_line(command.words)[:MAX_WORDS], clean_text(command.note)
    hits = similar_contests(work, actor, challenge, words)
    refuse_unjudged(command, words, note, hits)
    brief = brief_hash(challenge_design(challenge).brief)
    review = SimilarityReview(
        challenge_id=challenge.id,
        words=words,
        hits=[_hit(one, command.judged[one.ref]) for one in hits],
        conclusion=command.conclusion,
        note=note,
        brief_hash=brief,
        reviewed_by_id=actor.account_id,
        reviewed_at=work.now,
    )
    work.session.add(review)
    challenge.compared_hash = "" if command.conclusion is SimilarityConclusion.STOPPED else brief
    work.flush()
    work.audit(
        actor,
        "challenges:similarity:reviewed",
        challenge,
        after={"conclusion": command.conclusion.value, "hits": len(hits)},
    )
    return review


def refuse_unjudged(command: RecordReview, words: str, note: str, hits: tuple[Hit, ...]) -> None:
    """RuleBroken while a hit has no judgement, or the conclusion does not follow from them."""
    if not words:
        raise RuleBroken(_("찾을 말을 적어 주십시오."), field="words")
    if len(note) > MAX_NOTE:
        raise RuleBroken(_("%(most)s자까지 적을 수 있습니다.", most=MAX_NOTE), field="note")
    if any(hit.ref not in command.judged for hit in hits):
        raise RuleBroken(_("찾은 공모를 모두 보고 판단해 주십시오."), field="hits", code="unjudged")
    found = {command.judged[hit.ref].judgement for hit in hits}
    alike = found - {SimilarityJudgement.DIFFERENT}
    if alike and command.conclusion is SimilarityConclusion.NONE_FOUND:
        message = _("비슷하거나 같다고 본 공모가 있습니다. 결론을 다시 골라 주십시오.")
        raise RuleBroken(message, field="conclusion")
    if not note and command.conclusion is not SimilarityConclusion.NONE_FOUND:
        message = _("무엇이 비슷하고 어떻게 다르게 했는지, 또는 왜 멈추는지 적어 주십시오.")
        raise RuleBroken(message, field="note")


def _hit(hit: Hit, judged: Judged) -> dict[str, str | int]:
    return {
        "ref": hit.ref,
        "title": hit.title,
        "agency": hit.agency,
        "year": hit.year,
        "link": hit.link,
        "likeness": hit.likeness,
        "judgement": judged.judgement.value,
        "note": clean_line(judged.note)[:300],
    }
