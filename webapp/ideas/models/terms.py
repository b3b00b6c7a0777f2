"""What somebody who hands in an idea agrees to: each consent on its own, with the four things a law asks for.

Purpose, items, how long, and the right to refuse with what follows from it (개인정보 보호법 제15조 제2항,
제22조). What is shown is what is hashed. Must not record anything: accounts keeps consents.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from webapp.accounts.enums import ConsentKind
from webapp.challenges.enums import IdeaPublicity, Improvement
from webapp.challenges.models import Challenge, ConsentEntry, EntryTerms
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized


@dataclass(frozen=True, slots=True)
class Terms:
    """One thing to agree to: its sentence, what it covers row by row, and whether entering depends on it."""

    kind: ConsentKind
    sentence: str
    rows: tuple[tuple[str, str], ...]
    is_required: bool
    name: str = ""

    @property
    def key(self) -> str:
        """How a version names it; `name` is that of a consent which this contest alone asks for."""
        return own_consent_field(self.name) if self.name else self.kind.value

    @property
    def text(self) -> str:
        """Everything that the person reads, as one text."""
        return "\n".join([self.sentence, *(f"{term}: {text}" for term, text in self.rows)])

    @property
    def sha256(self) -> str:
        """SHA-256 of that text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def terms_of(challenge: Challenge) -> tuple[Terms, ...]:
    """What is asked of whoever enters this challenge (its programme is loaded), in the reader's language."""
    asked: tuple[Terms, ...] = (privacy_terms(challenge), pledge_terms(challenge))
    if challenge.publicity in {IdeaPublicity.AT_CLOSE, IdeaPublicity.AT_RESULT}:
        asked = (*asked, publication_terms(challenge))
    return (*asked, *(own_terms(one) for one in challenge.terms.consents))


def privacy_terms(challenge: Challenge) -> Terms:
    """The collection and use of personal data, without which nobody can enter."""
    contest = localized(challenge.programme.title, challenge.programme.title_en)
    return Terms(
        ConsentKind.PRIVACY,
        _("개인정보 수집·이용에 동의합니다."),
        (
            (_("목적"), _("%(contest)s의 접수, 심사, 결과 안내, 시상과 후속 지원", contest=contest)),
            (_("항목"), _items(challenge)),
            (_("보유 기간"), challenge.terms.retention.label),
            (
                _("거부할 권리"),
                _("동의하지 않을 수 있습니다. 다만 연락과 시상을 할 수 없으므로 아이디어를 낼 수 없습니다."),
            ),
        ),
        is_required=True,
    )


def _items(challenge: Challenge) -> str:
    """Which data are taken: the usual ones, and what the challenge asks entrants to declare."""
    usual = _("이름, 이메일 주소, 소속(팀·기업·단체로 낼 때), 아이디어에 적은 내용과 첨부 파일")
    more = [_("태어난 날")] if challenge.entrants.asks_birth else []
    more += [_("사는 지역")] if challenge.entrants.regions else []
    return ", ".join([usual, *more])


def rights_rows(terms: EntryTerms) -> list[tuple[str, str]]:
    """The licence that is asked of winners, and what holds when an idea is developed further."""
    if not terms.licence_asked:
        return (
            [(_("개선과 발전"), terms.improvement.label)]
            if terms.improvement is not Improvement.AGREED
            else []
        )
    kind = _("독점") if terms.licence_exclusive else _("비독점")
    text = _(
        "수상하면 %(kind)s으로 %(years)s년 동안 다음 범위에서 이용하도록 허락합니다: %(scope)s",
        kind=kind,
        years=terms.licence_years,
        scope=terms.licence_scope,
    )
    return [(_("이용 허락"), text), (_("개선과 발전"), terms.improvement.label)]


def own_terms(entry: ConsentEntry) -> Terms:
    """A consent of the contest's own: four items, five when data go to somebody else (제17조제2항)."""
    kind = ConsentKind.THIRD_PARTY if entry.recipient else ConsentKind.CONTEST
    recipient = ((_("받는 자"), entry.recipient),) if entry.recipient else ()
    rows = (
        *recipient,
        (_("목적"), entry.purpose),
        (_("항목"), entry.items),
        (_("보유 기간"), entry.period),
        (_("거부할 권리"), entry.refusal),
    )
    return Terms(kind, entry.title, rows, entry.is_required, entry.name)


def own_consent_field(name: str) -> str:
    """How a consent of the contest's own is named in forms and versions."""
    return f"consent_{name}"


def pledge_terms(challenge: Challenge) -> Terms:
    """The pledge of integrity, with the rules that an entrant must be told (공모전 운영 규정 제6조)."""
    programme = challenge.programme
    is_hidden = challenge.publicity is IdeaPublicity.NEVER
    publishing = (
        _("수상작의 내용은 공개하지 않습니다.")
        if is_hidden
        else _("수상하면 제목과 내용, 이름(가림)을 결과 발표 때 공개합니다.")
    )
    return Terms(
        ConsentKind.PLEDGE,
        _("공모 유의사항을 확인했으며, 정직하게 참여할 것을 서약합니다."),
        (
            (_("서약"), _("직접 생각한 아이디어이며, 남의 것을 베끼거나 거짓으로 꾸미지 않았습니다.")),
            (
                _("부정행위"),
                programme.misconduct_rule
                or _("표절, 위조, 변조, 부당한 중복 응모가 확인되면 심사에서 뺍니다."),
            ),
            (_("수상작 공개"), publishing),
            (_("권리"), programme.rights_rule or _("아이디어의 권리는 낸 분에게 있습니다.")),
            *rights_rows(challenge.terms),
            (
                _("취소와 반환"),
                programme.revocation_rule
                or _("부정행위가 확인되면 수상을 취소하고 상금을 돌려받을 수 있습니다."),
            ),
            (_("거부할 권리"), _("서약하지 않을 수 있으나, 그러면 아이디어를 낼 수 없습니다.")),
        ),
        is_required=True,
    )


def publication_terms(challenge: Challenge) -> Terms:
    """The publication of an idea that has not won, which everybody may refuse."""
    when = _("접수 마감 때부터") if challenge.publicity is IdeaPublicity.AT_CLOSE else _("결과 발표 때부터")
    return Terms(
        ConsentKind.PUBLICATION,
        _("수상하지 않더라도 아이디어를 누구나 볼 수 있게 공개하는 데 동의합니다."),
        (
            (_("목적"), _("좋은 생각을 함께 나누고 정책에 참고하기 위해서입니다.")),
            (
                _("항목"),
                _(
                    "제목, 요약, 공개로 표시된 답변과 이름. 개인의 이름은 가리고, "
                    "팀·기업·단체는 그 이름을 적습니다. 첨부 파일은 공개하지 않습니다."
                ),
            ),
            (_("기간"), _("%(when)s 공모 기록을 보관하는 동안", when=when)),
            (
                _("거부할 권리"),
                _("동의하지 않아도 접수와 심사에 아무 영향이 없습니다."),
            ),
        ),
        is_required=False,
    )
