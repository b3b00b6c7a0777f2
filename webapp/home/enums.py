"""Names of permissions, kinds and columns in home."""

from __future__ import annotations

from enum import StrEnum

from webapp.core.i18n import lazy
from webapp.core.labels import LabelledEnum


class SearchKind(LabelledEnum):
    """What the search looks through."""

    CHALLENGE = "challenge", lazy("공모 과제")
    PROBLEM = "problem", lazy("문제")
    IDEA = "idea", lazy("아이디어")


class Urgency(LabelledEnum):
    """How soon something is to be done, the most urgent first."""

    LATE = "late", lazy("기한이 지난 일")
    SOON = "soon", lazy("일주일 안에 할 일")
    LATER = "later", lazy("그다음에 할 일")
    OPEN = "open", lazy("기한을 따로 정하지 않은 일")


class Tone(StrEnum):
    """How a card looks: a badge's tones."""

    NEUTRAL = "neutral"
    INFO = "info"
    ACTIVE = "active"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"
    POINT = "point"


class Permission(StrEnum):
    """Permissions of home."""

    OFFICE_VIEW = "home:office:view"
