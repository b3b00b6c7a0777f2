"""The agencies that run the demo's contests: a ministry whose 2020 contest is real, and an invented city.

Names, units and rules as the contests need them; the people who work there are in `people`.
"""

from __future__ import annotations

from dataclasses import dataclass

from webapp.accounts.enums import AgencyKind
from webapp.challenges.enums import PolicyProfile
from webapp.challenges.models import AgencyEntry, ProgrammeConditions

ELIGIBILITY = "관심 있는 국민과 기업, 단체 누구나 참여할 수 있고 여러 건을 낼 수 있습니다."
STAFF_RULE = "주최 기관 직원의 아이디어가 선정되면 상금 없이 표창만 합니다."


@dataclass(frozen=True, slots=True)
class Host:
    """An agency with its unit for contests, the departments that answer for ideas, and its rules.

    `note` stands at the end of a contest's purpose; `phone` is what its numbers begin with.
    """

    agency: AgencyEntry
    unit: str
    unit_en: str
    owning: tuple[tuple[str, str], ...]
    phone: str
    honour: str
    conditions: ProgrammeConditions
    note: str = ""
    note_en: str = ""


MINISTRY = Host(
    agency=AgencyEntry(
        slug="mois",
        name="행정안전부",
        name_en="Ministry of the Interior and Safety",
        kind=AgencyKind.CENTRAL,
    ),
    unit="혁신기획과",
    unit_en="Innovation Planning Division",
    owning=(
        ("생활안전과", "Community Safety Division"),
        ("지역디지털과", "Regional Digital Division"),
        ("해양환경과", "Marine Environment Division"),
    ),
    phone="044-205",
    honour="장관상",
    conditions=ProgrammeConditions(
        profile=PolicyProfile.CENTRAL, eligibility=ELIGIBILITY, staff_rule=STAFF_RULE
    ),
)
#: No such city: its name, ordinance and telephone numbers are nobody's.
CITY = Host(
    agency=AgencyEntry(slug="hanbit", name="한빛시", name_en="Hanbit City", kind=AgencyKind.LOCAL),
    unit="시민소통과",
    unit_en="Citizen Participation Division",
    owning=(("도시안전과", "Urban Safety Division"), ("보건정책과", "Health Policy Division")),
    phone="041-000",
    honour="시장상",
    conditions=ProgrammeConditions(
        profile=PolicyProfile.LOCAL,
        legal_basis="한빛시 시민 제안 운영 조례 제12조(시상)",
        eligibility=ELIGIBILITY,
        staff_rule=STAFF_RULE,
    ),
    note="한빛시는 시연을 위해 지어낸 도시입니다.",
    note_en="Hanbit is a city invented for this demonstration.",
)
