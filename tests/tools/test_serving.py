"""The server as a process of its own: wrong settings are told in a sentence, long addresses on our page."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support.html import faults
from tools.steps import BIN, ROOT
from webapp.web.server import REQUEST_LINE_BYTES

WAIT_SECONDS = 60


def environment(tmp_path: Path, **changed: str) -> dict[str, str]:
    return {
        **os.environ,
        "APP_ENV": "test",
        "SECRET_KEY": "test-only-secret-key-of-no-use-elsewhere",
        "INSTANCE_PATH": str(tmp_path),
        "JOBS_IN_PROCESS": "0",
        **changed,
    }


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("serve", "MAX_UPLOAD_MB", "much"),
        ("serve", "MAIL_URL", "pigeon://loft"),
        ("tick", "APP_ENV", "prod"),
        ("db upgrade", "DATABASE_URL", "sqlite:////nowhere/at/all.db"),
    ],
)
def test_a_wrong_setting_ends_the_start_with_a_sentence(
    tmp_path: Path, words: str, name: str, value: str
) -> None:
    done = subprocess.run(
        [str(BIN / "flask"), "--app", "webapp", *words.split()],
        cwd=ROOT,
        env=environment(tmp_path, **{name: value}),
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"{name}: " in done.stderr.splitlines()[-1]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a running server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    here = environment(tmp_path_factory.mktemp("serving"))
    flask = [str(BIN / "flask"), "--app", "webapp"]
    subprocess.run([*flask, "db", "upgrade"], cwd=ROOT, env=here, check=True, capture_output=True)
    server = subprocess.Popen(
        [*flask, "serve", "--port", str(port)],
        cwd=ROOT,
        env=here,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=WAIT_SECONDS)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.1)


def get(port: int, path: str, **headers: str) -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response, text


def test_a_long_search_in_korean_is_answered(port: int) -> None:
    path = f"/search?q={quote('길' * 800)}"
    assert 4094 < len(path) < REQUEST_LINE_BYTES - 20
    response, text = get(port, path)
    assert response.status == 200
    assert "찾을 말은 60자까지 씁니다" in text


@pytest.mark.parametrize("excess", [1, 200_000])
def test_a_longer_one_is_refused_on_our_own_page(port: int, excess: int) -> None:
    response, text = get(port, "/search?q=" + "a" * (REQUEST_LINE_BYTES + excess))
    assert response.status == 414
    assert "주소가 너무 깁니다" in text
    assert faults(text) == []
    assert "Content-Security-Policy" in response.headers
    assert "Set-Cookie" not in response.headers


def test_headers_that_are_too_long_are_refused_on_our_own_page(port: int) -> None:
    response, text = get(port, "/", Cookie="a=" + "b" * 10_000)
    assert response.status == 431
    assert "쿠키를 지우고" in text
