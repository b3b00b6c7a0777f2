"""An agency's office for web tests: its officials, a browser for each, and the forms of a sound contest."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient

from tests.support.challenges import make_challenge
from tests.support.people import make_account, make_agency, make_department, make_official, sign_in
from webapp.accounts.enums import Role
from webapp.accounts.models import Agency
from webapp.challenges.enums import ChallengeState
from webapp.challenges.queries import find_challenge, load_programme
from webapp.core.database import Database


@dataclass
class Office:
    """An agency with its officials, and a way to be one of them."""

    app: Flask
    database: Database
    agency: Agency
    people: dict[str, int]

    def client(self, who: str) -> FlaskClient:
        """A browser in which `who` is signed in."""
        client = self.app.test_client()
        sign_in(client, self.database, self.people[who])
        return client


def make_office(app: Flask) -> Office:
    """An agency with an official of each role, an official elsewhere, and a citizen."""
    database: Database = app.extensions["platform"].database
    with database.write() as work:
        agency = make_agency(work, "나루교통공단")
        department = make_department(work, agency)
        people = {
            "officer": make_official(work, agency, Role.CONTEST_OFFICER, department=department).id,
            "approver": make_official(work, agency, Role.APPROVER, name="박결재").id,
            "secretary": make_official(work, agency, Role.JUDGING_SECRETARY).id,
            "stranger": make_official(work, make_agency(work), Role.CONTEST_OFFICER, Role.APPROVER).id,
            "citizen": make_account(work).id,
        }
    return Office(app, database, agency, people)


def drafted(office: Office, state: ChallengeState = ChallengeState.DRAFT) -> tuple[str, str]:
    """Slug and key of a challenge in `state`."""
    with office.database.write() as work:
        challenge = make_challenge(work, office.agency, state)
        return challenge.programme.slug, challenge.key


def programme_version(office: Office, slug: str) -> str:
    with office.database.read() as work:
        return str(load_programme(work, slug).version)


def challenge_version(office: Office, key: str) -> str:
    with office.database.read() as work:
        return str(find_challenge(work, key).version)


def programme_forms() -> dict[str, dict[str, str]]:
    return {
        "basics": {"title": "심야 이동", "purpose": "목적입니다.", "contact": "미래부 000-000-0000"},
        "conditions": {
            "profile": "central",
            "eligibility": "누구나",
            "misconduct_rule": "표절",
            "rights_rule": "제안한 사람",
            "revocation_rule": "취소",
            "rows-0-name": "조달청",
            "rows-0-support": "판로",
            "rows-1-name": "",
        },
        "money": {"prize_won": "2천만원", "cap_b": "10,000,000"},
        "calendar": {
            "rows-0-label": "시험",
            "rows-0-starts_on": "2026-08-01",
            "rows-0-ends_on": "2026-08-31",
        },
    }


def challenge_forms() -> dict[str, dict[str, str]]:
    return {
        "brief": {
            "title": "막차 뒤의 이동",
            "field": "safety",
            "summary": "요약입니다.",
            "background": "배경입니다.",
            "goal": "목표입니다.",
            "exclusions": "하나\n\n둘",
        },
        "prizes": {
            "grade": "B",
            "rows-0-title": "최우수상",
            "rows-0-amount_won": "800만원",
            "rows-0-quota": "",
            "on_award": "70",
            "on_matured": "0",
            "on_adopted": "30",
        },
        "criteria": {
            "rows-0-title": "창의성",
            "rows-0-weight": "60",
            "rows-1-title": "효과",
            "rows-1-weight": "40",
        },
        "form": {
            "rows-0-name": "",
            "rows-0-label": "무엇을",
            "rows-0-kind": "text",
            "rows-0-max_characters": "1000",
            "rows-0-is_required": "y",
            "rows-1-name": "",
            "rows-1-label": "어디서",
            "rows-1-kind": "choice",
            "rows-1-choices": "도시\n농촌",
            "rows-1-max_characters": "100",
        },
        "rules": {
            "receipt_pattern": "심야 {year}-{sequence:04}",
            "publicity": "winners",
            "trim_from_sheets": "5",
            "score_decimals": "2",
            "tie_break_1": "heaviest_criterion",
            "tie_break_2": "",
            "tie_break_3": "earliest_submission",
            "verification_days": "10",
        },
    }
