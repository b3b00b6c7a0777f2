"""Messages in the reader's language.

Owns the catalogues, `gettext` and its lazy form. Message ids are Korean sentences; values are named
(`%(title)s`). Must not format dates or numbers: callers pass them formatted.
"""

import re
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final, Self, SupportsInt

from markupsafe import Markup, escape

from webapp.core.i18n.locale import current_locale
from webapp.core.i18n.particles import resolve_particles

_SHIPPED: Final = Path(__file__).resolve().parents[3] / "translations"
_PLACEHOLDER: Final = re.compile(r"%(?:\((?P<name>\w+)\)[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|%)")
_directory: Path = _SHIPPED


@lru_cache(maxsize=8)
def _load(directory: Path, locale: str) -> NullTranslations:
    path = directory / locale / "LC_MESSAGES" / "messages.mo"
    if not path.is_file():
        return NullTranslations()  # readers get the Korean source until the catalogue is compiled
    with path.open("rb") as file:
        return GNUTranslations(file)


def use_catalogues(directory: Path | None = None) -> None:
    """Read catalogues from this directory from now on (None: those that come with the platform)."""
    global _directory  # noqa: PLW0603  # one set of catalogues per process, read anew after compiling
    _directory = directory or _SHIPPED
    _load.cache_clear()


def catalogue_is_loaded(locale: str) -> bool:
    """Whether the language can be shown: Korean always, another once its catalogue is compiled."""
    return locale == "ko" or isinstance(_load(_directory, locale), GNUTranslations)


def _plain(value: object) -> str:
    return value.striptags() if isinstance(value, Markup) else str(value)


def _fill(template: str, params: dict[str, object], *, korean: bool) -> str:
    """Put the values in and settle particles in the template's own words: values are never changed.

    When a value is markup the result is markup too and every other value is escaped.
    """
    as_markup = any(hasattr(value, "__html__") for value in params.values())
    pieces: list[str] = []
    spoken = ""  # what stands before the next literal, as it is read aloud
    done = 0
    for match in [*_PLACEHOLDER.finditer(template), None]:
        literal = template[done : match.start() if match else len(template)]
        literal = resolve_particles(literal, spoken) if korean else literal
        pieces.append(literal)
        spoken += literal
        if match is None:
            break
        done = match.end()
        name = match["name"]
        value = str(match[0] % params) if name is None or not hasattr(params[name], "__html__") else None
        plain = value if value is not None else _plain(params[name])
        spoken += plain
        if as_markup:
            pieces.append(str(escape(value if value is not None else params[name])))
        else:
            pieces.append(plain)
    filled = "".join(pieces)
    return Markup(filled) if as_markup else filled  # noqa: S704  # every value went through escape above


def _present(template: str, source: str, params: dict[str, object]) -> str:
    korean = template == source
    if not params:
        return resolve_particles(template) if korean else template
    return _fill(template, params, korean=korean)


def gettext(message: str, /, **params: object) -> str:
    """The message in the reader's language, with its values in and its particles right.

    Without values the text is taken as it is, so a plain `%` needs no doubling. A value that is markup
    (`__html__`) makes the whole result markup, all other values escaped. KeyError for a missing value.
    """
    locale = current_locale()
    template = message if locale == "ko" or not message else _load(_directory, locale).gettext(message)
    return _present(template, message, params)


def ngettext(singular: str, plural: str, n: SupportsInt, /, **params: object) -> str:
    """The message for a count, which is also a value named `n`. Korean has one form: both ids agree."""
    locale = current_locale()
    count = int(n)
    source = singular if count == 1 else plural
    template = source if locale == "ko" else _load(_directory, locale).ngettext(singular, plural, count)
    return _present(template, source, {"n": count, **params})


class LazyText(str):
    """A message that is put into words when it is read, in the language of its reader then.

    For labels that are made once at import: enum labels, form labels, error texts. `str`, `format`, `%`,
    `+`, Jinja and WTForms read it anew each time. It is a `str` (its Korean source without values) so that
    it fits wherever text does; whatever reads characters directly (`join`, slices, JSON) gets that source,
    so pass `str(label)` there.
    """

    __slots__ = ("_params",)
    _params: tuple[tuple[str, object], ...]

    def __new__(cls, message: str, /, **params: object) -> Self:
        """The message id and the values that are known already."""
        text = super().__new__(cls, message)
        text._params = tuple(sorted(params.items()))
        return text

    def __str__(self) -> str:
        return gettext(self.source, **dict(self._params))

    @property
    def source(self) -> str:
        """The message id."""
        return str.__str__(self)

    def __repr__(self) -> str:
        return f"LazyText({str.__repr__(self)})"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __mod__(self, params: object) -> str:
        if not isinstance(params, dict):
            return NotImplemented
        return gettext(self.source, **dict(self._params) | params)

    def __add__(self, other: str) -> str:
        return str(self) + str(other)

    def __radd__(self, other: str) -> str:
        return str(other) + str(self)

    def __len__(self) -> int:
        return len(str(self))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LazyText) and self._params != other._params:
            return False
        return str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other  # str's own would not see the values

    def __hash__(self) -> int:
        return str.__hash__(self)


def lazy(message: str, /, **params: object) -> LazyText:
    """A message to be read later, in the reader's language."""
    return LazyText(message, **params)


def localized(ko: str, en: str | None) -> str:
    """Which of two stored texts the reader gets: the English one when they read English and it exists."""
    return en if en and current_locale() == "en" else ko


def translated(stored: str) -> str:
    """A stored text in the reader's language where it is one of the platform's own, else as it is."""
    if current_locale() == "ko" or not stored:
        return stored
    return _load(_directory, current_locale()).gettext(stored)


_ = gettext
_l = lazy
