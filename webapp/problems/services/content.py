"""What a post says: taking it over clean, and what must be there, and must not, before everybody reads it.

Must not know who may write, nor when: `writing` and `receiving` do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from webapp.core.attachments import Upload
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.regions import Region
from webapp.core.text import (
    check_length,
    clean_line,
    clean_text,
    personal_data_warnings,
    refuse_personal_data,
)
from webapp.problems.enums import ProblemField, ProblemSource, SocialValue
from webapp.problems.models import Problem, ProblemCall

TITLE_MAX: Final = 100
TEXT_MAX: Final = 3000
TEXT_MIN: Final = 10
TRIED_MAX: Final = 2000
RELATED_AGENCY_MAX: Final = 100
SUFFERERS_MAX: Final = 200
SUFFERER_COUNT_MAX: Final = 100
MAX_VALUES: Final = 3
MAX_LINKS: Final = 5
LINK_MAX: Final = 500
#: Texts of one line and of many, with the most characters of each.
LINES: Final = {
    "title": TITLE_MAX,
    "related_agency": RELATED_AGENCY_MAX,
    "sufferers": SUFFERERS_MAX,
    "sufferer_count": SUFFERER_COUNT_MAX,
}
PARAGRAPHS: Final = {"situation": TEXT_MAX, "wished_change": TEXT_MAX, "tried": TRIED_MAX}
TEXTS: Final = (
    "title",
    "sufferers",
    "sufferer_count",
    "situation",
    "tried",
    "wished_change",
    "related_agency",
)


@dataclass(frozen=True, slots=True)
class SaveProblem:
    """What a person wrote so far. `key` and `version` come from the form; 0 is a form never saved before."""

    call_id: int
    source: ProblemSource
    field: ProblemField | None
    title: str
    situation: str
    wished_change: str
    related_agency: str = ""
    key: str = ""
    version: int = 0
    files: Sequence[Upload] = ()
    removed_files: Sequence[str] = ()
    sufferers: str = ""
    sufferer_count: str = ""
    tried: str = ""
    region: Region | None = None
    social_values: Sequence[SocialValue] = ()
    links: Sequence[str] = ()


def write_content(problem: Problem, post: SaveProblem) -> None:
    """Take the post over into the row. RuleBroken on the field that is too long or has too many lines."""
    cleaned = _cleaned(post)
    for name, most in (LINES | PARAGRAPHS).items():
        check_length(cleaned[name], maximum=most, field=name)
    links = _links(post.links)
    values = list(dict.fromkeys(post.social_values))
    if len(values) > MAX_VALUES:
        message = _("사회적 가치는 %(limit)s개까지 고를 수 있습니다.", limit=MAX_VALUES)
        raise RuleBroken(message, field="social_values", code="too_many_values")
    for name, text in cleaned.items():
        setattr(problem, name, text)
    problem.source, problem.field, problem.region = post.source, post.field, post.region
    problem.links, problem.social_values = links, [value.value for value in values]


def check_fit_for_public(problem: Problem, call: ProblemCall) -> None:
    """RuleBroken on what is missing, too short, no address, of a field not taken, or personal data."""
    missing = {
        "title": _("어떤 문제인지 한 문장으로 적어 주십시오."),
        "situation": _("현황과 문제점을 적어 주십시오."),
        "wished_change": _("바라는 변화를 적어 주십시오."),
    }
    empty = {name: message for name, message in missing.items() if not getattr(problem, name).strip()}
    if problem.field is None:
        empty["field"] = _("분야를 골라 주십시오.")
    elif call.fields and problem.field.value not in call.fields:
        empty["field"] = _("이 과제 공모에서 받지 않는 분야입니다. 다른 분야를 골라 주십시오.")
    if empty:
        raise RuleBroken(_("빠진 내용을 적어 주십시오."), fields=empty, code="incomplete")
    check_length(problem.situation, maximum=TEXT_MAX, minimum=TEXT_MIN, field="situation")
    check_length(problem.wished_change, maximum=TEXT_MAX, minimum=TEXT_MIN, field="wished_change")
    wrong = next((link for link in problem.links if not is_web_address(link)), None)
    if wrong is not None:
        message = _("‘%(link)s’은(는) 누리집 주소가 아닙니다. https://로 시작하게 적어 주십시오.", link=wrong)
        raise RuleBroken(message, field="links", code="link")
    refuse_personal_data(public_texts(problem))


def warnings_of(problem: Problem) -> dict[str, str]:
    """What a draft's author is told about personal data in it, by field."""
    return personal_data_warnings(public_texts(problem))


def public_texts(problem: Problem) -> dict[str, str]:
    """Every text that people wrote into a post, by field."""
    return {name: getattr(problem, name) for name in TEXTS} | {"links": "\n".join(problem.links)}


def content_of(problem: Problem) -> dict[str, object]:
    """The whole post as JSON, but for its files."""
    texts: dict[str, object] = {name: getattr(problem, name) for name in TEXTS}
    return texts | {
        "source": problem.source.value,
        "field": problem.field.value if problem.field else "",
        "region": problem.region.value if problem.region else "",
        "social_values": list(problem.social_values),
        "links": list(problem.links),
    }


def digest_of(problem: Problem) -> str:
    """SHA-256 over the whole post."""
    text = json.dumps(content_of(problem), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def says_the_same(problem: Problem, post: SaveProblem) -> bool:
    """Whether the row holds what the post says: the same form, sent twice."""
    texts = {name: getattr(problem, name) for name in TEXTS}
    return texts == _cleaned(post) and problem.field is post.field


def is_web_address(text: str) -> bool:
    """Whether a link leads to a page: http or https, a host with a dot, no name or password in it."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    is_plain = not any(letter.isspace() or letter in '<>"' for letter in text)
    is_page = parts.scheme in {"http", "https"} and "." in host.strip(".") and "@" not in parts.netloc
    return is_plain and is_page and (port is None or 0 < port < 65536)


def _cleaned(post: SaveProblem) -> dict[str, str]:
    return {name: (clean_line if name in LINES else clean_text)(getattr(post, name)) for name in TEXTS}


def _links(lines: Sequence[str]) -> list[str]:
    links = [link for link in map(clean_line, lines) if link]
    if len(links) > MAX_LINKS:
        message = _("링크는 %(limit)s개까지 적을 수 있습니다.", limit=MAX_LINKS)
        raise RuleBroken(message, field="links", code="too_many_links")
    for link in links:
        check_length(link, maximum=LINK_MAX, field="links")
    return links
