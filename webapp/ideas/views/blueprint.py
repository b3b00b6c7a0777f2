"""The blueprint that all parts hang their pages on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("ideas", __name__)
