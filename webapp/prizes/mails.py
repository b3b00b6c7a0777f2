"""Letters of prizes. Subjects name the contest, never an idea; nobody learns who objected.

Each function puts letters in the outbox for the people it is given; keys keep anybody from getting one twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from webapp.challenges.models import Challenge
from webapp.challenges.models.addressee import Addressee
from webapp.core.i18n import localized, use_locale
from webapp.core.outbox import Letter
from webapp.core.work import Work
from webapp.prizes.models import Award, Objection, Payment, Revocation, Verification


def _post(
    work: Work,
    people: Iterable[Addressee],
    template: str,
    challenge: Challenge,
    *,
    path: str,
    key: str,
    facts: Mapping[str, object],
) -> None:
    for person in people:
        with use_locale(person.locale):
            named = {
                "contest": localized(challenge.programme.title, challenge.programme.title_en),
                "challenge": localized(challenge.title, challenge.title_en),
                "name": person.name,
                "link": f"{work.base_url}{path}",
            }
        letter = Letter(person.email, f"prizes/{template}", person.locale, {**named, **facts})
        work.send(letter, key=f"prizes:{template}:{key}:{person.account_id}")


def finalist(work: Work, award: Award, verification: Verification, people: Iterable[Addressee]) -> None:
    """To the entrants of a finalist: what is shown now, until when, and that nothing is decided."""
    _post(
        work,
        people,
        "finalist",
        award.challenge,
        path=f"/challenges/{award.challenge.key}/finalists",
        key=award.key,
        facts={"title": award.idea.title, "closes_on": verification.closes_on.isoformat()},
    )


def objection_received(work: Work, objection: Objection, people: Iterable[Addressee]) -> None:
    """To the officials who rule: there is an objection. What it says stands on the page, not in the mail."""
    _post(
        work,
        people,
        "objection_received",
        objection.award.challenge,
        path=f"/office/prizes/objections/{objection.key}",
        key=objection.key,
        facts={},
    )


def objection_ruled(
    work: Work, objection: Objection, people: Iterable[Addressee], *, is_upheld: bool
) -> None:
    """To whoever objected: how it was ruled and why."""
    _post(
        work,
        people,
        "objection_ruled",
        objection.award.challenge,
        path="/my/objections",
        key=objection.key,
        facts={"is_upheld": is_upheld, "ruling": objection.ruling},
    )


def excluded(work: Work, award: Award, people: Iterable[Addressee], reason: str) -> None:
    """To the entrants of a finalist that was excluded: why."""
    _post(
        work,
        people,
        "excluded",
        award.challenge,
        path=f"/ideas/{award.idea.key}",
        key=award.key,
        facts={"title": award.idea.title, "why": reason},
    )


def awarded(work: Work, award: Award, tier: Mapping[str, str], people: Iterable[Addressee]) -> None:
    """To winners. `tier` is the tier's title by language."""
    for person in people:
        _post(
            work,
            [person],
            "awarded",
            award.challenge,
            path=f"/challenges/{award.challenge.key}/result",
            key=award.key,
            facts={
                "title": award.idea.title,
                "tier": tier.get(person.locale) or tier["ko"],
                "amount_won": award.amount_won,
                "is_honour_only": award.is_honour_only,
            },
        )


def not_selected(work: Work, challenge: Challenge, people: Iterable[Addressee]) -> None:
    """To every other entrant: the result is published. One letter a person, however many entries."""
    _post(
        work,
        people,
        "not_selected",
        challenge,
        path=f"/challenges/{challenge.key}/result",
        key=challenge.key,
        facts={},
    )


def no_winner(work: Work, challenge: Challenge, people: Iterable[Addressee], reason: str) -> None:
    """To every entrant: nobody won, and why."""
    _post(
        work,
        people,
        "no_winner",
        challenge,
        path=f"/challenges/{challenge.key}/result",
        key=challenge.key,
        facts={"why": reason},
    )


def payment_waits(work: Work, payment: Payment, people: Iterable[Addressee]) -> None:
    """To the officials whose turn it is with a payment; the payment's state says what to do."""
    _post(
        work,
        people,
        "payment_waits",
        payment.award.challenge,
        path=f"/office/prizes/payments/{payment.key}",
        key=f"{payment.key}:{payment.state.value}:{payment.version}",
        facts={"state": payment.state.value, "amount_won": payment.amount_won},
    )


def paid(work: Work, payment: Payment, paid_on: date, people: Iterable[Addressee]) -> None:
    """To winners: a part of the prize was paid."""
    _post(
        work,
        people,
        "paid",
        payment.award.challenge,
        path=f"/ideas/{payment.award.idea.key}/passport",
        key=payment.key,
        facts={
            "title": payment.award.idea.title,
            "amount_won": payment.amount_won,
            "paid_on": paid_on.isoformat(),
        },
    )


def revoked(work: Work, award: Award, people: Iterable[Addressee], reason: str, paid_won: int) -> None:
    """To the entrants whose award was revoked: why, and what was paid and has to be given back."""
    _post(
        work,
        people,
        "revoked",
        award.challenge,
        path=f"/challenges/{award.challenge.key}/result",
        key=award.key,
        facts={"title": award.idea.title, "why": reason, "paid_won": paid_won},
    )


def revocation_announced(work: Work, revocation: Revocation, people: Iterable[Addressee]) -> None:
    """To the entrants: their award may be taken back, why, and until when they may answer."""
    award = revocation.award
    _post(
        work,
        people,
        "revocation_announced",
        award.challenge,
        path=f"/my/awards/{award.key}/revocation",
        key=revocation.key,
        facts={
            "title": award.idea.title,
            "why": revocation.reason,
            "until": revocation.opinions_until.isoformat(),
        },
    )


def revocation_answered(work: Work, revocation: Revocation, people: Iterable[Addressee]) -> None:
    """To the officials: the entrants have answered. What they say stands on the page, not in the mail."""
    award = revocation.award
    _post(
        work,
        people,
        "revocation_answered",
        award.challenge,
        path=f"/office/prizes/awards/{award.key}/revocation",
        key=f"{revocation.key}:{revocation.version}",
        facts={},
    )


def revocation_dropped(work: Work, revocation: Revocation, people: Iterable[Addressee]) -> None:
    """To the entrants: their award stands, and why."""
    award = revocation.award
    _post(
        work,
        people,
        "revocation_dropped",
        award.challenge,
        path=f"/ideas/{award.idea.key}/passport",
        key=revocation.key,
        facts={"title": award.idea.title, "why": revocation.conclusion},
    )


__all__ = [
    "awarded",
    "excluded",
    "finalist",
    "no_winner",
    "not_selected",
    "objection_received",
    "objection_ruled",
    "paid",
    "payment_waits",
    "revocation_announced",
    "revocation_answered",
    "revocation_dropped",
    "revoked",
]
