"""Workflows of reflections and measures."""

from __future__ import annotations

from webapp.core.workflow import Transition, Workflow
from webapp.reflection.enums import (
    MeasureEvent,
    MeasureState,
    Permission,
    ReflectionEvent,
    ReflectionState,
)

_R = ReflectionState

REFLECTION = Workflow(
    "reflections",
    ReflectionState,
    ReflectionState.UNDER_REVIEW,
    [
        Transition(
            ReflectionEvent.ADOPT,
            (_R.UNDER_REVIEW,),
            _R.ADOPTED,
            permission=Permission.DECIDE,
            reason_required=True,
        ),
        Transition(
            ReflectionEvent.ADOPT_PARTLY,
            (_R.UNDER_REVIEW,),
            _R.PARTLY_ADOPTED,
            permission=Permission.DECIDE,
            reason_required=True,
        ),
        Transition(
            ReflectionEvent.DECLINE,
            (_R.UNDER_REVIEW,),
            _R.NOT_ADOPTED,
            permission=Permission.DECIDE,
            reason_required=True,
        ),
        Transition(
            ReflectionEvent.REALISE,
            (_R.ADOPTED, _R.PARTLY_ADOPTED),
            _R.REALISED,
            permission=Permission.DECIDE,
        ),
    ],
)

MEASURE = Workflow(
    "measures",
    MeasureState,
    MeasureState.PLANNED,
    [
        Transition(
            MeasureEvent.START,
            (MeasureState.PLANNED,),
            MeasureState.IN_PROGRESS,
            permission=Permission.PROGRESS_REPORT,
        ),
        Transition(
            MeasureEvent.FINISH,
            (MeasureState.PLANNED, MeasureState.IN_PROGRESS),
            MeasureState.DONE,
            permission=Permission.PROGRESS_REPORT,
        ),
        Transition(
            MeasureEvent.STOP,
            (MeasureState.PLANNED, MeasureState.IN_PROGRESS),
            MeasureState.STOPPED,
            permission=Permission.MEASURE_MANAGE,
            reason_required=True,
        ),
    ],
)
