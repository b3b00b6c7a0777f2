"""How pages are photographed, tried on a site with a sign-in, a good, a broken and an over-wide page."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, abort, redirect, request, session
from flask.typing import ResponseReturnValue
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tools import screens
from tools.screens import Account, Screen, SignIn
from tools.steps import SetupFailedError

FORM = SignIn(path="/sign-in", email="email", password="password")
JUDGE = Account(role="judge", email="judge@example.org", password="right")


def small_site() -> Flask:
    app = Flask("small")
    app.secret_key = "known"

    @app.get("/")
    def front() -> str:
        return "<title>앞</title><h1>앞</h1>"

    @app.get("/wide")
    def wide() -> str:
        return "<title>넓음</title><div style='width:900px'>넓음</div>"

    @app.get("/desk")
    def desk() -> str:
        return "<title>심사</title><h1>심사</h1>" if "who" in session else abort(403)

    @app.route("/sign-in", methods=["GET", "POST"])
    def sign_in() -> ResponseReturnValue:
        if request.form.get("password") == JUDGE.password:
            session["who"] = request.form["email"]
            return redirect("/", 303)
        return "<form method=post><input name=email><input name=password type=password><button></form>"

    return app


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, small_site(), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.browser
def test_a_page_behind_the_sign_in_is_photographed(browser: Browser, address: str, tmp_path: Path) -> None:
    target = tmp_path / "desk.png"
    with screens.page_for(browser, address, 390) as page:
        screens.sign_in(page, FORM, JUDGE)
        screens.capture(page, Screen("desk", "/desk", "judge"), target)
    assert target.read_bytes().startswith(b"\x89PNG")


@pytest.mark.browser
def test_a_failed_sign_in_an_error_and_an_over_wide_page_are_told(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    with screens.page_for(browser, address, 390) as page:
        with pytest.raises(SetupFailedError, match="judge"):
            screens.sign_in(page, FORM, Account("judge", "judge@example.org", "wrong"))
        with pytest.raises(SetupFailedError, match="403"):
            screens.capture(page, Screen("desk", "/desk"), tmp_path / "desk.png")
        with pytest.raises(SetupFailedError, match="wider"):
            screens.capture(page, Screen("wide", "/wide"), tmp_path / "wide.png")


def test_a_list_names_each_page_once(tmp_path: Path) -> None:
    path = tmp_path / "screens.toml"
    head = '[sign_in]\npath = "/sign-in"\nemail = "email"\npassword = "password"\n'
    page = '[[screen]]\nname = "front"\npath = "/"\ncaption = "Front page"\n'
    path.write_text(head + page, encoding="utf-8")
    assert screens.read_list(path) == (FORM, [Screen("front", "/", caption="Front page")])
    path.write_text(head + page + page, encoding="utf-8")
    with pytest.raises(SetupFailedError, match="front"):
        screens.read_list(path)
