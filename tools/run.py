"""`make run`: brings the database to its head, loads the demo once, prints the sign-ins, starts the site.

It must not know the application: it calls the application's own commands.
"""

from __future__ import annotations

import argparse
import os
import socket

from tools.steps import BIN, ROOT, SetupFailedError, run, say, step, stop

HOST = "127.0.0.1"
FLASK = (str(BIN / "flask"), "--app", "webapp")


def require_free(port: int) -> None:
    """Raise when something listens on the port already."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((HOST, port)) == 0:
            raise SetupFailedError(f"Port {port} is taken. Choose another: make run PORT={port + 1}")


def prepare() -> None:
    """Migrate the database and load the demo contest unless the database holds it."""
    with step("Database"):
        run([*FLASK, "db", "upgrade"])
    with step("Demo contest"):
        run([*FLASK, "demo", "load", "--if-empty"])


def main() -> None:
    """Read the command line, prepare, then become the server."""
    os.chdir(ROOT)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    try:
        require_free(port)
        prepare()
        run([*FLASK, "demo", "accounts"])
    except SetupFailedError as error:
        stop(error)
    say(f"\nThe site: http://{HOST}:{port}   (Ctrl-C stops it)\n")
    os.execv(FLASK[0], [*FLASK, "serve", "--port", str(port)])  # noqa: S606  # the server takes our place


if __name__ == "__main__":
    main()
