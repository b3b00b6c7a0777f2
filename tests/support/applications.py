"""Applications for tests: each is made anew, but all of a process share the templates once compiled."""

from __future__ import annotations

from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from config import Settings
from webapp.app import create_app
from webapp.core.clock import Clock


class CompiledTemplates(BytecodeCache):
    """Compiled templates in memory, by name, source and kind of escaping (letters have a plain half)."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The place of a template's code."""
        escapes = environment.autoescape if isinstance(environment.autoescape, bool) else "by name"
        key = f"{escapes} {self.get_cache_key(name, filename)}"
        bucket = Bucket(environment, key, self.get_source_checksum(source))
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put the code in when it is known."""
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember the code."""
        if bucket.code is not None:
            self.codes[bucket.key, bucket.checksum] = bucket.code


TEMPLATES = CompiledTemplates()


def make_app(settings: Settings, clock: Clock) -> Flask:
    """A new application whose templates need not be compiled again."""
    app = create_app(settings, clock=clock)
    app.jinja_env.bytecode_cache = TEMPLATES
    return app
