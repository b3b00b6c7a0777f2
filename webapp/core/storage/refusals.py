"""Why a file is not taken, said so that its owner can mend it.

Owns the refusal and its texts. `code` names the reason for tests and logs.
"""

from typing import Final

from webapp.core.errors import RuleBroken
from webapp.core.i18n import LazyText
from webapp.core.i18n import lazy as _l


class UploadRefused(RuleBroken):
    """A file was not taken; nothing of it was kept. The form field is added by whoever knows it."""

    def __init__(self, code: str, **said: object) -> None:
        super().__init__(REASONS[code] % said if said else str(REASONS[code]), code=code)


REASONS: Final[dict[str, LazyText]] = {
    "empty": _l("내용이 없는 파일입니다. 파일을 다시 골라 주십시오."),
    "too_large": _l("%(limit)s까지 올릴 수 있습니다. 파일의 크기를 줄여 주십시오."),
    "extension": _l("올릴 수 있는 파일은 %(allowed)s입니다."),
    "content": _l(
        "파일의 내용이 이름의 확장자(%(extension)s)와 다릅니다. 원래 프로그램에서 다시 저장해 주십시오."
    ),
    "damaged": _l("파일이 손상되어 열 수 없습니다. 원래 프로그램에서 다시 저장해 주십시오."),
    "encrypted": _l("암호나 보안이 걸린 파일은 심사할 수 없습니다. 암호를 풀고 다시 올려 주십시오."),
    "macros": _l("매크로가 든 문서는 받지 않습니다. 매크로 없이 저장해 주십시오."),
    "old_format": _l("오래된 형식의 문서입니다. hwp, hwpx, docx, pptx, xlsx나 pdf로 저장해 주십시오."),
    "archive_nested": _l("압축 파일 안에 다른 압축 파일이 있습니다. 풀어서 하나로 압축해 주십시오."),
    "archive_member": _l("압축 파일 안에 받지 않는 파일이 있습니다: %(name)s"),
    "archive_name": _l("압축 파일 안의 파일 이름에 쓸 수 없는 경로가 있습니다. 다시 압축해 주십시오."),
    "archive_size": _l("압축을 풀면 너무 커지는 파일입니다. 파일 수나 크기를 줄여 주십시오."),
}
