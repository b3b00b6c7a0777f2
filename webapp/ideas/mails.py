"""Letters of ideas: to whoever entered. No subject names an idea; titles stand in no letter at all."""

from __future__ import annotations

from typing import Any

from webapp.accounts.models import Account
from webapp.challenges.models import Challenge, Notice, RuleChange
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized, use_locale
from webapp.core.outbox import Letter
from webapp.core.work import Work
from webapp.ideas.models import Idea, IdeaVersion


def submitted(work: Work, idea: Idea, version: IdeaVersion) -> Letter:
    """The receipt: number, time and hash of what was handed in."""
    facts = {
        "number": idea.receipt_number,
        "version": version.number,
        "at": version.submitted_at.isoformat(),
        "sha256": version.sha256,
        "closes_at": idea.challenge.closes_at.isoformat(),
    }
    path = f"/my/ideas/{idea.key}/versions/{version.number}"
    return _letter(work, "submitted", idea, facts, path, "receipt")


def withdrawn(work: Work, idea: Idea) -> Letter:
    """Confirms that an entry was taken back."""
    return _letter(work, "withdrawn", idea, {"number": idea.receipt_number}, f"/my/ideas/{idea.key}", "idea")


def ruled_out(work: Work, idea: Idea, reason: str) -> Letter:
    """Tells why an entry is not eligible."""
    if idea.ineligible_reason is None:
        raise ValueError("an idea that was not ruled out has no reason to tell")
    with use_locale(idea.author.locale):
        facts = {
            "number": idea.receipt_number,
            "ground": idea.ineligible_reason.label,
            "reason_text": reason,
            "contact": idea.challenge.programme.contact,
        }
    return _letter(work, "ruled_out", idea, facts, f"/my/ideas/{idea.key}", "idea")


def reinstated(work: Work, idea: Idea, reason: str) -> Letter:
    """Tells that an entry counts again."""
    facts = {"number": idea.receipt_number, "reason_text": reason}
    return _letter(work, "reinstated", idea, facts, f"/my/ideas/{idea.key}", "idea")


def reminder(work: Work, idea: Idea) -> Letter:
    """Tells that a draft has not been handed in while the deadline comes near."""
    facts = {"closes_at": idea.challenge.closes_at.isoformat()}
    return _letter(work, "reminder", idea, facts, f"/my/ideas/{idea.key}/write", "write")


def contest_cancelled(work: Work, idea: Idea, reason: str) -> Letter:
    """Tells that the contest which was entered will not be held."""
    facts = {"number": idea.receipt_number or "", "reason_text": reason}
    return _letter(work, "contest_cancelled", idea, facts, f"/my/ideas/{idea.key}", "idea")


def rules_changed(work: Work, idea: Idea, change: RuleChange) -> Letter:
    """Tells that the rules of a contest which was entered have changed, why, and until when one can act."""
    is_open = work.now < idea.challenge.closes_at
    with use_locale(idea.author.locale):
        facts = {
            "kind": change.kind.label,
            "reason_text": change.reason,
            "closes_at": idea.challenge.closes_at.isoformat() if is_open else "",
        }
    return _letter(work, "rules_changed", idea, facts, change_path(work, change), "notice")


def change_path(work: Work, change: RuleChange) -> str:
    """Where a change of rules is told: its notice."""
    notice = change.notice_id and work.session.get(Notice, change.notice_id)
    return f"/notices/{notice.key}" if notice else f"/challenges/{change.challenge.key}/changes"


def _letter(work: Work, name: str, idea: Idea, facts: dict[str, Any], path: str, target: str) -> Letter:
    author: Account = idea.author
    with use_locale(author.locale):
        labels = {
            "receipt": _("접수증 보기"),
            "idea": _("진행 상황 보기"),
            "write": _("이어서 쓰기"),
            "notice": _("달라진 내용 보기"),
        }
        names = _names(idea.challenge)
    return Letter(
        author.email,
        f"ideas/{name}",
        author.locale,
        {**names, **facts, "link": f"{work.base_url}{path}", "link_label": labels[target]},
    )


def _names(challenge: Challenge) -> dict[str, str]:
    programme = challenge.programme
    return {
        "contest": localized(programme.title, programme.title_en),
        "challenge": localized(challenge.title, challenge.title_en),
    }
