"""The throw-away PostgreSQL server and the database copies that the other tests stand on."""

import sqlite3
from pathlib import Path

import psycopg
import pytest

from tests.support.databases import PostgresDatabases, PostgresServer, SqliteDatabases
from tools import postgres


def libpq(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def migrate_postgres(url: str) -> None:
    with psycopg.connect(libpq(url), autocommit=True) as connection:
        connection.execute("CREATE TABLE words (word text PRIMARY KEY)")


def migrate_sqlite(url: str) -> None:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    connection.execute("CREATE TABLE words (word text PRIMARY KEY)")
    connection.close()


@pytest.mark.postgres
def test_a_postgres_database_is_clean_whatever_the_last_one_kept(postgres_server: PostgresServer) -> None:
    databases = PostgresDatabases(postgres_server, migrate_postgres)
    for _ in range(2):
        with databases.fresh() as url, psycopg.connect(libpq(url)) as connection:
            assert connection.execute("SELECT count(*) FROM words").fetchone() == (0,)
            connection.execute("INSERT INTO words VALUES ('공모')")
            connection.commit()
    databases.close()


@pytest.mark.postgres
def test_the_server_sorts_and_stores_korean(postgres_server: PostgresServer) -> None:
    with psycopg.connect(libpq(postgres_server.url("postgres"))) as connection:
        rows = connection.execute("SELECT w FROM (VALUES ('나'), ('가')) AS t(w) ORDER BY w").fetchall()
    assert rows == [("가",), ("나",)]


@pytest.mark.postgres
def test_a_server_leaves_nothing_behind() -> None:
    with postgres.serving() as server:
        with psycopg.connect(libpq(server.url())) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        folder = server.folder
    assert not folder.exists()


def test_a_sqlite_database_is_clean_whatever_the_last_one_kept(tmp_path: Path) -> None:
    databases = SqliteDatabases(tmp_path, migrate_sqlite)
    for _ in range(2):
        with databases.fresh() as url:
            connection = sqlite3.connect(url.removeprefix("sqlite:///"))
            assert connection.execute("SELECT count(*) FROM words").fetchone() == (0,)
            connection.execute("INSERT INTO words VALUES ('공모')")
            connection.commit()
            connection.close()
