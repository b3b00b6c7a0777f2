"""Measures how many requests a second an address answers, and how two addresses compare in one run.

The load comes from threads that keep their connection and do next to nothing themselves, so that the server's
work is what is measured. Standard library only; it knows neither the site nor the floor.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import urlsplit

from tools.steps import BIN, ROOT, SetupFailedError

HOST = "127.0.0.1"
START_SECONDS = 30
BUFFER = 65536


@dataclass(frozen=True)
class Request:
    """What one thread sends again and again; `headers` may carry a session's cookie."""

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the request as it goes over the line, connection kept."""
        parts = urlsplit(self.url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        lines = [
            f"{self.method} {target} HTTP/1.1",
            f"Host: {parts.netloc}",
            f"Content-Length: {len(self.body)}",
        ]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


@dataclass(frozen=True)
class Rate:
    """Answers in a stretch of time; a failure is an answer with a status of 400 or more."""

    answers: int
    failures: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Return the good answers a second."""
        return (self.answers - self.failures) / self.seconds


@dataclass(frozen=True)
class Comparison:
    """Two addresses measured in turn; rates are medians of the rounds, in answers a second.

    `ratio` is the median of each round's own, so that what slows the machine down slows both sides of it.
    """

    name: str
    ours: float
    floor: float
    failures: int
    ratio: float


@contextmanager
def serving(
    application: str, *, workers: int = 1, threads: int = 4, environment: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Run an application ("module:factory()") under gunicorn on a free port and yield its address."""
    port = free_port()
    command = [str(BIN / "gunicorn"), application, "--bind", f"{HOST}:{port}", "--worker-class", "gthread"]
    command += ["--workers", str(workers), "--threads", str(threads), "--log-level", "warning"]
    command += ["--keep-alive", "60"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **(environment or {})})
    try:
        await_port(port, server)
        yield f"http://{HOST}:{port}"
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


def free_port() -> int:
    """Return a port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def await_port(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until something listens on the port; raise when the server ends or half a minute has passed."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise SetupFailedError("The server to be measured did not start; its messages stand above.")


def exchange(connection: socket.socket, message: bytes) -> int:
    """Send one request, read its whole answer, return its status; the answer must carry Content-Length."""
    connection.sendall(message)
    data = b""
    while b"\r\n\r\n" not in data:
        data += receive(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    length = next(
        (int(line[15:]) for line in head.split(b"\r\n") if line[:15].lower() == b"content-length:"), None
    )
    if length is None:
        raise SetupFailedError("The answer has no Content-Length, so its end cannot be told.")
    read = len(body)
    while read < length:
        read += len(receive(connection))
    return status


def receive(connection: socket.socket) -> bytes:
    """Return the next bytes; raise when the server has closed the connection."""
    data = connection.recv(BUFFER)
    if not data:
        raise SetupFailedError("The server closed the connection in the middle of a measurement.")
    return data


def measure(requests: Request | Sequence[Request], *, seconds: float = 3.0, threads: int = 4) -> Rate:
    """Send the request from several threads for some seconds and count the answers.

    Several requests are sent in turn, each thread beginning elsewhere, so that no page is the only one asked.
    """
    several = [requests] if isinstance(requests, Request) else list(requests)
    parts = urlsplit(several[0].url)
    messages = [request.to_bytes() for request in several]
    counts: list[tuple[int, int]] = []
    errors: list[Exception] = []
    started = time.monotonic()

    def load(place: int) -> None:
        answers = failures = 0
        turn = cycle(messages[place:] + messages[:place])
        try:
            with socket.create_connection(
                (parts.hostname or HOST, parts.port or 80), timeout=30
            ) as connection:
                while time.monotonic() - started < seconds:
                    answers += 1
                    failures += exchange(connection, next(turn)) >= 400
        except (OSError, SetupFailedError) as error:
            errors.append(error)
        counts.append((answers, failures))

    places = [number * len(messages) // threads for number in range(threads)]
    running = [threading.Thread(target=load, args=(place,)) for place in places]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    if errors:
        raise errors[0]
    elapsed = time.monotonic() - started
    return Rate(sum(answers for answers, _ in counts), sum(failed for _, failed in counts), elapsed)


def compare(
    name: str,
    ours: Request | Sequence[Request],
    floor: Request | Sequence[Request],
    *,
    rounds: int = 5,
    seconds: float = 2.0,
) -> Comparison:
    """Measure both in turn, so that a busy moment of the machine meets both, and take the medians."""
    for requests in (ours, floor):
        measure(requests, seconds=min(1.0, seconds))
    pairs = [(measure(ours, seconds=seconds), measure(floor, seconds=seconds)) for _ in range(rounds)]
    return Comparison(
        name,
        statistics.median(own.per_second for own, _ in pairs),
        statistics.median(bare.per_second for _, bare in pairs),
        sum(own.failures + bare.failures for own, bare in pairs),
        statistics.median(own.per_second / max(bare.per_second, 0.001) for own, bare in pairs),
    )


def table(comparisons: Sequence[Comparison]) -> str:
    """Return the comparisons as lines of text: answers a second, ours and the floor's, and their ratio."""
    lines = [f"{'':<24}{'ours/s':>10}{'floor/s':>10}{'ratio':>8}"]
    lines += [f"{one.name:<24}{one.ours:>10.0f}{one.floor:>10.0f}{one.ratio:>8.2f}" for one in comparisons]
    return "\n".join(lines)
