"""Pages that explain: how it works, terms, privacy, accessibility, open data."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from webapp.accounts.services.retention import ATTEMPTS_KEPT, SESSIONS_KEPT, UNCONFIRMED_KEPT
from webapp.challenges.enums import PolicyProfile
from webapp.challenges.models.profiles import PROFILES
from webapp.core.parking import KEPT_FOR
from webapp.home.queries import DATASETS
from webapp.home.views.blueprint import blueprint
from webapp.web.access import public_cached


@dataclass(frozen=True, slots=True)
class KeptDays:
    """How many days things are kept, as the code that clears them away has it."""

    unconfirmed: int = UNCONFIRMED_KEPT.days
    sessions: int = SESSIONS_KEPT.days
    attempts: int = ATTEMPTS_KEPT.days
    parked: int = KEPT_FOR.days


KEPT_DAYS = KeptDays()


@blueprint.get("/about")
@public_cached
def about() -> ResponseReturnValue:
    """이용 안내."""
    return render_template("home/about.html", rules=PROFILES[PolicyProfile.CENTRAL])


@blueprint.get("/terms")
@public_cached
def terms() -> ResponseReturnValue:
    """이용약관."""
    return render_template("home/terms.html")


@blueprint.get("/privacy")
@public_cached
def privacy() -> ResponseReturnValue:
    """개인정보 처리방침."""
    return render_template("home/privacy.html", keep=KEPT_DAYS)


@blueprint.get("/accessibility")
@public_cached
def accessibility() -> ResponseReturnValue:
    """접근성 안내."""
    return render_template("home/accessibility.html")


@blueprint.get("/open-data")
@public_cached
def open_data() -> ResponseReturnValue:
    """공개 데이터."""
    return render_template("home/open_data.html", datasets=tuple(DATASETS.values()))
