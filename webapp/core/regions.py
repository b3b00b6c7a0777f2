"""Regions of Korea by their short names, which outlast the renaming of a province.

Owns the list alone: what a region means for a post or for who may enter, the contexts say.
"""

from __future__ import annotations

from webapp.core.i18n import lazy
from webapp.core.labels import LabelledEnum


class Region(LabelledEnum):
    """The whole country, or one of the seventeen cities and provinces (시·도)."""

    NATIONWIDE = "nationwide", lazy("전국")
    SEOUL = "seoul", lazy("서울")
    BUSAN = "busan", lazy("부산")
    DAEGU = "daegu", lazy("대구")
    INCHEON = "incheon", lazy("인천")
    GWANGJU = "gwangju", lazy("광주")
    DAEJEON = "daejeon", lazy("대전")
    ULSAN = "ulsan", lazy("울산")
    SEJONG = "sejong", lazy("세종")
    GYEONGGI = "gyeonggi", lazy("경기")
    GANGWON = "gangwon", lazy("강원")
    CHUNGBUK = "chungbuk", lazy("충북")
    CHUNGNAM = "chungnam", lazy("충남")
    JEONBUK = "jeonbuk", lazy("전북")
    JEONNAM = "jeonnam", lazy("전남")
    GYEONGBUK = "gyeongbuk", lazy("경북")
    GYEONGNAM = "gyeongnam", lazy("경남")
    JEJU = "jeju", lazy("제주")
