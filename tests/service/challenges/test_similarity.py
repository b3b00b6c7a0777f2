"""Before the approval: comparing with other contests, the imported list, the approver's remarks."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from tests.support.challenges import challenge_of, make_challenge, programme_of
from tests.support.people import actor_for, make_agency, make_official
from webapp.accounts.enums import Role
from webapp.accounts.models import Agency
from webapp.challenges.enums import (
    ChallengeState,
    ContestSection,
    PolicyProfile,
    SimilarityConclusion,
    SimilarityJudgement,
)
from webapp.challenges.models import Challenge, PastContest, SimilarityReview
from webapp.challenges.queries.similarity import likeness, similar_contests, usual_words
from webapp.challenges.services import (
    EditChallenge,
    Judged,
    PastEntry,
    RecordReview,
    Remark,
    create_challenge,
    create_programme,
    decode_csv,
    edit_challenge,
    import_past_contests,
    missing_for_notice,
    parse_past_contests,
    publish,
    record_review,
    request_approval,
    return_for_edits,
    settle_remark,
    write_remark,
)
from webapp.challenges.services.lifecycle import sum_up
from webapp.core.errors import NotPermitted, RuleBroken, StaleVersion, WrongState
from webapp.core.policy import SYSTEM, Actor
from webapp.core.search import bigrams
from webapp.core.work import Work

C, J = SimilarityConclusion, SimilarityJudgement
PAST = (
    PastEntry(
        "나루시",
        "보행자 사고 줄이기 아이디어 공모",
        2024,
        "건널목 사고를 줄일 방법",
        "https://past.example/1",
    ),
    PastEntry("다온군", "꽃길 사진 공모", 2023),
)


@pytest.fixture
def agency(work: Work) -> Agency:
    return make_agency(work)


@pytest.fixture
def officer(work: Work, agency: Agency) -> Actor:
    return actor_for(work, make_official(work, agency, Role.CONTEST_OFFICER))


@pytest.fixture
def approver(work: Work, agency: Agency) -> Actor:
    return actor_for(work, make_official(work, agency, Role.APPROVER))


@pytest.fixture
def draft(work: Work, agency: Agency) -> Challenge:
    """A draft that nobody has compared with anything."""
    programme = programme_of(agency, work.now)
    create_programme(work, SYSTEM, programme)
    return create_challenge(work, SYSTEM, challenge_of(programme.slug, work.now))


def review(
    work: Work,
    actor: Actor,
    challenge: Challenge,
    conclusion: SimilarityConclusion = C.NONE_FOUND,
    judgement: SimilarityJudgement = J.DIFFERENT,
    *,
    note: str = "",
    words: str = "건널목 보행자",
) -> SimilarityReview:
    hits = similar_contests(work, actor, challenge, words)
    judged = {hit.ref: Judged(judgement) for hit in hits}
    command = RecordReview(challenge.key, challenge.version, words, conclusion, note, judged)
    return record_review(work, actor, command)


def test_article_4_1_no_approval_is_asked_for_without_the_comparison(
    work: Work, draft: Challenge, officer: Actor
) -> None:
    assert [one.source for one in missing_for_notice(work, draft)] == ["공모전 운영 규정 제4조제1항"]
    with pytest.raises(RuleBroken, match="유사성 검토"):
        request_approval(work, officer, draft)
    review(work, officer, draft)
    assert request_approval(work, officer, draft).state is ChallengeState.IN_APPROVAL


def test_article_4_1_a_comparison_older_than_the_brief_does_not_count(
    work: Work, draft: Challenge, officer: Actor
) -> None:
    review(work, officer, draft)
    brief = replace(challenge_of("x", work.now).brief, goal="사고를 없앱니다.")
    edit_challenge(work, officer, EditChallenge(draft.key, draft.version, brief))
    (missing,) = missing_for_notice(work, draft)
    assert "내용이 바뀌었습니다" in missing.message
    review(work, officer, draft)
    assert missing_for_notice(work, draft) == ()


def test_article_4_1_the_approver_cannot_announce_without_it_either(
    work: Work, draft: Challenge, officer: Actor, approver: Actor
) -> None:
    review(work, officer, draft)
    request_approval(work, officer, draft)
    draft.compared_hash = ""
    work.flush()
    with pytest.raises(RuleBroken, match="유사성 검토"):
        publish(work, approver, draft)


def test_contests_for_an_agencys_own_staff_are_exempt(work: Work, agency: Agency) -> None:
    programme = programme_of(agency, work.now)
    conditions = replace(programme.conditions, profile=PolicyProfile.INTERNAL)
    create_programme(work, SYSTEM, replace(programme, conditions=conditions))
    challenge = create_challenge(work, SYSTEM, challenge_of(programme.slug, work.now))
    assert "공모전 운영 규정 제4조제1항" not in [one.source for one in missing_for_notice(work, challenge)]


def test_contests_here_and_of_the_list_are_found_the_most_alike_first(
    work: Work, draft: Challenge, officer: Actor
) -> None:
    import_past_contests(work, SYSTEM, PAST)
    other = make_challenge(work, make_agency(work), ChallengeState.OPEN)
    sum_up(work, other.programme)
    make_challenge(work, make_agency(work))
    found = similar_contests(work, officer, draft, usual_words(draft))
    assert [hit.title for hit in found] == ["보행자 사고 줄이기", "보행자 사고 줄이기 아이디어 공모"]
    assert found[0].likeness > found[1].likeness > 0
    assert similar_contests(work, officer, draft, "꽃길")[0].agency == "다온군"
    assert similar_contests(work, officer, draft, "   ") == ()


def test_two_syllable_words_are_found() -> None:
    assert likeness(bigrams("돌봄 공백"), "아이 돌봄") > 0
    assert likeness(bigrams(""), "아이") == 0


def test_every_contest_found_must_be_judged(work: Work, draft: Challenge, officer: Actor) -> None:
    import_past_contests(work, SYSTEM, PAST)
    command = RecordReview(draft.key, draft.version, "건널목 보행자", C.NONE_FOUND)
    with pytest.raises(RuleBroken) as refused:
        record_review(work, officer, command)
    assert set(refused.value.fields) == {"hits"}
    made = review(work, officer, draft)
    assert [(hit["title"], hit["judgement"]) for hit in made.hits] == [
        ("보행자 사고 줄이기 아이디어 공모", "different")
    ]


@pytest.mark.parametrize(
    ("conclusion", "judgement", "note", "field"),
    [
        (C.NONE_FOUND, J.SIMILAR, "", "conclusion"),
        (C.NONE_FOUND, J.SAME, "", "conclusion"),
        (C.ADAPTED, J.SIMILAR, "", "note"),
        (C.STOPPED, J.SAME, "", "note"),
        (C.ADAPTED, J.SIMILAR, "가" * 2001, "note"),
    ],
)
def test_the_conclusion_follows_from_what_was_found(
    work: Work,
    draft: Challenge,
    officer: Actor,
    conclusion: SimilarityConclusion,
    judgement: SimilarityJudgement,
    note: str,
    field: str,
) -> None:
    import_past_contests(work, SYSTEM, PAST)
    with pytest.raises(RuleBroken) as refused:
        review(work, officer, draft, conclusion, judgement, note=note)
    assert set(refused.value.fields) == {field}


def test_a_contest_that_is_the_same_keeps_the_notice_back(
    work: Work, draft: Challenge, officer: Actor
) -> None:
    import_past_contests(work, SYSTEM, PAST)
    review(work, officer, draft, C.STOPPED, J.SAME, note="같은 공모가 지난해 있었습니다.")
    assert len(missing_for_notice(work, draft)) == 1
    review(work, officer, draft, C.ADAPTED, J.SIMILAR, note="대상을 어르신으로 좁혔습니다.")
    assert missing_for_notice(work, draft) == ()


def test_a_comparison_is_the_officers_of_a_draft_and_of_what_was_seen(
    work: Work, draft: Challenge, officer: Actor, approver: Actor
) -> None:
    with pytest.raises(NotPermitted):
        review(work, approver, draft)
    with pytest.raises(StaleVersion):
        record_review(work, officer, RecordReview(draft.key, draft.version + 1, "건널목", C.NONE_FOUND))
    with pytest.raises(RuleBroken):
        record_review(work, officer, RecordReview(draft.key, draft.version, " ", C.NONE_FOUND))
    review(work, officer, draft)
    request_approval(work, officer, draft)
    with pytest.raises(WrongState):
        review(work, officer, draft)


# ---------------------------------------------------------------- the list


def test_a_list_is_taken_in_once_and_mended_on_coming_again(work: Work, officer: Actor) -> None:
    first = import_past_contests(work, officer, PAST)
    again = import_past_contests(work, officer, PAST)
    mended = import_past_contests(work, officer, (replace(PAST[1], summary="봄꽃 사진"),))
    assert [(one.added, one.changed) for one in (first, again, mended)] == [(2, 0), (0, 0), (0, 1)]
    assert work.session.scalar(sa.select(sa.func.count()).select_from(PastContest)) == 2


def test_citizens_take_no_list_in(work: Work) -> None:
    with pytest.raises(NotPermitted):
        import_past_contests(work, Actor(kind=SYSTEM.kind.PERSON, account_id=None), PAST)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_a_file_is_read_as_offices_save_it(encoding: str) -> None:
    text = '기관,공모 이름,연도,요약,주소\n나루시,길 공모,2024,"요약, 쉼표",https://a.example\n,,,,\n'
    assert parse_past_contests(decode_csv(text.encode(encoding))) == (
        PastEntry("나루시", "길 공모", 2024, "요약, 쉼표", "https://a.example"),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "없는 열: 기관, 공모 이름, 연도"),
        ("기관,연도\n가,2024", "없는 열: 공모 이름"),
        ("기관,공모 이름,연도\n", "1건부터"),
        ("기관,공모 이름,연도\n가,나,이천", "2번째 줄"),
        ("기관,공모 이름,연도\n가,,2024", "2번째 줄"),
        ("기관,공모 이름,연도\n가," + "나" * 201 + ",2024", "너무 깁니다"),
        ("기관,공모 이름,연도,주소\n가,나,2024,javascript:alert(1)", "https://"),
        ("기관,공모 이름,연도\n\0", "CSV 파일이 아닙니다"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_by_its_line(text: str, told: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        parse_past_contests(text)
    assert told in refused.value.fields["file"]


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(RuleBroken):
        decode_csv(b"\xff\xfe\x00\x81")


# ---------------------------------------------------------------- remarks


def test_remarks_are_met_one_by_one_before_it_goes_up_again(
    work: Work, draft: Challenge, officer: Actor, approver: Actor
) -> None:
    review(work, officer, draft)
    with pytest.raises(WrongState):
        write_remark(work, approver, Remark(draft.key, ContestSection.PRIZES, "상금이 큽니다."))
    request_approval(work, officer, draft)
    with pytest.raises(NotPermitted):
        write_remark(work, officer, Remark(draft.key, ContestSection.PRIZES, "상금이 큽니다."))
    with pytest.raises(RuleBroken):
        write_remark(work, approver, Remark(draft.key, ContestSection.PRIZES, " "))
    remark = write_remark(work, approver, Remark(draft.key, ContestSection.PRIZES, "상금이 큽니다."))
    assert write_remark(work, approver, Remark(draft.key, ContestSection.PRIZES, "상금이 큽니다.")) is remark
    with pytest.raises(WrongState):
        settle_remark(work, officer, remark.key, "줄였습니다.")
    return_for_edits(work, approver, draft, "의견을 봐 주십시오.")
    with pytest.raises(RuleBroken, match="의견 1건"):
        request_approval(work, officer, draft)
    with pytest.raises(NotPermitted):
        settle_remark(work, approver, remark.key, "줄였습니다.")
    with pytest.raises(RuleBroken):
        settle_remark(work, officer, remark.key, "")
    settled = settle_remark(work, officer, remark.key, "줄였습니다.")
    assert settle_remark(work, officer, remark.key, "다시") is settled
    assert request_approval(work, officer, draft).state is ChallengeState.IN_APPROVAL
