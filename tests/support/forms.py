"""The forms of a page as a browser without script would send them: fields with what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib

#: Text inputs into which somebody may write a sentence.
TEXT_TYPES = {"text", "search", ""}
UNSENT = {"submit", "button", "reset", "image", "file"}


@dataclass(frozen=True, slots=True)
class FormField:
    """A control with its value; `kind` is its type, `textarea` or `select`. What is off is not sent.

    `last`: the last choice of a select. `most`: how many characters a text may have.
    """

    name: str
    kind: str
    value: str
    is_on: bool = True
    most: int | None = None
    last: str = ""


@dataclass(frozen=True, slots=True)
class PageForm:
    """A form: where it goes ("" is the page itself), and its controls."""

    action: str
    fields: tuple[FormField, ...]

    @property
    def sent(self) -> dict[str, list[str]]:
        """What a browser would send now."""
        pairs: dict[str, list[str]] = {}
        for one in self.fields:
            if one.is_on and one.kind not in UNSENT:
                pairs.setdefault(one.name, []).append(one.value)
        return pairs

    @property
    def answered(self) -> dict[str, list[str]]:
        """What would be sent with one answer to every choice that nothing was chosen of yet."""
        pairs = self.sent
        for one in self.fields:
            if one.kind == "radio":
                pairs.setdefault(one.name, [one.value])
            elif one.kind == "select" and not one.value:
                pairs[one.name] = [one.last]
        return pairs

    @property
    def text(self) -> FormField | None:
        """The field for the longest text, if one may write at all: an area before a line."""
        areas = [one for one in self.fields if one.kind == "textarea"]
        lines = [one for one in self.fields if one.kind in TEXT_TYPES]
        return next(iter([*areas, *lines]), None)


def forms_of(page: str) -> list[PageForm]:
    """The forms of a page that send something (method POST)."""
    root = html5lib.parse(page, namespaceHTMLElements=False)
    return [
        PageForm(form.get("action") or "", tuple(_fields(form)))
        for form in root.iter("form")
        if (form.get("method") or "get").lower() == "post"
    ]


def _fields(form: Element) -> Iterator[FormField]:
    for one in form.iter():
        name = one.get("name")
        if not name or one.get("disabled") is not None:
            continue
        most = int(found) if (found := one.get("data-maxchars") or one.get("maxlength")) else None
        if one.tag == "textarea":
            yield FormField(name, "textarea", "".join(one.itertext()).lstrip("\n"), most=most)
        elif one.tag == "select":
            chosen, last = _choices(one)
            yield FormField(name, "select", chosen, last=last)
        elif one.tag == "input":
            kind = one.get("type") or "text"
            is_on = kind not in {"checkbox", "radio"} or one.get("checked") is not None
            yield FormField(name, kind, one.get("value") or "", is_on, most)


def _choices(select: Element) -> tuple[str, str]:
    """The value that is chosen, and the last that could be."""
    options = list(select.iter("option"))
    chosen = [one for one in options if one.get("selected") is not None] or options[:1]
    return (chosen[0].get("value") or "", options[-1].get("value") or "") if chosen else ("", "")
