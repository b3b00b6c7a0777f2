"""Pages of judging. Each module below adds its addresses to the one blueprint."""

from webapp.judging.views import desk, panel, rounds, scores, sheets
from webapp.judging.views.blueprint import DESKS, blueprint

__all__ = ["DESKS", "blueprint", "desk", "panel", "rounds", "scores", "sheets"]
