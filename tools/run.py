"""`make run`: brings the database to its head, loads the demo once, prints the sign-ins, starts the site.

It must not know the application: it calls the application's own commands by name. All of them run in this one
process, since building the application is most of what a start takes.
"""

from __future__ import annotations

import argparse
import os
import socket
import sys

import click
from flask.cli import FlaskGroup, ScriptInfo

from tools.steps import ROOT, SetupFailedError, say, stop

HOST = "127.0.0.1"


def require_free(port: int) -> None:
    """Raise when something listens on the port already."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((HOST, port)) == 0:
            raise SetupFailedError(f"Port {port} is taken. Choose another: make run PORT={port + 1}")


class Commands:
    """The application's command line, with one application for all commands."""

    def __init__(self) -> None:
        """Build the application when the first command needs it."""
        self._group = FlaskGroup()
        self._script = ScriptInfo(app_import_path="webapp")

    def call(self, *words: str) -> None:
        """Run a command; raise SetupFailedError when it refuses."""
        try:
            self._group.main(list(words), prog_name="flask", standalone_mode=False, obj=self._script)
        except click.ClickException as error:
            raise SetupFailedError(f"flask {' '.join(words)}: {error.format_message()}") from error
        except click.Abort as error:
            raise SetupFailedError(f"flask {' '.join(words)} was stopped.") from error


def start(port: int) -> None:
    """Prepare what the site needs, tell how to sign in, then serve until stopped."""
    require_free(port)
    flask = Commands()
    say("==> Database")
    flask.call("db", "upgrade")
    say("==> Demo contest")
    flask.call("demo", "load", "--if-empty")
    flask.call("demo", "accounts")
    say(f"\nThe site: http://{HOST}:{port}   (Ctrl-C stops it)\n")
    flask.call("serve", "--port", str(port))


def main() -> None:
    """Read the command line and start."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    try:
        start(parser.parse_args().port)
    except SetupFailedError as error:
        stop(error)


if __name__ == "__main__":
    main()
