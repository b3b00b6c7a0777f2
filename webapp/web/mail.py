"""Mail: letters from the outbox become messages, plain and HTML, in the reader's language.

A letter's template `mail/<context>/<name>.mail` extends `layout` and fills the blocks subject, happened,
todo and more of mail/base.txt and mail/base.html; the facts `link` and `link_label` make its one link.
MAIL_URL chooses the way: smtp://, smtps://, file:///folder or memory://.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as default_policy
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app
from flask_mail import Mail, Message
from jinja2 import Environment

from webapp.core.i18n import use_locale
from webapp.web.templating import Site

mail = Mail()
KEPT_SCAN = 400
BLANK_LINES = re.compile(r"\n{3,}")


def install(app: Flask, url: str, sender: str) -> None:
    """Set up Flask-Mail for `url`. Raises ValueError for a scheme that is not known."""
    parts = urlsplit(url)
    app.config["MAIL_DEFAULT_SENDER"] = sender
    if parts.scheme in {"smtp", "smtps"}:
        app.config.update(
            MAIL_SERVER=parts.hostname or "localhost",
            MAIL_PORT=parts.port or (465 if parts.scheme == "smtps" else 25),
            MAIL_USE_SSL=parts.scheme == "smtps",
            MAIL_USE_TLS="starttls" in parts.query,
            MAIL_USERNAME=unquote(parts.username) if parts.username else None,
            MAIL_PASSWORD=unquote(parts.password) if parts.password else None,
        )
    elif parts.scheme == "file":
        app.config["MAIL_FOLDER"] = Path(unquote(parts.path))
    elif parts.scheme == "memory":
        app.config["MAIL_MEMORY"] = []
    else:
        raise ValueError(f"MAIL_URL: {parts.scheme}")
    mail.init_app(app)


def deliver_letter(payload: Mapping[str, Any]) -> None:
    """Write and send one letter."""
    message = compose(payload)
    folder, memory = current_app.config.get("MAIL_FOLDER"), current_app.config.get("MAIL_MEMORY")
    if memory is not None:
        memory.append(message)
    elif folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{secrets.token_hex(12)}.eml").write_bytes(message.as_bytes())
    else:
        mail.send(message)


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter that stayed on this machine instead of going out."""

    subject: str
    body: str
    at: datetime


def keeps_letters() -> bool:
    """Whether letters stay on this machine (file:// or memory://), as on a demonstration."""
    return "MAIL_FOLDER" in current_app.config or "MAIL_MEMORY" in current_app.config


def kept_letters(address: str, limit: int = 20) -> list[KeptLetter]:
    """The newest letters to `address` among the last KEPT_SCAN that stayed on this machine."""
    memory, folder = current_app.config.get("MAIL_MEMORY"), current_app.config.get("MAIL_FOLDER")
    if memory is not None:
        raw = [message.as_bytes() for message in reversed(memory[-KEPT_SCAN:])]
    elif folder is not None and folder.is_dir():
        files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
        raw = [file.read_bytes() for file in files[:KEPT_SCAN]]
    else:
        raw = []
    parsed = (message_from_bytes(one, policy=default_policy) for one in raw)
    mine = (one for one in parsed if address.lower() in str(one["To"]).lower().replace(",", " ").split())
    return [_kept(one) for one in islice(mine, limit)]


def _kept(message: EmailMessage) -> KeptLetter:
    plain = message.get_body(("plain",))
    at = (
        parsedate_to_datetime(str(message["Date"]))
        if message["Date"]
        else current_app.extensions["platform"].clock.now()
    )
    return KeptLetter(str(message["Subject"]), plain.get_content() if plain else "", at)


def compose(payload: Mapping[str, Any]) -> Message:
    """The message of a letter in its reader's language."""
    with use_locale(payload["locale"]):
        subject = render_block(payload, "subject")
        return Message(
            subject=subject,
            recipients=[payload["to"]],
            body=render(payload, "mail/base.txt"),
            html=render(payload, "mail/base.html", subject=subject),
        )


def render(payload: Mapping[str, Any], layout: str, **more: str) -> str:
    """The letter in one of the two layouts; the one of pages also wants the `subject`."""
    template = _environment(layout).get_template(f"mail/{payload['template']}.mail")
    text = template.render({**_context(payload, layout), **more}).strip() + "\n"
    return text if layout.endswith(".html") else BLANK_LINES.sub("\n\n", text)


def render_block(payload: Mapping[str, Any], block: str) -> str:
    """One block of the letter as a single line of plain text."""
    template = _environment("mail/base.txt").get_template(f"mail/{payload['template']}.mail")
    context = template.new_context(_context(payload, "mail/base.txt"))
    return " ".join("".join(template.blocks[block](context)).split())


def _environment(layout: str) -> Environment:
    """Where letters of a layout are compiled, made once: a result is told to thousands at a time."""
    made: dict[str, Environment] = current_app.extensions.setdefault("letter_layouts", {})
    if layout not in made:
        made[layout] = current_app.jinja_env.overlay(autoescape=layout.endswith(".html"))
    return made[layout]


def _context(payload: Mapping[str, Any], layout: str) -> dict[str, Any]:
    settings = current_app.extensions["platform"].settings
    name = settings.site_name_en if payload["locale"] == "en" else settings.site_name
    return {
        **payload["facts"],
        "layout": layout,
        "locale": payload["locale"],
        "site": Site(name, name, settings.contact, masthead=False, has_demo_accounts=False),
        "base_url": settings.base_url,
    }
