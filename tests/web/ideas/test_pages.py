"""The pages of ideas are valid, in both languages, for those who may see them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.support.ideas import make_challenge, make_idea
from tests.support.people import make_account, make_agency, make_official, sign_in
from webapp.accounts.enums import Role
from webapp.challenges.enums import ChallengeState, IdeaPublicity
from webapp.core.database import Database
from webapp.ideas.enums import IdeaState
from webapp.ideas.services import publish_at_result


@dataclass(frozen=True)
class Site:
    """What the tests of this file look at."""

    citizen: int
    officer: int
    challenge: str
    draft: str
    entry: str
    ruled_out: str
    public: str


@pytest.fixture
def site(database: Database) -> Site:
    """An open challenge with a draft and entries, a decided one with a public idea."""
    with database.write() as work:
        agency, author = make_agency(work), make_account(work, "정다운")
        challenge = make_challenge(work, agency)
        draft = make_idea(work, challenge, author, state=IdeaState.DRAFT, title="쓰다 만 제목")
        entry = make_idea(work, challenge, author, title="낸 아이디어의 제목")
        out = make_idea(work, challenge, state=IdeaState.INELIGIBLE)
        decided = make_challenge(
            work, agency, state=ChallengeState.VERIFYING, publicity=IdeaPublicity.WINNERS, title="지난 과제"
        )
        winner = make_idea(work, decided, author, state=IdeaState.AWARDED, title="수상한 아이디어의 제목")
        publish_at_result(work, decided.id)
        officer = make_official(work, agency, Role.CONTEST_OFFICER)
        return Site(author.id, officer.id, challenge.key, draft.key, entry.key, out.key, winner.key)


OWN = (
    "/challenges/{challenge}/enter",
    "/my",
    "/my/ideas/{draft}",
    "/my/ideas/{draft}/write",
    "/my/ideas/{draft}/preview",
    "/my/ideas/{draft}/check",
    "/my/ideas/{draft}/withdraw",
    "/my/ideas/{entry}",
    "/my/ideas/{entry}/write",
    "/my/ideas/{entry}/preview",
    "/my/ideas/{entry}/check",
    "/my/ideas/{entry}/receipt",
    "/my/ideas/{entry}/versions/1",
    "/my/ideas/{entry}/withdraw",
)
OFFICE = (
    "/office/ideas",
    "/office/ideas/challenges/{challenge}",
    "/office/ideas/challenges/{challenge}?q=없는말",
    "/office/ideas/{entry}",
    "/office/ideas/{entry}/rule-out",
    "/office/ideas/{ruled_out}/reinstate",
)
PUBLIC = ("/ideas", "/ideas?award=yes", "/ideas?contest=unknown", "/ideas/{public}", "/receipts/verify")


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("who", "path"),
    [("citizen", path) for path in OWN] + [("officer", path) for path in OFFICE] + [("", p) for p in PUBLIC],
)
def test_every_page_is_valid(
    client: FlaskClient, database: Database, site: Site, who: str, path: str, language: str
) -> None:
    if who:
        sign_in(client, database, getattr(site, who))
    client.set_cookie("language", language)
    response = client.get(path.format(**site.__dict__))
    assert response.status_code == 200
    assert faults(response.text) == []
