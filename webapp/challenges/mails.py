"""Letters of challenges: to approvers, authors and officials. The contexts above write to entrants."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.challenges.models import Challenge, RuleChange
from webapp.challenges.models.addressee import Addressee
from webapp.core.i18n import gettext as _
from webapp.core.i18n import use_locale
from webapp.core.outbox import Letter
from webapp.core.work import Work


def send_approval_requested(work: Work, challenge: Challenge, approvers: Sequence[Addressee]) -> None:
    """Tell the approvers that a challenge waits for them."""
    path = f"/office/challenges/{challenge.key}/approval"
    _send(work, challenge, "approval_requested", approvers, {"link": path})


def send_returned(work: Work, challenge: Challenge, author: Addressee | None, reason: str) -> None:
    """Tell who asked for the approval why it came back."""
    facts = {"link": f"/office/challenges/{challenge.key}", "cause": reason}
    _send(work, challenge, "returned", [author] if author else [], facts)


def send_published(work: Work, challenge: Challenge, author: Addressee | None) -> None:
    """Tell who asked for the approval that the notice is out."""
    facts = {"link": f"/challenges/{challenge.key}"}
    _send(work, challenge, "published", [author] if author else [], facts)


def send_closed(work: Work, challenge: Challenge, officials: Sequence[Addressee]) -> None:
    """Remind the officials, when entries closed, of what comes next."""
    _send(work, challenge, "closed", officials, {"link": f"/office/challenges/{challenge.key}"})


def send_cancelled(work: Work, challenge: Challenge, officials: Sequence[Addressee], reason: str) -> None:
    """Tell the officials that a challenge was called off."""
    facts = {"link": f"/office/challenges/{challenge.key}", "cause": reason}
    _send(work, challenge, "cancelled", officials, facts)


def send_change_requested(work: Work, change: RuleChange, approvers: Sequence[Addressee]) -> None:
    """Tell the approvers that a change of announced rules waits for them."""
    facts = {"link": f"/office/changes/{change.key}/approval", "cause": change.reason}
    _send(work, change.challenge, "change_requested", approvers, facts, about=_about(change))


def send_change_returned(work: Work, change: RuleChange, author: Addressee | None, reason: str) -> None:
    """Tell who asked for the approval of a change why it came back."""
    facts = {"link": f"/office/changes/{change.key}", "cause": reason}
    _send(work, change.challenge, "change_returned", [author] if author else [], facts, about=_about(change))


def send_change_announced(work: Work, change: RuleChange, author: Addressee | None) -> None:
    """Tell who asked for the approval of a change that it is announced."""
    facts = {"link": f"/challenges/{change.challenge.key}/changes"}
    _send(work, change.challenge, "change_announced", [author] if author else [], facts, about=_about(change))


def _about(change: RuleChange) -> str:
    return f"{change.key}:{change.version}"


def _send(
    work: Work,
    challenge: Challenge,
    template: str,
    people: Sequence[Addressee],
    facts: dict[str, str],
    *,
    about: str = "",
) -> None:
    """One letter each. `facts` hold the path of the link; the same version of a challenge, or of what else
    the letter is `about`, is told of once.
    """
    about = about or f"{challenge.key}:{challenge.version}"
    for one in {person.account_id: person for person in people}.values():
        with use_locale(one.locale):
            label = _("과제 열기")
        letter = Letter(
            one.email,
            f"challenges/{template}",
            one.locale,
            {
                "contest": challenge.programme.title,
                "challenge": challenge.title,
                "opens_at": challenge.opens_at.isoformat(),
                "closes_at": challenge.closes_at.isoformat(),
                **facts,
                "link": f"{work.base_url}{facts['link']}",
                "link_label": label,
            },
        )
        work.send(letter, key=f"challenges:{template}:{about}:{one.account_id}")
