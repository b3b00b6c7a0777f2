"""Where an idea stands, for the public and for its author: one word, one sentence, who acts next and by when.

Pure. While the result is not announced the public learns nothing of who was passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from webapp.challenges.enums import ChallengeState
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy
from webapp.core.labels import LabelledEnum
from webapp.ideas.enums import IdeaState

_ANNOUNCED = frozenset({ChallengeState.DECIDED, ChallengeState.COMPLETED})


class PublicStanding(LabelledEnum):
    """How an idea stands for everybody."""

    RECEIVED = "received", lazy("접수 완료")
    IN_JUDGING = "in_judging", lazy("심사 중")
    VERIFYING = "verifying", lazy("공개검증 중")
    NOT_SELECTED = "not_selected", lazy("미선정")
    AWARDED = "awarded", lazy("수상")


TONES = {
    PublicStanding.RECEIVED: "info",
    PublicStanding.IN_JUDGING: "active",
    PublicStanding.VERIFYING: "active",
    PublicStanding.NOT_SELECTED: "neutral",
    PublicStanding.AWARDED: "point",
}


def public_standing(idea: IdeaState, challenge: ChallengeState) -> PublicStanding:
    """What everybody may know: the outcome only once it is announced, finalists in public verification."""
    if challenge in _ANNOUNCED:
        return PublicStanding.AWARDED if idea is IdeaState.AWARDED else PublicStanding.NOT_SELECTED
    if challenge is ChallengeState.VERIFYING and idea in {IdeaState.FINALIST, IdeaState.AWARDED}:
        return PublicStanding.VERIFYING
    if challenge in {ChallengeState.JUDGING, ChallengeState.VERIFYING}:
        return PublicStanding.IN_JUDGING
    return PublicStanding.RECEIVED


@dataclass(frozen=True, slots=True)
class NextStep:
    """One sentence on what comes next, and by when if that is fixed: a moment (exclusive end) or a day."""

    text: str
    due: datetime | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """How an idea stands for its author: a word with its tone, and the next step."""

    label: str
    tone: str
    next: NextStep


@dataclass(frozen=True, slots=True)
class Situation:
    """What the next step depends on."""

    idea: IdeaState
    challenge: ChallengeState
    closes_at: datetime
    opens_at: datetime
    result_on: date | None
    has_pending: bool


def own_standing(now: Situation) -> OwnStanding:
    """The author's view. Until the result is announced it says no more than the public may know."""
    word, tone = _word(now)
    return OwnStanding(word, tone, _next(now))


def _word(now: Situation) -> tuple[str, str]:
    if now.idea is IdeaState.DRAFT:
        is_over = now.challenge not in {ChallengeState.ANNOUNCED, ChallengeState.OPEN}
        return (_("제출하지 않음"), "neutral") if is_over else (IdeaState.DRAFT.label, "active")
    if now.idea is IdeaState.WITHDRAWN:
        return IdeaState.WITHDRAWN.label, "neutral"
    if now.challenge is ChallengeState.CANCELLED:
        return _("공모 취소"), "neutral"
    if now.idea is IdeaState.INELIGIBLE:
        return IdeaState.INELIGIBLE.label, "danger"
    standing = public_standing(now.idea, now.challenge)
    if standing is PublicStanding.RECEIVED:
        return standing.label, "success"
    return standing.label, TONES[standing]


def _next(now: Situation) -> NextStep:
    if now.challenge is ChallengeState.CANCELLED:
        return NextStep(_("공모가 취소되어 더 진행하지 않습니다."))
    if now.idea is IdeaState.WITHDRAWN:
        return NextStep(_("철회하여 더 진행하지 않습니다."))
    if now.idea is IdeaState.INELIGIBLE:
        return NextStep(_("제외 기준에 해당하여 심사하지 않습니다. 아래에서 사유를 확인해 주십시오."))
    if now.idea is IdeaState.DRAFT:
        return _next_of_draft(now)
    return _next_of_entry(now)


def _next_of_draft(now: Situation) -> NextStep:
    if now.challenge is ChallengeState.OPEN:
        return NextStep(_("마감 전에 제출해야 심사합니다."), due=now.closes_at)
    if now.challenge is ChallengeState.ANNOUNCED:
        return NextStep(_("접수가 시작되면 제출할 수 있습니다."), due=now.opens_at)
    return NextStep(_("접수가 끝나 제출할 수 없습니다. 적은 내용은 그대로 남아 있습니다."))


def _next_of_entry(now: Situation) -> NextStep:
    if now.challenge is ChallengeState.OPEN:
        if now.has_pending:
            return NextStep(
                _("고친 내용을 아직 제출하지 않았습니다. 마감 전에 제출해 주십시오."), due=now.closes_at
            )
        return NextStep(_("마감 전까지 고치거나 철회할 수 있습니다."), due=now.closes_at)
    standing = public_standing(now.idea, now.challenge)
    if standing is PublicStanding.RECEIVED:
        return NextStep(_("담당 기관이 적격 여부를 확인하고 심사를 준비합니다."), day=now.result_on)
    if standing is PublicStanding.IN_JUDGING:
        return NextStep(_("심사위원이 심사하고 있습니다. 결과를 메일로 알려 드립니다."), day=now.result_on)
    if standing is PublicStanding.VERIFYING:
        return NextStep(_("수상 후보로 뽑혀 국민의 의견을 듣는 공개검증을 하고 있습니다."), day=now.result_on)
    if standing is PublicStanding.AWARDED:
        return NextStep(_("수상했습니다. 시상과 정책 반영 과정을 이어서 알려 드립니다."))
    return NextStep(_("수상작으로 뽑히지 않았습니다. 참여해 주셔서 고맙습니다."))
