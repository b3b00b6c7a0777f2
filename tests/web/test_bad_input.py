"""Every form of every context against what goes wrong: tokens, sessions, old pages, forged keys, others.

The forms are those that the demo's pages show; what somebody typed into one comes back whatever went wrong.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.support.demo import copy_demo
from tests.support.demo_rows import AWARD, CONTEST, DRAFT
from tests.support.demo_site import Demo, open_demo
from tests.support.forms import PageForm, forms_of
from tests.support.people import sign_in
from tests.support.samples import Sample
from tests.support.tour import SAMPLES, path_of
from webapp.accounts.models import AccountSession

TYPED = "밤새워 적은 한 문장입니다"
HERE = {"Origin": "http://localhost", "Accept": "text/html"}
FORGED_KEY = "zzzzzzzzzzzz"
HANGUL = re.compile(r"<main.*[가-힣].*</main>", re.DOTALL)


def endpoints(names: dict[str, str]) -> list[str]:
    """Endpoints by context: `{"ideas": "write check"}` gives `ideas.write` and `ideas.check`."""
    return [f"{context}.{name}" for context, listed in names.items() for name in listed.split()]


#: Every address that shows a form and takes it, by context; a test compares it with the application.
FORMS = endpoints(
    {
        "accounts": (
            "change_password close confirm decline edit_agency_member edit_department forgotten "
            "invite_agency_member invite_member new_agency new_department new_organisation new_password "
            "profile resend restore sign_in sign_up suspend"
        ),
        "discussion": (
            "answer answer_comment appeal change_comment decide hide_asked moderate new_faq questions "
            "remove_comment report show_again stop_by_link thread void_group"
        ),
        "problems": (
            "declare_conflicts edit office_cancel_survey office_decline office_demand office_edit_call "
            "office_edit_committee office_edit_survey office_invite office_merge office_new_call "
            "office_new_committee office_new_survey office_receive office_reopen_review office_select "
            "office_selection_rules office_unmerge review review_conflict survey withdraw write"
        ),
        "challenges": (
            "approve_challenge approve_rule_change cancel_challenge check_challenge complete_challenge "
            "copy_programme "
            "edit_challenge_section edit_change_section edit_programme_section hand_in_change new_challenge "
            "new_change new_programme publish_contest return_challenge return_rule_change "
            "list_past_contests remark_on_challenge review_similarity settle_approval_remark "
            "withdraw_rule_change"
        ),
        "ideas": "check enter office_reinstate office_rule_out withdraw write",
        "judging": (
            "close conflict declare dismiss edit_round invite new_round pledge reopen sheet start submit void"
        ),
        "prizes": (
            "announce answer cancel check_decision draft_decision drop exclude hold no_winner nominate pay "
            "release revoke "
            "show_objection write_objection"
        ),
        "maturing": (
            "accept accept_step edit_milestone end_mentoring new_mentor new_milestone new_note "
            "new_project send_back stop submit support"
        ),
        "reflection": (
            "office_add_measure office_assign office_decide office_realise office_reassign office_report "
            "office_stop"
        ),
    }
)
#: Where the tour looks at a page that says why something cannot be done, another that shows the form.
ELSEWHERE = {
    "challenges.edit_programme_section": Sample(
        CONTEST.format("shared-tables").replace("slug", "slug, 'basics'", 1), "officer"
    ),
    "prizes.announce": Sample(AWARD.format("awarded"), "officer"),
    "challenges.new_challenge": Sample(CONTEST.format("shared-tables"), "officer"),
}
#: Nothing in the demo is ready for these; they are tried without a form to read.
NOT_SHOWN = {"judging.pledge", "judging.start", "judging.submit", "prizes.answer"}
#: Nothing of it is kept: a password is all that is typed.
ONLY_PASSWORDS = {"accounts.change_password", "accounts.close", "accounts.new_password", "accounts.confirm"}
#: A link in a mail is no key of ours: who forges one learns that it is no longer good (410).
BY_LINK = {"accounts.confirm", "accounts.new_password"}
#: The key is that of something public; everybody fills in a form of their own.
OPEN_TO_ALL = {
    "discussion.answer_comment",
    "discussion.questions",
    "discussion.report",
    "discussion.thread",
    "ideas.enter",
    "prizes.write_objection",
    "problems.survey",
}
SECTIONS = [
    *(
        (
            "challenges.edit_challenge_section",
            Sample(DRAFT.replace("c.key", f"c.key, '{part}'", 1), "officer"),
        )
        for part in ("brief", "schedule", "prizes", "criteria", "form", "rules")
    ),
    *(
        (
            "challenges.edit_programme_section",
            Sample(CONTEST.format("shared-tables").replace("slug", f"slug, '{part}'", 1), "officer"),
        )
        for part in ("conditions", "money", "calendar")
    ),
]
CASES = [*((name, ELSEWHERE.get(name, SAMPLES[name])) for name in FORMS), *SECTIONS]
#: What two people may change at once: these carry a version.
VERSIONED = endpoints(
    {
        "accounts": "edit_agency_member edit_department profile",
        "discussion": "answer change_comment decide",
        "challenges": (
            "approve_rule_change edit_challenge_section edit_change_section edit_programme_section "
            "hand_in_change review_similarity"
        ),
        "problems": "office_edit_call office_edit_committee office_edit_survey office_selection_rules edit",
        "ideas": "check write",
        "judging": "edit_round sheet",
        "prizes": "draft_decision",
        "maturing": "accept_step edit_milestone send_back submit",
        "reflection": "office_decide office_realise office_reassign office_report office_stop",
    }
)
#: What is written instead of the sentence where a form looks at its shape before it looks at its age.
WRITTEN = {
    "decide": {"reason": [TYPED], "decision": ["decline"]},
    "schedule": {"opens_time": ["10:00"]},
    "prizes": {"on_award": ["60"]},
    "criteria": {"rows-0-title": [TYPED], "rows-0-weight": ["40"]},
    "money": {"prize_won": ["12345678"]},
}
#: Somebody with a role as good, who has nothing to do with it.
OTHERS = {
    "citizen": "winner",
    "winner": "citizen",
    "person001": "citizen",
    "judge": "reviewer",
    "reviewer": "judge",
    "officer": "city",
    "approver": "city",
    "secretary": "city",
    "policy": "city",
    "admin": "officer",
    "city": "officer",
}
addresses = (f"10.{a}.{b}.{c}" for a, b, c in itertools.product(range(256), repeat=3))


@dataclass(frozen=True)
class Shown:
    """A form on a page of the demo, as who may send it sees it."""

    path: str
    form: PageForm

    @property
    def typed(self) -> dict[str, list[str]]:
        """The form with a sentence written into it."""
        return self.form.sent | self.sentence

    @property
    def sentence(self) -> dict[str, list[str]]:
        """The field with the sentence, if one may write at all."""
        field = self.form.text
        return {field.name: [TYPED[: field.most or None]]} if field else {}


@pytest.fixture(scope="module")
def demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo; what these tests send is refused, so it stays as it is."""
    demo = open_demo(copy_demo(demo_folder, tmp_path_factory.mktemp("bad-input") / "instance"))
    yield demo
    demo.engine.dispose()


def rule_of(demo: Demo, endpoint: str) -> Rule:
    return next(rule for rule in demo.app.url_map.iter_rules(endpoint) if "GET" in (rule.methods or ()))


def show(demo: Demo, endpoint: str, sample: Sample, client: FlaskClient | None = None) -> Shown:
    """The page's own form: the one that it sends to its own address."""
    path = path_of(rule_of(demo, endpoint), sample, demo.engine)
    page = (client or demo.client(sample.role)).get(path)
    assert page.status_code == 200, path
    forms = forms_of(page.text)
    own = [form for form in forms if form.action in {"", path}]
    assert bool(own) is (endpoint not in NOT_SHOWN), path
    return Shown(path, own[0]) if own else Shown(path, PageForm("", forms[0].fields))


def send(client: FlaskClient, path: str, data: dict[str, list[str]]) -> TestResponse:
    """Send a form from the site's own page, each time from another address: floods are limited."""
    return client.post(path, data=data, headers=HERE, environ_base={"REMOTE_ADDR": next(addresses)})


def form_at(page: str, path: str) -> PageForm:
    return next(form for form in forms_of(page) if form.action in {"", path})


def opened_again(client: FlaskClient, answer: TestResponse, path: str) -> PageForm:
    """The form with what was kept of it: on the page of the refusal itself, or behind its link."""
    link = re.search(r'href="([^"]+\?kept=[^"]+)"', answer.text)
    page = client.get(html.unescape(link[1])).text if link else answer.text
    return form_at(page, path)


def holds(form: PageForm, sentence: dict[str, list[str]]) -> bool:
    return all(form.sent.get(name) == text for name, text in sentence.items())


def kept_of(endpoint: str, shown: Shown) -> dict[str, list[str]]:
    """What must come back."""
    return {} if endpoint in ONLY_PASSWORDS | NOT_SHOWN else shown.sentence


@pytest.mark.parametrize(("endpoint", "sample"), CASES)
def test_a_wrong_token_is_told_and_what_was_typed_is_kept(demo: Demo, endpoint: str, sample: Sample) -> None:
    shown, client = show(demo, endpoint, sample), demo.client(sample.role)
    unsigned = {name: values for name, values in shown.typed.items() if name != "csrf_token"}
    for token in ({}, {"csrf_token": ["forged"]}):
        answer = send(client, shown.path, unsigned | token)
        assert answer.status_code == 400
        assert "보안 확인값이 맞지 않아" in answer.text
        if kept := kept_of(endpoint, shown):
            assert holds(opened_again(client, answer, shown.path), kept)


@pytest.mark.parametrize(("endpoint", "sample"), [case for case in CASES if case[1].role])
def test_after_the_session_ended_what_was_typed_is_there_again(
    demo: Demo, endpoint: str, sample: Sample
) -> None:
    client, account_id = demo.new_client(sample.role), demo.account_id(sample.role)
    shown = show(demo, endpoint, sample, client)
    with demo.database.write() as work:
        newest = sa.select(sa.func.max(AccountSession.id)).scalar_subquery()
        ending = sa.update(AccountSession).where(AccountSession.id == newest).values(ended_at=work.now)
        work.session.execute(ending)
    answer = send(client, shown.path, shown.typed)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")
    assert "로그인" in client.get(answer.location).text
    sign_in(client, demo.database, account_id)
    if kept := kept_of(endpoint, shown):
        page = client.get(unquote(answer.location.partition("next=")[2]))
        assert holds(form_at(page.text, shown.path), kept)


def stale(version: str) -> str:
    """What an older page would have named instead of this version."""
    return str(int(version) + 7) if version.isdigit() else "0" * 64


@pytest.mark.parametrize(("endpoint", "sample"), [case for case in CASES if case[0] in VERSIONED])
def test_an_old_page_is_refused_and_what_was_typed_is_kept(demo: Demo, endpoint: str, sample: Sample) -> None:
    shown, client = show(demo, endpoint, sample), demo.client(sample.role)
    version = shown.form.sent["version"]
    written = WRITTEN.get(shown.path.rpartition("/")[2], shown.sentence)
    answer = send(client, shown.path, shown.form.answered | written | {"version": [stale(version[0])]})
    assert answer.status_code == 409
    assert HANGUL.search(answer.text)
    form = opened_again(client, answer, shown.path)
    assert holds(form, written)
    assert form.sent["version"] == version


@pytest.mark.parametrize(
    ("endpoint", "sample"), [case for case in CASES if case[1].sql and case[0] not in BY_LINK]
)
def test_a_forged_key_leads_nowhere(demo: Demo, endpoint: str, sample: Sample) -> None:
    shown, client = show(demo, endpoint, sample), demo.client(sample.role)
    section = shown.path.rpartition("/")[2]
    keyed = re.sub(r"<(?!any)[^>]+>", FORGED_KEY, rule_of(demo, endpoint).rule)
    path = re.sub(r"<any\([^>]+>", section, keyed)
    assert path != shown.path
    answer = send(client, path, shown.typed)
    assert answer.status_code == 404
    assert HANGUL.search(answer.text)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("endpoint", "sample"),
    [case for case in CASES if case[1].sql and case[1].role and case[0] not in OPEN_TO_ALL],
)
def test_anothers_form_is_refused(demo: Demo, endpoint: str, sample: Sample) -> None:
    shown, other = show(demo, endpoint, sample), demo.client(OTHERS[sample.role])
    token = show(demo, "accounts.profile", SAMPLES["accounts.profile"], other).form.sent["csrf_token"]
    answer = send(other, shown.path, shown.typed | {"csrf_token": token})
    assert answer.status_code in {403, 404}
    assert HANGUL.search(answer.text)
    assert TYPED not in answer.text


def test_every_form_is_tried(demo: Demo) -> None:
    both = [
        rule.endpoint for rule in demo.app.url_map.iter_rules() if {"GET", "POST"} <= (rule.methods or set())
    ]
    assert sorted(FORMS) == sorted(both)
