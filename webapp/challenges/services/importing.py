"""Taking a contest file into the database, and giving one out.

An import makes a whole draft contest or nothing. Importing what is there already changes nothing; importing
something else under the same address is refused, because people may have edited it since.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import sqlalchemy as sa

from webapp.accounts.models import Agency, Department
from webapp.accounts.services import NewAgency, NewDepartment, create_agency, create_department
from webapp.challenges.models import AgencyEntry, Challenge, ContestFile, Programme
from webapp.challenges.queries import challenge_design, challenges_of, load_programme, programme_design
from webapp.challenges.queries.designs import agency_entry
from webapp.challenges.services.editing import create_challenge, create_programme
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import led to: the programme with its challenges, and whether it is new."""

    programme: Programme
    challenges: tuple[Challenge, ...]
    is_new: bool


def import_contest(work: Work, actor: Actor, contest: ContestFile) -> Imported:
    """Make the contest, with its agency and departments where they are missing; nothing when it is there.

    RuleBroken when another contest has its address, naming what differs.
    """
    known = work.session.scalar(sa.select(Programme.id).where(Programme.slug == contest.programme.slug))
    if known is not None:
        return _known_contest(work, contest)
    agency = _agency(work, actor, contest.agency)
    _add_departments(work, actor, agency, contest)
    programme = create_programme(work, actor, contest.programme)
    challenges = [create_challenge(work, actor, challenge) for challenge in contest.challenges]
    work.audit(
        actor, "challenges:programme:imported", programme, after={"challenges": len(contest.challenges)}
    )
    return Imported(programme, tuple(challenges), is_new=True)


def contest_file(work: Work, slug: str) -> ContestFile:
    """The contest at an address as a file carries it. NotFound when there is none."""
    programme = load_programme(work, slug)
    return ContestFile(
        agency=agency_entry(programme),
        programme=programme_design(programme),
        challenges=tuple(challenge_design(one) for one in challenges_of(work, programme)),
    )


def _known_contest(work: Work, contest: ContestFile) -> Imported:
    differences = differing(contest_file(work, contest.programme.slug), contest)
    if differences:
        message = _(
            "같은 주소의 공모가 이미 있고 내용이 다릅니다. 바꾸지 않았습니다. 다른 곳: %(places)s",
            places=", ".join(differences),
        )
        raise RuleBroken(message, field="slug", code="contest_differs")
    programme = load_programme(work, contest.programme.slug)
    return Imported(programme, tuple(challenges_of(work, programme)), is_new=False)


def differing(one: ContestFile, other: ContestFile) -> list[str]:
    """The sections in which two contests differ, by the names that a file gives them."""
    places = [] if one.agency == other.agency else ["agency"]
    places.extend(
        f"programme ({section.name})"
        for section in fields(one.programme)
        if getattr(one.programme, section.name) != getattr(other.programme, section.name)
    )
    for place in range(max(len(one.challenges), len(other.challenges))):
        if place >= min(len(one.challenges), len(other.challenges)):
            places.append(f"challenges[{place + 1}]")
            continue
        first, second = one.challenges[place], other.challenges[place]
        places.extend(
            f"challenges[{place + 1}] ({section.name})"
            for section in fields(first)
            if getattr(first, section.name) != getattr(second, section.name)
        )
    return places


def _agency(work: Work, actor: Actor, entry: AgencyEntry) -> Agency:
    agency = work.session.scalar(sa.select(Agency).where(Agency.slug == entry.slug))
    if agency is None:
        command = NewAgency(slug=entry.slug, name=entry.name, name_en=entry.name_en, kind=entry.kind)
        agency = create_agency(work, actor, command)
        work.flush()
        return agency
    stored = AgencyEntry(slug=agency.slug, name=agency.name, name_en=agency.name_en, kind=agency.kind)
    if stored != entry:
        message = _(
            "‘%(slug)s’ 기관은 ‘%(name)s’(으)로 등록되어 있습니다. 파일의 기관 정보를 맞춰 주십시오.",
            slug=agency.slug,
            name=agency.name,
        )
        raise RuleBroken(message, field="agency", code="agency_differs")
    return agency


def _add_departments(work: Work, actor: Actor, agency: Agency, contest: ContestFile) -> None:
    wanted = {contest.programme.basics.department, *(one.brief.department for one in contest.challenges)}
    known = set(work.session.scalars(sa.select(Department.name).where(Department.agency_id == agency.id)))
    for name in sorted(wanted - known - {""}):
        create_department(work, actor, NewDepartment(agency_id=agency.id, name=name))
    work.flush()
