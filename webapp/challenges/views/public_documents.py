"""Files made from the frozen rules: the notice to print and to edit, and the picture beside a link."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from webapp.challenges.queries.challenge_page import challenge_page
from webapp.challenges.queries.notice_document import notice_document, share_card
from webapp.challenges.views.blueprint import blueprint
from webapp.core.documents import ODT_TYPE, PDF_TYPE, PNG_TYPE, share_png, to_odt, to_pdf
from webapp.core.i18n import localized
from webapp.web.access import public_cached
from webapp.web.limits import limit
from webapp.web.pipeline import current_actor, current_work, platform
from webapp.web.uploads import disposition

#: A document takes a tenth of a second to set; nobody reads faster than this.
DOCUMENTS = "60 per minute"


@blueprint.get("/challenges/<key>/notice.pdf")
@public_cached
@limit(DOCUMENTS)
def download_notice(key: str) -> ResponseReturnValue:
    """공고문(PDF). 확정한 규칙이 같으면 파일도 같습니다."""
    document = notice_document(current_work(), key, current_actor())
    return _file(to_pdf(document), PDF_TYPE, f"notice-{key}.pdf")


@blueprint.get("/challenges/<key>/notice.odt")
@public_cached
@limit(DOCUMENTS)
def download_open_notice(key: str) -> ResponseReturnValue:
    """공고문(개방형 문서, ODT)."""
    document = notice_document(current_work(), key, current_actor())
    return _file(to_odt(document), ODT_TYPE, f"notice-{key}.odt")


@blueprint.get("/challenges/<key>/share.png")
@public_cached
@limit(DOCUMENTS)
def show_share_picture(key: str) -> ResponseReturnValue:
    """다른 누리집에서 주소와 함께 보이는 그림."""
    page = challenge_page(current_work(), key, current_actor())
    settings = platform().settings
    card = share_card(page, localized(settings.site_name, settings.site_name_en))
    return Response(share_png(card), content_type=PNG_TYPE)


def _file(data: bytes, kind: str, name: str) -> Response:
    response = Response(data, content_type=kind)
    response.headers["Content-Disposition"] = disposition(name)
    return response
