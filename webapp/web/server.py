"""The production server: gunicorn with threads; jobs run in the same process or in a worker."""

from __future__ import annotations

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication


class Server(BaseApplication):
    """gunicorn for one application object."""

    def __init__(self, app: Flask, *, address: str, workers: int, threads: int, runs_jobs: bool) -> None:
        self.application = app
        self.options: dict[str, Any] = {
            "bind": address,
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 20,
            "accesslog": None,
            "loglevel": "warning",
        }
        if runs_jobs:
            self.options["post_worker_init"] = start_jobs
        super().__init__()

    def load_config(self) -> None:
        """Hand the options to gunicorn."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application that the workers serve."""
        self.application.extensions["platform"].database.engine.dispose(close=False)
        return self.application


def start_jobs(worker: Any) -> None:
    """Run the job consumer's threads in this worker, and stop them with it."""
    jobs = worker.app.application.extensions["jobs"]
    consumer = jobs.start_in_process()
    handle_exit = worker.handle_exit

    def stop(*args: Any) -> None:
        consumer.stop_flag.set()
        handle_exit(*args)

    worker.handle_exit = stop
