"""Pages of accounts."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.web.access import public

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """로그인."""
    return render_template("accounts/sign_in.html")


@blueprint.get("/sign-up")
@public
def sign_up() -> ResponseReturnValue:
    """회원가입."""
    return render_template("accounts/sign_up.html")


@blueprint.get("/account")
@public
def profile() -> ResponseReturnValue:
    """내 정보."""
    return render_template("accounts/profile.html")


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """로그아웃."""
    return render_template("accounts/sign_out.html")
