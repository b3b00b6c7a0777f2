"""Workflow of an idea. Judging and prizes fire its later transitions through the services of ideas."""

from __future__ import annotations

from webapp.core.workflow import Transition, Workflow
from webapp.ideas.enums import IdeaEvent, IdeaState, Permission

_S = IdeaState

IDEA = Workflow(
    "ideas",
    IdeaState,
    IdeaState.DRAFT,
    [
        Transition(IdeaEvent.SUBMIT, (_S.DRAFT,), _S.SUBMITTED, permission=Permission.SUBMIT),
        Transition(
            IdeaEvent.WITHDRAW, (_S.DRAFT, _S.SUBMITTED), _S.WITHDRAWN, permission=Permission.WITHDRAW
        ),
        Transition(
            IdeaEvent.RULE_OUT,
            (_S.SUBMITTED,),
            _S.INELIGIBLE,
            permission=Permission.ELIGIBILITY_DECIDE,
            reason_required=True,
        ),
        Transition(
            IdeaEvent.REINSTATE,
            (_S.INELIGIBLE,),
            _S.SUBMITTED,
            permission=Permission.ELIGIBILITY_DECIDE,
            reason_required=True,
        ),
        Transition(IdeaEvent.TAKE_TO_JUDGING, (_S.SUBMITTED,), _S.IN_JUDGING),
        Transition(IdeaEvent.PASS_OVER, (_S.IN_JUDGING, _S.SUBMITTED), _S.NOT_SELECTED),
        Transition(IdeaEvent.NOMINATE, (_S.IN_JUDGING, _S.NOT_SELECTED), _S.FINALIST),
        Transition(IdeaEvent.EXCLUDE, (_S.FINALIST,), _S.NOT_SELECTED, reason_required=True),
        Transition(IdeaEvent.AWARD, (_S.FINALIST,), _S.AWARDED),
        Transition(IdeaEvent.REVOKE, (_S.AWARDED,), _S.NOT_SELECTED, reason_required=True),
    ],
)
