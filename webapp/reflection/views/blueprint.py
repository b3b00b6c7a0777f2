"""The blueprint that both parts hang their pages on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("reflection", __name__)
