"""Whether somebody may enter a challenge: kind of applicant, age, region, the agency's own people.

Pure. The rules are the challenge's, as its notice declares them; what is declared is the entrant's word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from webapp.challenges.enums import ApplicantKind, StaffRule
from webapp.challenges.models import Entrants
from webapp.core.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Declared:
    """What is kept of it where the challenge asks: the age in full years on the last day of entries."""

    age: int | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What an entrant writes into the form. The day of birth is asked for, and only the age is kept."""

    birth_on: date | None = None
    region: str = ""

    def kept(self, last_day: date) -> Declared:
        """What is kept of it: the age on the last day of entries, and the region."""
        is_born = self.birth_on is not None and self.birth_on <= last_day
        age = age_on(self.birth_on, last_day) if is_born and self.birth_on is not None else None
        return Declared(age, self.region)


def age_on(birth_on: date, day: date) -> int:
    """Full years on a day; whoever was born on 29 February is a year older on 1 March."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


def entrant_faults(
    rules: Entrants, kind: ApplicantKind, declared: Declared, *, is_staff: bool
) -> dict[str, str]:
    """Why somebody may not enter, by form field; empty when they may."""
    faults: dict[str, str] = {}
    if rules.staff is StaffRule.EXCLUDED and is_staff:
        faults["applicant"] = _("주최 기관의 직원은 이 과제에 응모할 수 없습니다.")
    elif kind not in rules.applicant_kinds:
        kinds = "·".join(one.label for one in rules.applicant_kinds)
        faults["applicant"] = _("이 과제에는 %(kinds)s의 이름으로만 낼 수 있습니다.", kinds=kinds)
    if rules.asks_birth and (message := _age_fault(rules, declared.age)):
        faults["birth_on"] = message
    if rules.regions and declared.region not in rules.regions:
        faults["region"] = _("응모할 수 있는 지역 가운데에서 골라 주십시오.")
    return faults


def _age_fault(rules: Entrants, age: int | None) -> str:
    if age is None or age < 0:
        return _("태어난 날을 적어 주십시오.")
    least, most = rules.age_from or 0, rules.age_to if rules.age_to is not None else 200
    if least <= age <= most:
        return ""
    return _("접수 마감일에 %(ages)s인 분만 응모할 수 있습니다.", ages=ages_text(rules))


def ages_text(rules: Entrants) -> str:
    """The ages that may enter, in words."""
    if rules.age_to is None:
        return _("만 %(age)s세 이상", age=rules.age_from)
    if rules.age_from is None:
        return _("만 %(age)s세 이하", age=rules.age_to)
    return _("만 %(least)s세부터 만 %(most)s세까지", least=rules.age_from, most=rules.age_to)
