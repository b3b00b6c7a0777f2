"""What `make run` tells when it cannot start, and that it brings a database to its head."""

import socket
from pathlib import Path

import pytest

from tools import run
from tools.steps import SetupFailedError


def test_a_taken_port_is_told_with_a_way_out() -> None:
    with socket.socket() as taken:
        taken.bind((run.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SetupFailedError, match=f"PORT={port + 1}"):
            run.require_free(port)


def test_commands_of_the_application_run_and_their_refusals_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSTANCE_PATH", str(tmp_path))
    commands = run.Commands()
    commands.call("db", "upgrade")
    assert (tmp_path / "platform.db").stat().st_size > 0
    with pytest.raises(SetupFailedError, match="nothing"):
        commands.call("nothing")
