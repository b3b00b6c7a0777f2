"""Commands of challenges: reading and writing whole contests."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from webapp.challenges.services import (
    ContestFileBroken,
    contest_file,
    decode_csv,
    export_contest,
    import_contest,
    import_past_contests,
    parse_contest,
    parse_past_contests,
)
from webapp.core.errors import DomainError
from webapp.core.i18n import resolve_particles
from webapp.core.policy import SYSTEM
from webapp.web.pipeline import platform

contest_group = AppGroup("contest", help="공모를 파일에서 읽고 파일로 씁니다.")


@contest_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """공모 파일(TOML)을 읽어 작성 중인 공모를 만듭니다. 고칠 곳이 있으면 아무것도 만들지 않습니다."""
    try:
        contest = parse_contest(file.read_text(encoding="utf-8"))
        with platform().database.write() as work:
            imported = import_contest(work, SYSTEM, contest)
            slug, count, is_new = imported.programme.slug, len(imported.challenges), imported.is_new
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file}: 파일을 UTF-8로 저장해 주십시오.") from error
    except ContestFileBroken as broken:
        faults = "\n".join(f"{file}:{fault}" for fault in broken.faults)
        raise click.ClickException(f"{broken.message}\n{faults}") from broken
    except DomainError as error:
        raise click.ClickException(f"{file}: {error.message}") from error
    if is_new:
        text = f"공모 {slug}을(를) 만들었습니다. 과제 {count}건, 모두 작성 중입니다."
    else:
        text = f"공모 {slug}은(는) 이미 같은 내용으로 있습니다. 바꾼 것이 없습니다."
    click.echo(resolve_particles(text))


@contest_group.command("export")
@click.argument("slug")
def export_file(slug: str) -> None:
    """공모를 파일 형식(TOML)으로 화면에 씁니다."""
    try:
        with platform().database.read() as work:
            click.echo(export_contest(contest_file(work, slug)), nl=False)
    except DomainError as error:
        raise click.ClickException(error.message) from error


past_group = AppGroup("past", help="다른 곳에서 연 공모의 목록을 다룹니다. 유사성 검토에서 찾습니다.")
contest_group.add_command(past_group)


@past_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_past_file(file: Path) -> None:
    """지난 공모의 목록(CSV)을 읽어 들입니다. 고칠 곳이 있으면 아무것도 들이지 않습니다."""
    try:
        entries = parse_past_contests(decode_csv(file.read_bytes()))
        with platform().database.write() as work:
            done = import_past_contests(work, SYSTEM, entries)
    except DomainError as error:
        raise click.ClickException(f"{file}: {error.message}") from error
    click.echo(f"지난 공모 {done.added}건을 더하고 {done.changed}건을 고쳤습니다.")
