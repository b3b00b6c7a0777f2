"""Pages of home: front, explanations, search, own and official desks, passports, the demo's mailbox."""

from webapp.home.views import desks, explanations, front, mailbox, passport, search
from webapp.home.views.blueprint import DESKS, blueprint

__all__ = ["DESKS", "blueprint", "desks", "explanations", "front", "mailbox", "passport", "search"]
