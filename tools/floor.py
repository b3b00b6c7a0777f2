"""The floor that `make bench` measures the site against: bare Flask and SQLAlchemy at the same work.

Two pages and a form: a list of 20 rows, a detail, a post that stores one row; one indexed query and a small
template each. It has no accounts, no permissions, no languages and must stay that way.
"""

from __future__ import annotations

import os

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2 import DictLoader
from sqlalchemy import Engine, String, create_engine, event, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

URL_VARIABLE = "FLOOR_DATABASE_URL"
PAGE = 20
TEMPLATES = {
    "list.html": """<!doctype html><html lang="ko"><head><title>목록</title></head><body><h1>목록</h1><ul>
{% for item in items %}<li><a href="{{ url_for('detail', key=item.id) }}">{{ item.title }}</a></li>
{% endfor %}</ul></body></html>""",
    "detail.html": """<!doctype html><html lang="ko"><head><title>{{ item.title }}</title></head>
<body><h1>{{ item.title }}</h1><p>{{ item.body }}</p></body></html>""",
}


class Base(DeclarativeBase):
    """The floor's tables."""


class Item(Base):
    """One row; `rank` is what the list is ordered by."""

    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str]


def engine_for(url: str) -> Engine:
    """Return an engine; SQLite gets the journal that the site uses."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def set_journal(connection: object, _record: object) -> None:
            cursor = connection.cursor()  # type: ignore[attr-defined]  # the driver's own connection
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=NORMAL")
            cursor.close()

    return engine


def seed(url: str, count: int) -> None:
    """Make the table with `count` rows of about 600 characters."""
    engine = engine_for(url)
    Base.metadata.create_all(engine)
    body = "동네 도서관의 빈 시간을 마을 모임에 여는 방법을 제안합니다. " * 16
    with Session(engine) as session:
        rows = [{"rank": number, "title": f"제안 {number}", "body": body} for number in range(1, count + 1)]
        session.execute(insert(Item), rows)
        session.commit()
    engine.dispose()


def create_app() -> Flask:
    """Return the bare application over the database that FLOOR_DATABASE_URL names."""
    app = Flask("floor")
    app.jinja_loader = DictLoader(TEMPLATES)  # compiled once, as files would be
    engine = engine_for(os.environ[URL_VARIABLE])

    @app.get("/items")
    def listing() -> ResponseReturnValue:
        with Session(engine) as session:
            items = session.scalars(select(Item).order_by(Item.rank.desc()).limit(PAGE)).all()
            return render_template("list.html", items=items)

    @app.get("/items/<int:key>")
    def detail(key: int) -> ResponseReturnValue:
        with Session(engine) as session:
            return render_template("detail.html", item=session.get_one(Item, key))

    @app.post("/items")
    def create() -> ResponseReturnValue:
        with Session(engine) as session:
            item = Item(rank=0, title=request.form["title"], body=request.form["body"])
            session.add(item)
            session.commit()
            return redirect(url_for("detail", key=item.id), 303)

    return app
