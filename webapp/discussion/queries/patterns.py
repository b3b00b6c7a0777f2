"""The fraud view: endorsements of one subject grouped by where and when they came and by the accounts' age.

Shows no names: whether many came from one place is seen without knowing who they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from webapp.accounts.models import Account
from webapp.core.subjects import SubjectRef
from webapp.core.work import Work
from webapp.discussion.enums import AccountAge, EndorsementPattern
from webapp.discussion.models import Endorsement

#: How many must have something in common to be worth a look.
SMALLEST = {EndorsementPattern.ADDRESS: 3, EndorsementPattern.MINUTE: 5, EndorsementPattern.AGE: 1}
GROUPS_SHOWN = 20
AGES = (
    (timedelta(days=1), AccountAge.DAY),
    (timedelta(days=7), AccountAge.WEEK),
    (timedelta(days=30), AccountAge.MONTH),
)


@dataclass(frozen=True, slots=True)
class EndorsementRow:
    """What the view looks at of one endorsement."""

    id: int
    account_id: int
    endorsed_at: datetime
    address_digest: str
    account_created_at: datetime
    is_voided: bool
    is_carried: bool

    @property
    def minute(self) -> datetime:
        """The minute in which it came."""
        return self.endorsed_at.replace(second=0, microsecond=0)

    @property
    def age(self) -> AccountAge:
        """How old the account was."""
        lived = self.endorsed_at - self.account_created_at
        return next((age for limit, age in AGES if lived < limit), AccountAge.OLDER)


@dataclass(frozen=True, slots=True)
class EndorsementGroup:
    """Endorsements that have something in common. `value` names the group in a form."""

    pattern: EndorsementPattern
    value: str
    count: int
    voided: int
    first_at: datetime
    last_at: datetime
    young: int

    @property
    def standing(self) -> int:
        """How many of them count."""
        return self.count - self.voided

    @property
    def age_label(self) -> str:
        """The age that a group by age has in common."""
        return AccountAge(self.value).label

    @property
    def can_be_voided(self) -> bool:
        """Whether something is left to void; accounts of long standing are no pattern."""
        return self.standing > 0 and self.value != AccountAge.OLDER


@dataclass(frozen=True, slots=True)
class EndorsementPatterns:
    """Everything that the view shows of a subject."""

    total: int
    counted: int
    voided: int
    carried: int
    groups: dict[EndorsementPattern, tuple[EndorsementGroup, ...]]


def endorsement_rows(work: Work, ref: SubjectRef) -> Sequence[EndorsementRow]:
    """Every endorsement of the subject, in the order in which they came. One statement."""
    rows = work.session.execute(
        sa.select(
            Endorsement.id,
            Endorsement.account_id,
            Endorsement.endorsed_at,
            Endorsement.address_digest,
            Account.created_at,
            Endorsement.voided_at.is_not(None),
            Endorsement.carried_from_key != "",
        )
        .join(Account, Account.id == Endorsement.account_id)
        .where(Endorsement.subject_kind == ref.kind, Endorsement.subject_key == ref.key)
        .order_by(Endorsement.endorsed_at, Endorsement.id)
    )
    return [EndorsementRow(*row) for row in rows]


def endorsement_patterns(rows: Sequence[EndorsementRow]) -> EndorsementPatterns:
    """The groups that are worth a look, the largest first."""
    counted = {row.account_id for row in rows if not row.is_voided}
    return EndorsementPatterns(
        total=len(rows),
        counted=len(counted),
        voided=sum(row.is_voided for row in rows),
        carried=sum(row.is_carried for row in rows),
        groups={pattern: _groups(pattern, rows) for pattern in EndorsementPattern},
    )


def group_of(
    rows: Iterable[EndorsementRow], pattern: EndorsementPattern, value: str, *, is_voided: bool = False
) -> Sequence[EndorsementRow]:
    """The endorsements of one group that count, or those of it that were voided."""
    return [row for row in rows if row.is_voided is is_voided and value and _value(pattern)(row) == value]


def _value(pattern: EndorsementPattern) -> Callable[[EndorsementRow], str]:
    values: dict[EndorsementPattern, Callable[[EndorsementRow], str]] = {
        EndorsementPattern.ADDRESS: lambda row: row.address_digest,
        EndorsementPattern.MINUTE: lambda row: f"{row.minute:%Y%m%dT%H%M}",
        EndorsementPattern.AGE: lambda row: row.age.value,
    }
    return values[pattern]


def _groups(pattern: EndorsementPattern, rows: Iterable[EndorsementRow]) -> tuple[EndorsementGroup, ...]:
    value_of = _value(pattern)
    members: dict[str, list[EndorsementRow]] = {}
    for row in rows:
        if value := value_of(row):
            members.setdefault(value, []).append(row)
    groups = [
        EndorsementGroup(
            pattern,
            value,
            len(found),
            sum(row.is_voided for row in found),
            found[0].endorsed_at,
            found[-1].endorsed_at,
            sum(row.age is AccountAge.DAY for row in found),
        )
        for value, found in members.items()
        if len(found) >= SMALLEST[pattern]
    ]
    return tuple(sorted(groups, key=lambda group: (-group.standing, group.value))[:GROUPS_SHOWN])
