"""The upload field and the download answer: what is taken, what is refused and how it is said."""

from __future__ import annotations

import io
import unicodedata
import zipfile

import pytest
from flask import Flask, g
from werkzeug.datastructures import FileStorage, MultiDict

from tests.support.people import actor_for, make_account, make_agency
from tests.support.sample_files import PDF, PNG, office_document, zip_of
from webapp.core.attachments import FileRule, Upload, attach_file, attachments_of
from webapp.core.database import Database
from webapp.core.storage import check_upload
from webapp.web.forms import Form
from webapp.web.uploads import UploadField, disposition, send_attachment

RULE = FileRule(max_bytes=64 * 1024, max_files=3)


class PaperForm(Form):
    """A form with nothing but files."""

    files = UploadField("첨부", rule=RULE)


def judge(app: Flask, *files: tuple[str, bytes]) -> tuple[list[str], list[str]]:
    """The names that were taken and the messages that were given."""
    sent = MultiDict([("files", FileStorage(io.BytesIO(content), filename=name)) for name, content in files])
    with app.test_request_context("/", method="POST", data=sent):
        form = PaperForm()
        form.validate_on_submit()
        return [upload.facts.filename for upload in form.files.uploads], [str(e) for e in form.files.errors]


def test_good_files_are_taken(app: Flask) -> None:
    taken, errors = judge(app, ("제안서.pdf", PDF), ("그림.PNG", PNG), ("표.xlsx", office_document("xlsx")))
    assert (taken, errors) == (["제안서.pdf", "그림.PNG", "표.xlsx"], [])


def test_no_file_is_no_error(app: Flask) -> None:
    assert judge(app, ("", b"")) == ([], [])


def test_a_decomposed_name_is_composed(app: Flask) -> None:
    taken, errors = judge(app, (unicodedata.normalize("NFD", "사업계획서.pdf"), PDF))
    assert (taken, errors) == (["사업계획서.pdf"], [])


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\계획.pdf", "계획.pdf"),
        ("..\\..\\a.pdf", "a.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("con.pdf", "_con.pdf"),
        ("🏆 대상.pdf", "🏆 대상.pdf"),
    ],
)
def test_a_name_leads_nowhere(app: Flask, sent: str, kept: str) -> None:
    content = io.BytesIO(PDF)
    assert check_upload(sent, content, RULE.kinds, RULE.max_bytes).filename == kept
    [taken], errors = judge(app, (sent.replace("\x00", ""), PDF))
    assert errors == []
    assert not {"/", "\\", ":", "\x00"} & set(taken)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("제안서.pdf", b"MZ\x90\x00" + b"\x00" * 200, "확장자(pdf)와 다릅니다"),
        ("제안서.exe", PDF, "올릴 수 있는 파일"),
        ("제안서.pdf.exe", PDF, "올릴 수 있는 파일"),
        ("이름만", PDF, "올릴 수 있는 파일"),
        ("그림.pdf", PNG, "확장자(pdf)와 다릅니다"),
        ("화면.html", b"<script>alert(1)</script>", "올릴 수 있는 파일"),
        ("그림.png", b"<svg onload=alert(1)>", "확장자(png)와 다릅니다"),
        ("빈.pdf", b"", "내용이 없는 파일"),
        ("큰.pdf", PDF + b"\x00" * RULE.max_bytes, "64KB까지"),
        ("매크로.docx", office_document("docx", macros=True), "매크로"),
        ("속.zip", zip_of({"안.zip": zip_of({"a.pdf": PDF})}), "다른 압축 파일"),
        ("길.zip", zip_of({"../../a.pdf": PDF}), "쓸 수 없는 경로"),
        ("실행.zip", zip_of({"setup.exe": b"MZ"}), "받지 않는 파일"),
    ],
)
def test_a_bad_file_is_refused_by_name(app: Flask, name: str, content: bytes, word: str) -> None:
    taken, errors = judge(app, (name, content))
    assert taken == []
    assert len(errors) == 1
    assert errors[0].startswith(f"{name}: ")
    assert word in errors[0]


def test_a_zip_bomb_is_refused(app: Flask) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.pdf", PDF + b"\x00" * 12_000_000)
    taken, errors = judge(app, ("작은 파일.zip", buffer.getvalue()))
    assert taken == []
    assert "너무 커지는" in errors[0]


def test_one_bad_file_holds_back_the_others(app: Flask) -> None:
    taken, errors = judge(app, ("가.pdf", PDF), ("나.exe", b"MZ"), ("다.png", b"no"))
    assert taken == []
    assert [message.split(":")[0] for message in errors] == ["나.exe", "다.png"]


def test_too_many_at_once_are_refused_before_they_are_read(app: Flask) -> None:
    taken, errors = judge(app, *[(f"{number}.pdf", b"MZ") for number in range(4)])
    assert (taken, errors) == ([], ["파일은 한 번에 3개까지 올릴 수 있습니다."])


def test_the_field_says_what_it_takes(app: Flask) -> None:
    with app.test_request_context("/"):
        field = PaperForm().files
        assert ".hwpx" in field()
        assert "64KB" in field.accept_text
        assert "20MB" in field.accept_text


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("plan.pdf", "attachment; filename=\"plan.pdf\"; filename*=UTF-8''plan.pdf"),
        ("계획 1.pdf", "attachment; filename=\"file.pdf\"; filename*=UTF-8''%EA%B3%84%ED%9A%8D%201.pdf"),
        ('a";x="b.pdf', "attachment; filename=\"a__x__b.pdf\"; filename*=UTF-8''a%22%3Bx%3D%22b.pdf"),
    ],
)
def test_the_name_of_a_download(name: str, header: str) -> None:
    assert disposition(name) == header


def test_a_download_is_only_ever_a_file(app: Flask, database: Database) -> None:
    with database.write() as work:
        agency, account = make_agency(work), make_account(work)
        stream = io.BytesIO(PDF)
        upload = Upload(check_upload("제안서.pdf", stream, RULE.kinds, RULE.max_bytes), stream)
        attach_file(work, actor_for(work, account), agency, upload, RULE)
    with database.read() as work:
        [file] = attachments_of(work.session, "agencies", agency.id)
        with app.test_request_context("/"):
            g.work = work
            response = send_attachment(file)
            body = b"".join(response.iter_encoded())
            response.close()
        assert body == PDF
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Length"] == str(len(PDF))
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Disposition"].startswith("attachment; ")
        assert "sandbox" in response.headers["Content-Security-Policy"]
        with app.test_request_context("/", headers={"If-None-Match": f'"{file.sha256}"'}):
            g.work = work
            again = send_attachment(file)
            again.close()
        assert again.status_code == 304
