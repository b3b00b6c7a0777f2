"""Where an idea stands, in one sentence: what has happened, who acts next, by when.

Pure: it reads the facts of one idea and the clock, never the database. Texts are in the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from webapp.challenges.enums import ChallengeState
from webapp.core.i18n import gettext as _
from webapp.home.enums import Tone
from webapp.ideas.enums import IdeaState
from webapp.maturing.enums import ProjectState
from webapp.reflection.enums import ReflectionState


@dataclass(frozen=True, slots=True)
class IdeaFacts:
    """What is known of one idea and of everything that came of it. `challenge_state` is by the clock.

    `is_late`: the department's decision or its next promise was due before today.
    """

    idea_state: IdeaState
    challenge_state: ChallengeState
    closes_at: datetime
    has_pending: bool = False
    result_on: date | None = None
    verification_closes_on: date | None = None
    tier: str = ""
    project_state: ProjectState | None = None
    milestone: str = ""
    milestone_due_on: date | None = None
    reflection_state: ReflectionState | None = None
    reflection_due_on: date | None = None
    planned_on: date | None = None
    next_promised_on: date | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The sentence of a card, with the moment (exclusive) or the whole day until which it holds."""

    label: str
    tone: Tone
    next_step: str = ""
    due: date | None = None
    is_my_turn: bool = False


def standing(facts: IdeaFacts) -> Standing:
    """Where the idea stands. What came last counts: policy before maturing, maturing before the prize."""
    if facts.reflection_state is not None:
        return _in_reflection(facts, facts.reflection_state)
    if facts.idea_state is IdeaState.AWARDED:
        return _awarded(facts)
    if facts.challenge_state is ChallengeState.CANCELLED and facts.idea_state not in {
        IdeaState.WITHDRAWN,
        IdeaState.INELIGIBLE,
    }:
        return Standing(
            _("공모 취소"), Tone.NEUTRAL, _("공모가 취소되었습니다. 까닭은 취소 공고에 있습니다.")
        )
    return _in_contest(facts)


def _in_contest(facts: IdeaFacts) -> Standing:
    state, is_open = facts.idea_state, facts.challenge_state is ChallengeState.OPEN
    if state is IdeaState.DRAFT:
        return _draft(facts, is_open=is_open)
    if state is IdeaState.SUBMITTED:
        return _submitted(facts, is_open=is_open)
    if state is IdeaState.IN_JUDGING:
        return (
            Standing(
                state.label,
                Tone.INFO,
                _("심사위원이 심사하고 있습니다. 결과 발표 예정일:"),
                facts.result_on,
            )
            if facts.result_on
            else Standing(state.label, Tone.INFO, _("심사위원이 심사하고 있습니다."))
        )
    if state is IdeaState.FINALIST:
        return Standing(
            state.label,
            Tone.POINT,
            _("수상 후보로 뽑혀 국민의 의견을 듣는 공개검증을 받고 있습니다. 공개검증 마감:")
            if facts.verification_closes_on
            else _("수상 후보로 뽑혔습니다. 곧 공개검증을 시작합니다."),
            facts.verification_closes_on,
        )
    texts = {
        IdeaState.NOT_SELECTED: _("이번에는 수상하지 못했습니다. 결과와 심사평을 볼 수 있습니다."),
        IdeaState.INELIGIBLE: _("응모 요건에 맞지 않아 심사에서 제외되었습니다. 사유를 확인해 주십시오."),
        IdeaState.WITHDRAWN: _("철회했습니다. 다른 사람에게는 보이지 않습니다."),
    }
    return Standing(state.label, Tone.NEUTRAL, texts.get(state, ""))


def _draft(facts: IdeaFacts, *, is_open: bool) -> Standing:
    label = facts.idea_state.label
    if is_open:
        text = _("아직 제출하지 않았습니다. 이어서 쓰고 제출해 주십시오. 접수 마감:")
        return Standing(label, Tone.ACTIVE, text, facts.closes_at, is_my_turn=True)
    return Standing(label, Tone.NEUTRAL, _("제출하지 않은 채 접수가 마감되었습니다."))


def _submitted(facts: IdeaFacts, *, is_open: bool) -> Standing:
    label = facts.idea_state.label
    if is_open and facts.has_pending:
        text = _(
            "고친 내용을 아직 제출하지 않았습니다. 지금은 앞서 제출한 내용이 접수되어 있습니다. 접수 마감:"
        )
        return Standing(label, Tone.WARNING, text, facts.closes_at, is_my_turn=True)
    if is_open:
        text = _("접수되었습니다. 마감 전까지 고쳐서 다시 제출할 수 있습니다. 접수 마감:")
        return Standing(label, Tone.SUCCESS, text, facts.closes_at)
    return Standing(label, Tone.INFO, _("접수가 마감되어 담당자가 응모 자격을 확인하고 있습니다."))


def _awarded(facts: IdeaFacts) -> Standing:
    label = facts.tier or facts.idea_state.label
    if facts.project_state is ProjectState.ACTIVE:
        if facts.milestone:
            text = _(
                "멘토와 함께 다듬고 있습니다. 다음 단계는 ‘%(title)s’입니다. 기한:", title=facts.milestone
            )
            return Standing(label, Tone.POINT, text, facts.milestone_due_on, is_my_turn=True)
        return Standing(label, Tone.POINT, _("낸 결과물을 담당자가 살펴보고 있습니다."))
    if facts.project_state is ProjectState.ACCEPTED:
        return Standing(label, Tone.POINT, _("숙성을 마쳤습니다. 담당 부서가 정책 반영을 검토합니다."))
    if facts.project_state is ProjectState.STOPPED:
        return Standing(label, Tone.NEUTRAL, _("숙성을 중단했습니다. 배운 점을 확인해 주십시오."))
    return Standing(label, Tone.POINT, _("수상을 축하합니다. 담당 부서가 숙성과 정책 반영을 준비합니다."))


def _in_reflection(facts: IdeaFacts, state: ReflectionState) -> Standing:
    label = state.label
    if state is ReflectionState.UNDER_REVIEW:
        if facts.is_late:
            text = _("담당 부서의 검토가 늦어지고 있습니다. 검토 기한:")
            return Standing(label, Tone.WARNING, text, facts.reflection_due_on)
        text = _("담당 부서가 정책에 반영할지 검토하고 있습니다. 검토 기한:")
        return Standing(label, Tone.INFO, text, facts.reflection_due_on)
    if state is ReflectionState.NOT_ADOPTED:
        text = _("정책에는 반영하지 않기로 했습니다. 검토한 까닭을 볼 수 있습니다.")
        return Standing(label, Tone.NEUTRAL, text)
    if state is ReflectionState.REALISED:
        return Standing(
            label, Tone.SUCCESS, _("아이디어가 정책이 되었습니다. 무엇이 바뀌었는지 확인해 주십시오.")
        )
    if facts.next_promised_on is not None and facts.is_late:
        text = _("정책에 반영하기로 했으나 약속한 날이 지났습니다. 약속한 날:")
        return Standing(label, Tone.WARNING, text, facts.next_promised_on)
    if facts.next_promised_on is not None:
        text = _("정책에 반영하기로 했습니다. 담당 부서의 다음 약속:")
        return Standing(label, Tone.SUCCESS, text, facts.next_promised_on)
    text = _("정책에 반영하기로 했습니다. 실시 예정일:")
    return Standing(label, Tone.SUCCESS, text, facts.planned_on)
