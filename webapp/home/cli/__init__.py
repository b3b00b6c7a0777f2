"""Commands of the demo: load it, bring it back, list its sign-ins.

The demo is played through the services under a clock of its own (see `stage`), so that everything it shows
has its history. It is refused in production.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
import sqlalchemy as sa
from alembic import command as alembic_command
from flask.cli import AppGroup

from webapp import challenges
from webapp.accounts.models import Account, Agency
from webapp.accounts.queries import has_demo_accounts
from webapp.challenges.services import import_past_contests, parse_contest, parse_past_contests
from webapp.core.database import Database
from webapp.core.outbox import OutboxMessage, OutboxState
from webapp.home.cli import contest_2020, outcome_2020, present
from webapp.home.cli.people import PASSWORD, SIGN_INS, enlist, enlist_city
from webapp.home.cli.stage import Stage
from webapp.home.cli.steps import Play
from webapp.home.cli.texts import DATA, Texts
from webapp.web.cli import alembic_config
from webapp.web.pipeline import Platform, platform

SEED = 2020
CONTEST_2020 = Path(challenges.__file__).parent / "data" / "challenge-korea-2020.toml"

demo_group = AppGroup("demo", help="시연 자료를 넣고 되돌리고 시연 계정을 보여 줍니다.")


@demo_group.command("load")
@click.option("--if-empty", is_flag=True, help="자료가 이미 있으면 그대로 둡니다.")
@click.option("--reset", is_flag=True, help="지금 있는 시연 자료를 모두 지우고 새로 넣습니다.")
@click.option(
    "--yes-delete-everything",
    "deletes_anything",
    is_flag=True,
    help="--reset과 함께 쓰면 시연 자료가 아닌 자료도 지웁니다.",
)
def load(*, if_empty: bool, reset: bool, deletes_anything: bool) -> None:
    """시연 자료를 넣습니다."""
    settings, database = platform().settings, platform().database
    if settings.is_production:
        raise click.ClickException("운영 환경에는 시연 자료를 넣을 수 없습니다.")
    if reset:
        start_over(platform(), deletes_anything=deletes_anything)
    elif is_used(database):
        if if_empty:
            click.echo("자료가 이미 있어 그대로 둡니다.")
            return
        raise click.ClickException("자료가 이미 있습니다. 지우고 새로 넣으려면 --reset을 붙여 주십시오.")
    build(database, say=click.echo)
    click.echo("시연 자료를 넣었습니다.")


@demo_group.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="JSON으로 적습니다.")
def accounts(*, as_json: bool) -> None:
    """시연 계정을 보여 줍니다."""
    if not has_demo_accounts(platform().database):
        raise click.ClickException("시연 자료가 없습니다. flask --app webapp demo load로 넣어 주십시오.")
    rows = [
        {
            "role": one.role,
            "label": one.label,
            "email": one.email,
            "password": PASSWORD,
            "try": one.hint,
        }
        for one in SIGN_INS
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    click.echo(f"시연 계정(비밀번호는 모두 {PASSWORD})")
    for row in rows:
        click.echo(f"  {row['email']:<24} {row['label']}: {row['try']}")


def is_used(database: Database) -> bool:
    """Whether somebody has an account here, or an agency came in with a contest's file."""
    with database.read() as work:
        return any(
            work.session.scalar(sa.select(table.id).limit(1)) is not None for table in (Account, Agency)
        )


def start_over(platform: Platform, *, deletes_anything: bool = False) -> None:
    """Empty the database. ClickException when its data is no demo's, unless it `deletes_anything`."""
    if not deletes_anything:
        refuse_foreign_data(platform.database)
    click.echo("지금 있는 자료를 지웁니다.")
    config = alembic_config(platform.settings.database_url)
    alembic_command.downgrade(config, "base")
    alembic_command.upgrade(config, "head")


def refuse_foreign_data(database: Database) -> None:
    """Stop before data is deleted that no demo made: there is some, and no account of a demo."""
    if has_demo_accounts(database) or not is_used(database):
        return
    with database.read() as work:
        count = work.session.scalar(sa.select(sa.func.count(Account.id)))
    raise click.ClickException(
        "이 데이터베이스의 자료는 시연 자료가 아니어서 지우지 않았습니다."
        f" 계정이 {count}개 있고 시연 계정은 없습니다.\n"
        "시연을 따로 보려면 INSTANCE_PATH나 DATABASE_URL을 다른 곳으로 정한 뒤 다시 실행해 주십시오.\n"
        "모두 지우고 시연 자료로 바꾸려면 백업한 뒤 다음 명령을 실행해 주십시오. 되돌릴 수 없습니다.\n"
        "  flask --app webapp demo load --reset --yes-delete-everything"
    )


def build(database: Database, *, say: Callable[[str], None]) -> None:
    """Play the demo from 2020 to today."""
    today = database.clock.now()
    texts = Texts(SEED)
    stage = Stage(database, contest_2020.kst(2020, 2, 3), say)
    say("  사람과 기관")
    cast = enlist(stage, texts)
    play = Play(stage, cast, texts)
    stage.play(
        import_past_contests, None, parse_past_contests((DATA / "past-contests.csv").read_text("utf-8"))
    )
    say("  2020 도전.한국: 과제 공모와 선정")
    contest = parse_contest(CONTEST_2020.read_text(encoding="utf-8"))
    _call, problems = contest_2020.source_problems(play, contest)
    say("  2020 도전.한국: 아이디어 접수")
    _programme, tasks = contest_2020.run_contest(play, contest, problems)
    say("  2020 도전.한국: 심사와 시상")
    awards = contest_2020.judge_and_award(play, tasks)
    contest_2020.pay_first_stages(play, awards)
    say("  2020 도전.한국: 숙성과 정책 반영")
    outcome_2020.follow_up(play, tasks, awards)
    say("  오늘 진행 중인 공모")
    city = Play(stage, enlist_city(stage, texts, cast), texts)
    present.perform(play, present.all_scripts(play, city, today), today)
    settle_letters(play)
    stage.close()


def settle_letters(play: Play) -> None:
    """Mark the letters of the past as delivered: nobody shall get mail from a replay."""
    work = play.stage.work
    work.session.execute(
        sa.update(OutboxMessage)
        .where(OutboxMessage.state == OutboxState.PENDING, OutboxMessage.not_before <= work.now)
        .values(state=OutboxState.DONE, done_at=work.now)
    )
