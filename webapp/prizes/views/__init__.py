"""Pages of prizes."""

from webapp.prizes.views import objections, office, payments, public, revocations
from webapp.prizes.views.blueprint import DESKS, blueprint

__all__ = ["DESKS", "blueprint", "objections", "office", "payments", "public", "revocations"]
