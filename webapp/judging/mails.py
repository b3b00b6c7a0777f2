"""Letters of judging to judges. Subjects name the contest, never an idea."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from webapp.accounts.models import Account
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized, use_locale
from webapp.core.outbox import Letter
from webapp.core.work import Work
from webapp.judging.models import Round


def started(work: Work, account: Account, round_: Round, *, ideas: int) -> Letter:
    """Scoring begins: how many ideas, until when, and that pledge and declarations come first."""
    return _letter(
        work, account, round_, "judging/started", {"ideas": ideas}, label=lambda: _("심사 시작하기")
    )


def reminder(work: Work, account: Account, round_: Round, *, left: int, done: int) -> Letter:
    """Sheets are not handed in yet."""
    facts = {"left": left, "done": done, "is_late": round_.due_at <= work.now}
    return _letter(work, account, round_, "judging/reminder", facts, label=lambda: _("이어서 심사하기"))


def reopened(work: Work, account: Account, round_: Round, *, reason: str) -> Letter:
    """The secretary opened a sheet again."""
    return _letter(
        work, account, round_, "judging/reopened", {"why": reason}, label=lambda: _("심사표 다시 보기")
    )


def assigned(work: Work, account: Account, round_: Round, *, ideas: int) -> Letter:
    """Ideas were added, because another judge stepped back or joined late."""
    return _letter(work, account, round_, "judging/assigned", {"ideas": ideas}, label=lambda: _("심사하기"))


def dismissed(work: Work, account: Account, round_: Round, *, reason: str) -> Letter:
    """The judge's part in the round has ended."""
    return _letter(work, account, round_, "judging/dismissed", {"why": reason})


def _letter(
    work: Work,
    account: Account,
    round_: Round,
    template: str,
    facts: Mapping[str, Any],
    *,
    label: Callable[[], str] | None = None,
) -> Letter:
    programme = round_.challenge.programme
    with use_locale(account.locale):
        link = {} if label is None else {"link": f"{work.base_url}/judge", "link_label": label()}
        return Letter(
            account.email,
            template,
            account.locale,
            {
                "name": account.name,
                "contest": localized(programme.title, programme.title_en),
                "challenge": localized(round_.challenge.title, round_.challenge.title_en),
                "round": round_.title,
                "due_at": round_.due_at.isoformat(),
                **facts,
                **link,
            },
        )
