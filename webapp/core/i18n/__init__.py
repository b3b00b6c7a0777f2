"""Languages: which one the reader has, messages in it, and dates, money and numbers as it writes them.

Korean is the source language: message ids are Korean sentences, and only English has a catalogue
(`translations/en/LC_MESSAGES/messages.mo`, compiled from the `.po` files). Particles written both
ways, as in `%(title)s을(를)`, are settled after the values are in.
Must not know requests or sessions: whoever serves a reader calls `use_locale` or `activate`.
"""

from webapp.core.i18n.dates import (
    format_date,
    format_datetime,
    format_dday,
    format_deadline,
    format_month,
    format_opening,
    format_period,
    format_relative,
    format_time,
)
from webapp.core.i18n.locale import LOCALES, Locale, activate, current_locale, deactivate, use_locale
from webapp.core.i18n.messages import (
    LazyText,
    _,
    _l,
    catalogue_is_loaded,
    gettext,
    lazy,
    localized,
    ngettext,
    translated,
    use_catalogues,
)
from webapp.core.i18n.numbers import (
    format_bytes,
    format_decimal,
    format_money,
    format_number,
    format_percent,
    format_won,
    unit_for,
)
from webapp.core.i18n.particles import josa, resolve_particles

__all__ = [
    "LOCALES",
    "LazyText",
    "Locale",
    "_",
    "_l",
    "activate",
    "catalogue_is_loaded",
    "current_locale",
    "deactivate",
    "format_bytes",
    "format_date",
    "format_datetime",
    "format_dday",
    "format_deadline",
    "format_decimal",
    "format_money",
    "format_month",
    "format_number",
    "format_opening",
    "format_percent",
    "format_period",
    "format_relative",
    "format_time",
    "format_won",
    "gettext",
    "josa",
    "lazy",
    "localized",
    "ngettext",
    "resolve_particles",
    "translated",
    "unit_for",
    "use_catalogues",
    "use_locale",
]
