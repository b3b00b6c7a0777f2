"""Commands of the installation: database, server, worker, jobs by hand."""

from __future__ import annotations

import click
import sqlalchemy.exc as sa_errors
from alembic import command
from alembic.config import Config
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from webapp.core.audit import verify_chain
from webapp.core.search_index import rebuild
from webapp.core.similar_texts import rebuild_similar
from webapp.web.health import MIGRATIONS
from webapp.web.pipeline import platform
from webapp.web.server import Server

database_group = AppGroup("db", help="데이터베이스를 만들고 올립니다.")
audit_group = AppGroup("audit", help="감사 기록을 확인합니다.")
search_group = AppGroup("search", help="찾기 색인을 관리합니다.")


def alembic_config(url: str) -> Config:
    """Alembic's settings for the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


@database_group.command("upgrade")
def upgrade() -> None:
    """데이터베이스를 최신 구조로 올립니다."""
    settings = platform().settings
    try:
        command.upgrade(alembic_config(settings.database_url), "head")
    except sa_errors.OperationalError as error:
        raise click.ClickException(f"DATABASE_URL: 데이터베이스를 열 수 없습니다. {error.orig}") from error
    click.echo("데이터베이스가 최신 구조입니다.")


@audit_group.command("verify")
def verify_audit() -> None:
    """감사 기록의 해시 사슬을 처음부터 다시 계산합니다."""
    with platform().database.read() as work:
        report = verify_chain(work.session)
    if report.broken_at is not None:
        raise click.ClickException(f"감사 기록이 {report.broken_at}번에서 맞지 않습니다.")
    click.echo(f"감사 기록 {report.entries}건이 모두 맞습니다.")
    click.echo(f"마지막 해시: {report.last_hash}")


@search_group.command("rebuild")
def rebuild_search() -> None:
    """찾기 색인을 처음부터 다시 만듭니다."""
    with platform().database.write() as work:
        count = rebuild(work, current_app.extensions["search_sources"])
        rebuild_similar(work, current_app.extensions["compared_sources"])
    click.echo(f"{count:,}건으로 색인을 다시 만들었습니다.")


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64))
@with_appcontext
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """누리집을 시작합니다."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  (the app behind the proxy)
    runs_jobs = platform().settings.runs_jobs_in_process
    Server(app, address=f"{host}:{port}", workers=workers, threads=threads, runs_jobs=runs_jobs).run()


@click.command("worker")
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1, 32))
@with_appcontext
def worker(threads: int) -> None:
    """작업(메일, 마감 처리 등)을 따로 실행합니다."""
    current_app.extensions["jobs"].consumer(threads).run()


@click.command("tick")
@with_appcontext
def tick() -> None:
    """시각에 따른 일과 밀린 발송을 지금 한 번 처리합니다."""
    jobs = current_app.extensions["jobs"]
    jobs.tick()
    click.echo(f"{jobs.deliver_due()}건을 처리했습니다.")


def install(app: Flask) -> None:
    """Register the commands."""
    for one in (database_group, audit_group, search_group, serve, worker, tick):
        app.cli.add_command(one)
