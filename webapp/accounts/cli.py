"""Commands of accounts: the first administrator of an installation."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from webapp.accounts.services import create_admin
from webapp.core.errors import DomainError
from webapp.web.pipeline import platform

admin_group = AppGroup("admin", help="플랫폼 관리자를 만듭니다.")


@admin_group.command("create")
@click.option("--email", required=True, help="관리자의 이메일 주소")
@click.option("--name", required=True, help="관리자의 이름")
@click.password_option(prompt="비밀번호", confirmation_prompt="비밀번호 다시", help="적지 않으면 물어봅니다.")
def create(email: str, name: str, password: str) -> None:
    """플랫폼 관리자 계정을 만듭니다. 비밀번호는 화면에 보이지 않게 물어봅니다."""
    try:
        with platform().database.write() as work:
            account = create_admin(work, email, name, password)
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"{account.email} 계정을 플랫폼 관리자로 만들었습니다.")
