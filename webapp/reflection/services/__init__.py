"""Use cases of reflection: naming who answers, deciding, promising, reporting, realising, reminding."""

from webapp.reflection.services.assigning import Assign, Reassign, assign, reassign
from webapp.reflection.services.deciding import (
    Adopt,
    AdoptPartly,
    Decision,
    Decline,
    adopt,
    adopt_partly,
    decide,
    decline,
    realise,
)
from webapp.reflection.services.promising import (
    NewMeasure,
    Report,
    add_measure,
    report_progress,
    stop_measure,
)
from webapp.reflection.services.reminding import remind_of_days

__all__ = [
    "Adopt",
    "AdoptPartly",
    "Assign",
    "Decision",
    "Decline",
    "NewMeasure",
    "Reassign",
    "Report",
    "add_measure",
    "adopt",
    "adopt_partly",
    "assign",
    "decide",
    "decline",
    "realise",
    "reassign",
    "remind_of_days",
    "report_progress",
    "stop_measure",
]
