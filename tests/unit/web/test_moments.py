"""Moments in forms: typed in Korea time, kept in UTC, shown again as typed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form as PlainForm

from webapp.web.forms import MomentField


class MomentForm(PlainForm):
    """A form with one moment."""

    at = MomentField("시각")


@pytest.mark.parametrize(
    "text", ["2026-03-10T18:00", "2026-03-10 18:00", " 2026-03-10 18:00 ", "2026-03-10T18:00:00"]
)
def test_korea_time_becomes_utc(text: str) -> None:
    form = MomentForm(MultiDict({"at": text}))
    assert form.validate()
    assert form.at.data == datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def test_a_stored_moment_is_shown_in_korea_time() -> None:
    form = MomentForm(data={"at": datetime(2026, 12, 31, 15, 0, tzinfo=UTC)})
    assert 'value="2027-01-01T00:00"' in form.at()


def test_nothing_is_nothing() -> None:
    form = MomentForm(MultiDict({"at": ""}))
    assert form.validate()
    assert form.at.data is None


@pytest.mark.parametrize("text", ["내일", "2026-13-01 00:00", "2026-02-30 10:00", "0001-01-01 00:00", "<b>"])
def test_what_is_no_moment_is_refused_and_kept(text: str) -> None:
    form = MomentForm(MultiDict({"at": text}))
    assert not form.validate()
    assert "2026-03-10 18:00처럼" in str(form.at.errors[0])
    assert form.at.data is None
    assert form.at._value() == text
