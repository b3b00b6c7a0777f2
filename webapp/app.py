"""The application factory: wiring only. Settings in, application out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy.exc as sa_errors
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from config import Settings, SettingsError, make_folder
from webapp import registry
from webapp.core.clock import Clock, SystemClock
from webapp.core.constraints import ConstraintBook
from webapp.core.database import Database, make_engine
from webapp.core.events import EventBook
from webapp.core.models import Base
from webapp.core.policy import PolicyBook
from webapp.core.storage import open_storage
from webapp.core.subjects import SubjectBook
from webapp.web import (
    cli,
    csrf,
    errors,
    frame,
    headers,
    jobs,
    language,
    limits,
    mail,
    pipeline,
    sign_in,
    templating,
)
from webapp.web import views as web_views
from webapp.web.page_cache import PageCache

ROOT = Path(__file__).resolve().parents[1]
YEAR_SECONDS = 365 * 24 * 3600
#: For how long each process believes what it last heard of the demo's accounts.
DEMO_NOTICE_SECONDS = 5.0
FORM_MEMORY_BYTES = 3 * 1024 * 1024


def create_app(settings: Settings | None = None, *, clock: Clock | None = None) -> Flask:
    """The application for `settings` (default: from the environment) and `clock` (default: the machine's)."""
    settings = settings or Settings.from_env()
    clock = clock or SystemClock()
    app = Flask(
        "webapp", root_path=str(ROOT / "webapp"), template_folder=str(ROOT / "templates"), static_folder=None
    )
    app.static_folder = str(ROOT / "static")
    configure(app, settings)
    database = open_database(settings, clock)
    if settings.is_production:
        refuse_demo_accounts(database)
    app.extensions["platform"] = pipeline.Platform(
        database, clock, settings, PageCache(settings.page_cache_seconds)
    )
    install_web(app, settings, database)
    for context in registry.CONTEXTS:
        for blueprint in context.blueprints:
            app.register_blueprint(blueprint)
        for command in context.commands:
            app.cli.add_command(command)
    pipeline.install(app)
    serve_static_files(app, settings)
    return app


def start() -> Flask:
    """The application for the settings of the environment, for the command line and servers.

    What is wrong with a setting ends the process with one sentence that names it, not with a trace.
    """
    try:
        return create_app(Settings.from_env())
    except SettingsError as error:
        raise SystemExit(f"설정을 고쳐 주십시오. {error}") from error
    except sa_errors.OperationalError as error:
        raise SystemExit(f"DATABASE_URL: 데이터베이스를 열 수 없습니다. {error.orig}") from error


def configure(app: Flask, settings: Settings) -> None:
    """Flask's own settings."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.environment == "test",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=urlsplit(settings.base_url).scheme == "https",
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.session_days),
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=FORM_MEMORY_BYTES,
        TEMPLATES_AUTO_RELOAD=False,
    )


def open_database(settings: Settings, clock: Clock) -> Database:
    """The database with everything that its units of work need."""
    contexts = registry.CONTEXTS
    make_folder(settings.instance_path)
    return Database(
        make_engine(settings.database_url),
        clock=clock,
        storage=open_storage(settings.storage_url),
        policies=PolicyBook(context.policy for context in contexts),
        events=EventBook([context.events for context in contexts]),
        constraints=ConstraintBook(
            Base.metadata, [rule for context in contexts for rule in context.constraints]
        ),
        base_url=settings.base_url,
        subjects=SubjectBook(context.subjects for context in contexts),
    )


def refuse_demo_accounts(database: Database) -> None:
    """Raise SettingsError when the demo's accounts are here: their passwords are public."""
    if registry.has_tables(database) and registry.has_demo_accounts(database):
        raise SettingsError(
            "APP_ENV: 시연 계정이 있는 데이터베이스로는 운영 환경을 시작할 수 없습니다. "
            "DATABASE_URL에 빈 데이터베이스를 정해 주십시오."
        )


def session_hooks(settings: Settings, database: Database) -> sign_in.SessionHooks:
    """How web finds a session and keeps it alive, with the times that the settings give it."""
    life = registry.SessionLife(
        idle=timedelta(hours=settings.session_idle_hours), longest=timedelta(days=settings.session_days)
    )
    return sign_in.SessionHooks(
        find=registry.find_session,
        owner=registry.owner_of_token,
        touch=lambda session_id: registry.touch_session(database, session_id, life),
    )


def install_web(app: Flask, settings: Settings, database: Database) -> None:
    """Everything of webapp.web, in the order in which a request meets it."""
    contexts = registry.CONTEXTS
    language.install(app)
    limits.install(app, settings.limits_url)
    csrf.install(app)
    sign_in.install(app, session_hooks(settings, database))
    headers.install(app, is_https=urlsplit(settings.base_url).scheme == "https")
    errors.install(app)
    templating.install(
        app,
        [desk for context in contexts for desk in context.desks],
        has_demo=templating.remembered(lambda: registry.has_demo_accounts(database), DEMO_NOTICE_SECONDS),
    )
    frame.install(app)
    mail.install(app, settings.mail_url, settings.mail_sender)
    jobs.install(
        app,
        database,
        settings.jobs_url,
        handlers={kind: handler for context in contexts for kind, handler in context.jobs.items()},
        clock_tasks=[task for context in contexts for task in context.clock_tasks],
    )
    app.register_blueprint(web_views.blueprint)
    app.extensions["search_sources"] = [source for context in contexts for source in context.search_sources]
    app.extensions["compared_sources"] = [
        source for context in contexts for source in context.compared_sources
    ]
    cli.install(app)


def serve_static_files(app: Flask, settings: Settings) -> None:
    """Static files by WhiteNoise, fingerprinted addresses cached for ever; proxies believed as configured."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", build_only=True)
    served = WhiteNoise(
        app.wsgi_app,
        root=str(ROOT / "static"),
        prefix="/static/",
        max_age=YEAR_SECONDS if settings.is_production else 3600,
        autorefresh=False,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(served, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    else:
        app.wsgi_app = served  # type: ignore[method-assign]
