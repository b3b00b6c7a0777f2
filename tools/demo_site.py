"""The site with a demo of its own in a temporary folder, for programs that look at it or measure it.

It leaves instance/ alone and must not know the application: it calls the application's own commands.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tools.measure import HOST, START_SECONDS, await_port, free_port
from tools.steps import BIN, ROOT, run, step

FLASK = (str(BIN / "flask"), "--app", "webapp")


@dataclass(frozen=True)
class DemoSite:
    """A running site: its address and the environment in which its commands find the same data."""

    address: str
    environment: dict[str, str]


@contextmanager
def demo_site() -> Iterator[DemoSite]:
    """Load the demo into a temporary folder, serve it, yield it, stop it and remove the folder."""
    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        port = free_port()
        address = f"http://{HOST}:{port}"
        environment = {"INSTANCE_PATH": folder, "BASE_URL": address}
        with step("Demo contest in a temporary folder"):
            run([*FLASK, "db", "upgrade"], env=environment, quiet=True)
            run([*FLASK, "demo", "load"], env=environment, quiet=True)
        command = [*FLASK, "serve", "--port", str(port)]
        with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}) as server:
            try:
                await_port(port, server)
                yield DemoSite(address, environment)
            finally:
                server.terminate()
                server.wait(timeout=START_SECONDS)
