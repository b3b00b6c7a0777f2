"""의견 in the browser: writing, answering, changing, reporting, hiding and appealing, each without script."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.service.discussion.test_commenting import make_answering, say
from tests.support.accounts import letters
from tests.support.discussion import Talk, make_talk, somebody
from tests.support.html import faults
from tests.support.pages import submit
from tests.support.people import make_agency
from tests.support.problems import agency_of, make_officer
from tests.support.statements import counted_statements
from tests.web.discussion.conftest import Browser
from webapp.accounts.models import Agency
from webapp.core.database import Database
from webapp.core.policy import Actor
from webapp.discussion.enums import HideReason
from webapp.discussion.models import Comment
from webapp.discussion.services import HideComment, hide_comment
from webapp.web.mail import compose

SCRIPT = "<script>alert('의견')</script> **굵게** [누름](javascript:alert(1))"
SECRET = "아무도보지못할문장"


def scene(database: Database) -> tuple[Talk, Actor]:
    with database.write() as work:
        return make_talk(work), somebody(work)


def place(talk: Talk) -> str:
    return f"/discussion/problem/{talk.problem.key}"


def check_safe(page: str) -> None:
    """No script of a person's comes through, and the page is valid."""
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert faults(page) == []


def test_write_answer_change_and_delete(database: Database, browser: Browser) -> None:
    talk, person = scene(database)
    client = browser(person)
    done = submit(client, place(talk), {"body": SCRIPT, "stance": "support"})
    assert done.status_code == 303
    key = done.location.rpartition("comment-")[2]
    page = client.get(place(talk)).text
    check_safe(page)
    assert "<strong>굵게</strong>" in page
    check_safe(client.get(f"/problems/{talk.problem.key}").text)
    answer = submit(client, f"/discussion/comments/{key}/answer", {"body": f"답 {SCRIPT}"})
    assert answer.status_code == 303
    check_safe(client.get(f"/discussion/comments/{key}/answer").text)
    editing = f"/discussion/comments/{key}/edit"
    version = client.get(editing).text.split('name="version"')[1].split('value="')[1].split('"')[0]
    changed = submit(client, editing, {"body": "고친 의견", "stance": "", "version": version})
    assert changed.status_code == 303
    stale = submit(client, editing, {"body": "또 고친 의견", "stance": "", "version": version})
    assert stale.status_code == 409
    page = client.get(place(talk)).text
    assert "고친 의견" in page
    assert " 고침" in page
    assert submit(client, f"/discussion/comments/{key}/delete", {}).status_code == 303
    page = client.get(place(talk)).text
    assert "작성자가 지운 의견입니다." in page
    assert "고친 의견" not in page
    assert client.get(editing).status_code == 404


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (" ", "의견을 적어 주십시오."),
        ("가" * 1001, "1000자까지"),
        ("제 번호는 010-1234-5678", "개인정보로 보이는"),
    ],
)
def test_what_is_refused_is_told_on_the_field(
    database: Database, browser: Browser, body: str, message: str
) -> None:
    talk, person = scene(database)
    answer = submit(browser(person), place(talk), {"body": body})
    assert answer.status_code == 422
    assert message in answer.text.replace(",", "")
    assert faults(answer.text) == []


def test_a_flood_is_stopped_and_nothing_typed_is_lost(database: Database, browser: Browser) -> None:
    talk, person = scene(database)
    client = browser(person)
    answers = [submit(client, place(talk), {"body": f"의견 {number}"}) for number in range(11)]
    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    assert "kept=" in answers[-1].text


def test_visitors_read_and_sign_in_to_write(database: Database, browser: Browser) -> None:
    talk, person = scene(database)
    submit(browser(person), place(talk), {"body": "누구나 읽는 글", "stance": "oppose"})
    page = browser(None).get(place(talk)).text
    assert "누구나 읽는 글" in page
    assert "로그인하고 의견 쓰기" in page
    assert faults(page) == []
    for query in ("side=support", "only=answered", "order=oldest", "side=x&order=y&page=z"):
        assert browser(None).get(f"{place(talk)}?{query}").status_code == 200
    answer = submit(browser(None), place(talk), {"body": "남의 글"}, page="/sign-in")
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


def test_an_official_answer_names_the_official(database: Database, browser: Browser) -> None:
    talk, person = scene(database)
    with database.write() as work:
        comment = say(work, talk, person)
        official = make_answering(work, talk)
    done = submit(
        browser(official), f"/discussion/comments/{comment.key}/answer", {"body": "조사하겠습니다."}
    )
    assert done.status_code == 303
    page = browser(None).get(f"{place(talk)}?only=answered").text
    assert "기관 답변" in page
    assert "사무관 이담당" in page


def hidden(database: Database) -> tuple[Talk, Actor, Comment]:
    """A comment that was hidden by the officer."""
    with database.write() as work:
        talk, author = make_talk(work), somebody(work)
        comment = say(work, talk, author, SECRET)
        say(work, talk, somebody(work), "답글", comment)
        hide_comment(work, talk.officer, HideComment(comment.key, HideReason.INSULT, "욕설이 있습니다."))
        return talk, author, comment


def test_what_is_hidden_leaks_nowhere(database: Database, browser: Browser) -> None:
    talk, author, comment = hidden(database)
    with database.write() as work:
        other = somebody(work)
        elsewhere = make_officer(work, make_agency(work))
    paths = (
        place(talk),
        f"{place(talk)}?order=oldest",
        f"/problems/{talk.problem.key}",
        "/problems",
        f"/search?q={SECRET}",
        f"/discussion/comments/{comment.key}/answer",
        f"/discussion/comments/{comment.key}/report",
        f"/office/moderation/comments/{comment.key}",
        "/office/moderation",
        "/my/comments",
        f"/my/comments/{comment.key}/appeal",
        "/open-data/problems.json",
    )
    for actor in (None, other, elsewhere):
        for path in paths:
            page = browser(actor).get(path).text
            assert SECRET not in page.replace(f'value="{SECRET}"', "").replace(f"‘{SECRET}’", ""), path
    page = browser(None).get(place(talk)).text
    assert "운영 원칙에 따라 가린 의견입니다(욕설이나 비방)." in page
    assert SECRET in browser(author).get("/my/comments").text


def test_report_hide_appeal_and_decide(app: Flask, database: Database, browser: Browser) -> None:
    with database.write() as work:
        talk, author, other = make_talk(work), somebody(work), somebody(work)
        comment = say(work, talk, author, SECRET)
        colleague = make_officer(work, work.session.get_one(Agency, agency_of(talk.officer)))
    reporting = f"/discussion/comments/{comment.key}/report"
    assert submit(browser(other), reporting, {"reason": ""}).status_code == 422
    told = submit(browser(other), reporting, {"reason": "insult", "text": SCRIPT})
    assert told.status_code == 303
    queue = browser(talk.officer).get("/office/moderation").text
    assert SECRET in queue
    check_safe(queue)
    case = f"/office/moderation/comments/{comment.key}"
    check_safe(browser(talk.officer).get(case).text)
    assert submit(browser(talk.officer), case, {"code": "insult", "reason": " "}).status_code == 422
    assert submit(browser(talk.officer), case, {"code": "insult", "reason": SCRIPT}).status_code == 303
    own = browser(author).get("/my/comments").text
    check_safe(own)
    assert "이의 제기하기" in own
    appealing = f"/my/comments/{comment.key}/appeal"
    check_safe(browser(author).get(appealing).text)
    assert submit(browser(author), appealing, {"text": SCRIPT}).status_code == 303
    assert browser(author).get(appealing).status_code == 303
    queue = browser(colleague).get("/office/moderation").text
    check_safe(queue)
    deciding = "/office/moderation/appeals/" + queue.split("/office/moderation/appeals/")[1].split('"')[0]
    assert "다른 담당자가 결정해야 합니다." in browser(talk.officer).get(deciding).text
    page = browser(colleague).get(deciding).text
    check_safe(page)
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]
    decision = {"decision": "uphold", "reason": "인용이 맞습니다.", "version": version}
    assert submit(browser(colleague), deciding, {"reason": "까닭"}).status_code == 422
    assert submit(browser(colleague), deciding, decision).status_code == 303
    assert SECRET in browser(None).get(place(talk)).text
    check_letters(app, database)


def check_letters(app: Flask, database: Database) -> None:
    """Letters read well and carry no comment in their subject."""
    with database.read() as work:
        payloads = [one for one in letters(work) if one["template"].startswith("discussion/")]
    assert {one["template"] for one in payloads} == {"discussion/hidden", "discussion/appeal_decided"}
    with app.test_request_context():
        for payload in payloads:
            message = compose(payload)
            assert SECRET not in message.subject
            assert "/my/comments" in (message.body or "")
            assert "<script>" not in (message.html or "")


def test_a_reported_comment_can_be_left_and_a_hidden_one_shown_again(
    database: Database, browser: Browser
) -> None:
    talk, _author, comment = hidden(database)
    client, case = browser(talk.officer), f"/office/moderation/comments/{comment.key}"
    assert "다시 보이게 하기" in client.get(case).text
    assert submit(client, f"{case}/show", {"reason": "잘못 가렸습니다."}).location == case
    assert SECRET in browser(None).get(place(talk)).text
    with database.write() as work:
        other = somebody(work)
    submit(browser(other), f"/discussion/comments/{comment.key}/report", {"reason": "hate"})
    assert submit(client, f"{case}/leave", {}, page=case).location == "/office/moderation"
    assert "신고된 의견이 없습니다." in client.get("/office/moderation").text


def test_a_thread_costs_the_same_whatever_its_length(
    app: Flask, database: Database, browser: Browser
) -> None:
    talk, _person = scene(database)
    costs = []
    browser(None).get(place(talk))
    for count in (1, 12):
        with database.write() as work:
            for number in range(count):
                comment = say(work, talk, somebody(work), f"의견 {count} {number}")
                say(work, talk, somebody(work), "답글", comment)
        with counted_statements(app) as statements:
            assert browser(None).get(place(talk)).status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1]
