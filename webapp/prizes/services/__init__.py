"""Use cases of prizes."""

from webapp.prizes.services.constraints import CONSTRAINTS
from webapp.prizes.services.decision import (
    DecideAwards,
    decide_awards,
    decide_no_winner,
    save_decision_texts,
)
from webapp.prizes.services.ledger import Booking, commit_funds, pay_funds, pot_of, release_funds
from webapp.prizes.services.nomination import Nominations, nominate_finalists
from webapp.prizes.services.objections import (
    NewObjection,
    RuleObjection,
    exclude_finalist,
    object_to,
    rule_objection,
)
from webapp.prizes.services.payments import (
    RecordPayment,
    approve_payment,
    cancel_payment,
    confirm_payment,
    hold_payment,
    meet_condition,
    record_payment,
    release_payment,
)
from webapp.prizes.services.revocation import (
    announce_revocation,
    answer_chance,
    answer_revocation,
    drop_revocation,
    revoke_award,
)
from webapp.prizes.services.viewing import record_objection_view, record_ranking_view

__all__ = [
    "CONSTRAINTS",
    "Booking",
    "DecideAwards",
    "NewObjection",
    "Nominations",
    "RecordPayment",
    "RuleObjection",
    "announce_revocation",
    "answer_chance",
    "answer_revocation",
    "approve_payment",
    "cancel_payment",
    "commit_funds",
    "confirm_payment",
    "decide_awards",
    "decide_no_winner",
    "drop_revocation",
    "exclude_finalist",
    "hold_payment",
    "meet_condition",
    "nominate_finalists",
    "object_to",
    "pay_funds",
    "pot_of",
    "record_objection_view",
    "record_payment",
    "record_ranking_view",
    "release_funds",
    "release_payment",
    "revoke_award",
    "rule_objection",
    "save_decision_texts",
]
