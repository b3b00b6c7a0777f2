"""The passport of an idea: its whole way from a problem to an outcome, on one page."""

from webapp.home.queries.passport.assembling import Passport, passport_of
from webapp.home.queries.passport.entries import Entry
from webapp.home.queries.passport.steps import Step

__all__ = ["Entry", "Passport", "Step", "passport_of"]
