"""Names of states, roles and kinds in accounts."""

from __future__ import annotations

from enum import StrEnum

from webapp.core.i18n import lazy
from webapp.core.labels import LabelledEnum


class AccountState(LabelledEnum):
    """Life of an account."""

    PENDING = "pending", lazy("확인 대기")
    ACTIVE = "active", lazy("이용 중")
    SUSPENDED = "suspended", lazy("이용 정지")
    CLOSED = "closed", lazy("탈퇴")


class AccountEvent(StrEnum):
    """What can happen to an account."""

    CONFIRM = "confirm"
    SUSPEND = "suspend"
    RESTORE = "restore"
    CLOSE = "close"


class Role(LabelledEnum):
    """Roles that are granted over a scope."""

    AGENCY_ADMIN = "agency_admin", lazy("기관 관리자")
    CONTEST_OFFICER = "contest_officer", lazy("공모 담당")
    APPROVER = "approver", lazy("결재자")
    JUDGING_SECRETARY = "judging_secretary", lazy("심사 간사")
    REVIEWER = "reviewer", lazy("과제 검토위원")
    JUDGE = "judge", lazy("심사위원")
    MENTOR = "mentor", lazy("멘토")
    TEAM_MEMBER = "team_member", lazy("구성원")


AGENCY_ROLES = (Role.AGENCY_ADMIN, Role.CONTEST_OFFICER, Role.APPROVER, Role.JUDGING_SECRETARY)


class Scope(StrEnum):
    """What a role is held over."""

    AGENCY = "agency"
    CALL = "call"
    ROUND = "round"
    PROJECT = "project"
    ORGANISATION = "organisation"


class AgencyKind(LabelledEnum):
    """Kinds of public bodies; the policy profile and the tax treatment depend on them."""

    CENTRAL = "central", lazy("중앙행정기관")
    LOCAL = "local", lazy("지방자치단체")
    PUBLIC = "public", lazy("공공기관")


class OrganisationKind(LabelledEnum):
    """Kinds of applicants that are more than one person."""

    TEAM = "team", lazy("팀")
    COMPANY = "company", lazy("기업")
    GROUP = "group", lazy("단체")


class TokenPurpose(StrEnum):
    """What a one-time link is for."""

    CONFIRM_EMAIL = "confirm_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105  (a purpose, not a password)


class InvitationState(LabelledEnum):
    """Life of an invitation to a role."""

    INVITED = "invited", lazy("초대함")
    ACCEPTED = "accepted", lazy("수락")
    DECLINED = "declined", lazy("사양")
    WITHDRAWN = "withdrawn", lazy("초대 취소")


class InvitationEvent(StrEnum):
    """What can happen to an invitation."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class ConsentKind(LabelledEnum):
    """What a person agrees to, each on its own (개인정보 보호법 제22조)."""

    PRIVACY = "privacy", lazy("개인정보 수집·이용")
    PLEDGE = "pledge", lazy("공모 유의사항과 청렴서약")
    PUBLICATION = "publication", lazy("아이디어와 이름(가림) 공개")
    TERMS = "terms", lazy("이용약관")
    CONTEST = "contest", lazy("공모에서 따로 받는 동의")
    THIRD_PARTY = "third_party", lazy("개인정보 제3자 제공")


class ConflictKind(LabelledEnum):
    """Grounds on which somebody may not judge a matter: 제척·회피 (공모전 운영 규정 제8조)."""

    SELF_OR_SPOUSE = "self_or_spouse", lazy("본인 또는 배우자(배우자였던 사람 포함)")
    RELATIVE = "relative", lazy("친족이거나 친족이었던 관계")
    ADVICE = "advice", lazy("자문·연구·용역·감정을 한 관계")
    AGENT = "agent", lazy("대리인이거나 대리인이었던 관계")
    SAME_BODY = "same_body", lazy("같은 기관이나 단체 소속")
    OTHER = "other", lazy("그 밖에 공정한 심사가 어려운 사정")


class Permission(StrEnum):
    """Permissions of accounts."""

    PROFILE_EDIT = "accounts:profile:edit"
    SESSION_END = "accounts:session:end"
    ORGANISATION_MANAGE = "accounts:organisation:manage"
    AGENCY_CREATE = "accounts:agency:create"
    AGENCY_MANAGE = "accounts:agency:manage"
    ROLE_GRANT = "accounts:role:grant"
    ACCOUNT_VIEW = "accounts:account:view"
    ACCOUNT_SUSPEND = "accounts:account:suspend"
    OUTBOX_VIEW = "accounts:outbox:view"
    OUTBOX_RETRY = "accounts:outbox:retry"
    AUDIT_VIEW = "accounts:audit:view"
