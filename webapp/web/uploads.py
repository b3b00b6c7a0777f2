"""Files over HTTP, both ways: the form field that checks what was sent, and the answer that sends a file.

Owns reading Werkzeug's uploads and the headers of a download. Must not decide who may read a file: a view
asks its context's policy first. Nothing is kept here: `core.attachments.attach_files` does, from
`field.uploads`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO, Final, cast
from urllib.parse import quote

from flask import Response, request
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from werkzeug.wsgi import wrap_file
from wtforms.validators import StopValidation

from webapp.core.attachments import AttachmentView, FileRule, Upload
from webapp.core.i18n import LazyText, format_bytes
from webapp.core.i18n import gettext as _
from webapp.core.storage import FILE_KINDS, UploadRefused, check_upload
from webapp.core.text import safe_filename, split_extension
from webapp.web.pipeline import current_work, platform

#: A download is never a page of ours, whatever a browser takes it for.
DOWNLOAD_POLICY: Final = "default-src 'none'; sandbox"
#: Characters that may stand in `filename*` as they are (RFC 5987, attr-char).
ATTRIBUTE_CHARACTERS: Final = "!#$&+-.^_`|~"


class UploadField(MultipleFileField):
    """Files of a form, held to a FileRule. After validation `uploads` holds those that may be attached.

    Each refused file gets its own message, with its name. A file that was not chosen is no error.
    """

    def __init__(self, label: str | LazyText, *, rule: FileRule, **options: Any) -> None:
        names = [f".{name}" for kind in rule.kinds for name in _extensions(kind)]
        shown = {"accept": ",".join(names), "multiple": True, "data-maxbytes": rule.max_bytes}
        super().__init__(label, render_kw={**shown, **options.pop("render_kw", {})}, **options)
        self.rule = rule
        self.uploads: tuple[Upload, ...] = ()

    @property
    def accept_text(self) -> str:
        """What may be sent, for the field's hint."""
        return _(
            "%(kinds)s 파일을 %(count)s개까지 올릴 수 있습니다."
            " 파일마다 %(size)s, 한 번에 모두 합쳐 %(total)sMB까지입니다.",
            kinds=", ".join(self.rule.kinds),
            count=self.rule.max_files,
            size=format_bytes(self.rule.max_bytes),
            total=platform().settings.max_upload_mb,
        )

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  (WTForms calls it so)
        """Check every file by name, size and content; StopValidation when one is refused."""
        files = list(chosen_files(self.data))
        if len(files) > self.rule.max_files:
            message = _("파일은 한 번에 %(limit)s개까지 올릴 수 있습니다.", limit=self.rule.max_files)
            raise StopValidation(message)
        uploads: list[Upload] = []
        refusals: list[str] = []
        for file in files:
            stream = cast("BinaryIO", file.stream)
            try:
                facts = check_upload(file.filename, stream, self.rule.kinds, self.rule.max_bytes)
            except UploadRefused as refusal:
                refusals.append(f"{safe_filename(file.filename)}: {refusal.message}")
            else:
                uploads.append(Upload(facts, stream))
        if refusals:
            self.errors.extend(refusals)
            raise StopValidation
        self.uploads = tuple(uploads)


def chosen_files(data: Any) -> Iterable[FileStorage]:
    """The files among what a file field holds; a browser sends an empty part when none was chosen."""
    return (item for item in data or () if isinstance(item, FileStorage) and item.filename)


def send_attachment(file: AttachmentView) -> Response:
    """The file as a download under its own name. The view has asked the policy; this asks nobody.

    Streamed from storage; a browser asks again each time, as the permission may be gone, and gets 304 for
    what it has. StoredFileMissing (404) when the bytes are not there.
    """
    stream = current_work().storage.open(file.sha256)
    response = Response(wrap_file(request.environ, stream), mimetype=file.media_type, direct_passthrough=True)
    response.content_length = file.size
    response.headers["Content-Disposition"] = disposition(file.filename)
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(file.sha256)
    response.make_conditional(request)
    return response


def disposition(filename: str) -> str:
    """`Content-Disposition` of a download: the name in UTF-8 (RFC 6266, 5987) and a plain one."""
    extension = split_extension(filename)[1]
    plain = f"file.{extension}" if extension else "file"
    if filename.isascii():
        plain = "".join(letter if letter.isalnum() or letter in " ._-()" else "_" for letter in filename)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe=ATTRIBUTE_CHARACTERS)}"


def _extensions(kind: str) -> tuple[str, ...]:
    return (kind, *FILE_KINDS[kind].also)
