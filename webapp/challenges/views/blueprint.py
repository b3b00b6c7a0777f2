"""The blueprint that the pages of challenges hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("challenges", __name__)
