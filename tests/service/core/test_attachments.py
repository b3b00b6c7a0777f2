"""Files of a subject: taken in once, counted, named apart, taken off, and found by nobody else."""

from __future__ import annotations

import io

import pytest

from tests.support.people import actor_for, make_account, make_agency
from tests.support.sample_files import PDF, PNG
from webapp.accounts.models import Agency
from webapp.core.attachments import (
    Attachment,
    FileRule,
    Upload,
    attach_file,
    attach_files,
    attachments_of,
    find_attachment,
    remove_files,
)
from webapp.core.errors import NotFound, RuleBroken
from webapp.core.policy import Actor
from webapp.core.storage import UploadRefused, check_upload
from webapp.core.work import Work

RULE = FileRule(kinds=("pdf", "png"), max_bytes=1024 * 1024, max_files=2)


def upload(name: str, content: bytes = PDF) -> Upload:
    stream = io.BytesIO(content)
    return Upload(check_upload(name, stream, RULE.kinds, RULE.max_bytes), stream)


@pytest.fixture
def actor(work: Work) -> Actor:
    return actor_for(work, make_account(work))


@pytest.fixture
def subject(work: Work) -> Agency:
    return make_agency(work)


def names(work: Work, subject: Agency) -> list[str]:
    return [file.filename for file in attachments_of(work.session, "agencies", subject.id)]


def test_a_file_is_kept_and_found(work: Work, actor: Actor, subject: Agency) -> None:
    row = attach_file(work, actor, subject, upload("제안서.pdf"), RULE)
    work.flush()
    found = find_attachment(work.session, "agencies", subject.id, row.key)
    assert (found.filename, found.media_type, found.size) == ("제안서.pdf", "application/pdf", len(PDF))
    with work.storage.open(found.sha256) as stream:
        assert stream.read() == PDF


def test_a_new_subject_gets_its_id_first(work: Work, actor: Actor) -> None:
    agency = make_agency(work)
    rows = attach_files(work, actor, agency, [upload("ㄱ.pdf"), upload("ㄴ.png", PNG)], RULE)
    assert [row.subject_id for row in rows] == [agency.id] * 2
    assert names(work, agency) == ["ㄱ.pdf", "ㄴ.png"]


def test_the_same_content_again_is_one_file(work: Work, actor: Actor, subject: Agency) -> None:
    first = attach_file(work, actor, subject, upload("가.pdf"), RULE)
    second = attach_file(work, actor, subject, upload("나.pdf"), RULE)
    assert second is first
    assert names(work, subject) == ["가.pdf"]


def test_another_file_of_the_same_name_gets_a_number(work: Work, actor: Actor, subject: Agency) -> None:
    attach_file(work, actor, subject, upload("보고서.v1.pdf"), RULE)
    attach_file(work, actor, subject, upload("보고서.v1.pdf", PDF + b"%"), RULE)
    assert names(work, subject) == ["보고서.v1.pdf", "보고서.v1 (2).pdf"]


def test_more_files_than_the_rule_allows_are_refused(work: Work, actor: Actor, subject: Agency) -> None:
    attach_files(work, actor, subject, [upload("1.pdf"), upload("2.png", PNG)], RULE)
    with pytest.raises(RuleBroken) as refusal:
        attach_file(work, actor, subject, upload("3.pdf", PDF + b"%"), RULE, field="papers")
    assert (refusal.value.code, set(refusal.value.fields)) == ("too_many_files", {"papers"})
    assert "2개까지" in refusal.value.message


def test_slots_count_on_their_own(work: Work, actor: Actor, subject: Agency) -> None:
    attach_files(work, actor, subject, [upload("1.pdf"), upload("2.png", PNG)], RULE, slot="plan")
    attach_file(work, actor, subject, upload("3.pdf"), RULE, slot="proof")
    proof = attachments_of(work.session, "agencies", subject.id, slot="proof")
    assert [file.filename for file in proof] == ["3.pdf"]


def test_what_changed_after_the_check_is_refused(work: Work, actor: Actor, subject: Agency) -> None:
    checked = upload("제안서.pdf")
    changed = Upload(checked.facts, io.BytesIO(PDF + b"more"))
    with pytest.raises(UploadRefused):
        attach_file(work, actor, subject, changed, RULE)
    assert names(work, subject) == []


def test_a_removed_file_is_not_shown_but_remembered(work: Work, actor: Actor, subject: Agency) -> None:
    row = attach_file(work, actor, subject, upload("제안서.pdf"), RULE)
    work.flush()
    assert remove_files(work, actor, subject, [row.key, "forged"]) == 1
    assert names(work, subject) == []
    with pytest.raises(NotFound):
        find_attachment(work.session, "agencies", subject.id, row.key)
    kept = find_attachment(work.session, "agencies", subject.id, row.key, with_removed=True)
    assert work.storage.exists(kept.sha256)


def test_a_file_of_another_subject_is_not_found(work: Work, actor: Actor, subject: Agency) -> None:
    row = attach_file(work, actor, subject, upload("제안서.pdf"), RULE)
    work.flush()
    other = make_agency(work)
    with pytest.raises(NotFound):
        find_attachment(work.session, "agencies", other.id, row.key)
    assert remove_files(work, actor, other, [row.key]) == 0
    assert work.session.get_one(Attachment, row.id).removed_at is None
