"""Whether a page is valid HTML that everyone can use: what a machine can tell without a browser.

`faults(html)` returns sentences, none for a good page. It looks at the markup only: colours, focus and what
scripts do are for the browser tests. It must not know the application.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import html5lib

BLOCKS = {
    "address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre",
    "section", "table", "ul",
}  # fmt: skip
PHRASING_ONLY = {
    "abbr", "b", "button", "cite", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "kbd", "label",
    "mark", "p", "q", "s", "small", "span", "strong", "sub", "sup", "time",
}  # fmt: skip
CHILDREN = {
    "ul": {"li", "script", "template"},
    "ol": {"li", "script", "template"},
    "dl": {"dt", "dd", "div", "script", "template"},
    "tr": {"td", "th", "script", "template"},
    "select": {"option", "optgroup", "hr", "script", "template"},
}
INTERACTIVE = {"a", "button", "input", "select", "textarea", "summary", "label"}
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
REFERENCES = (
    "for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage", "aria-owns",
    "aria-activedescendant", "aria-details", "headers", "list", "form",
)  # fmt: skip
DATA_SCRIPTS = {"application/json", "application/ld+json"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
Rule = Callable[["Markup"], Iterator[str]]


class Markup:
    """A parsed page with the look-ups that the rules share."""

    def __init__(self, html: str) -> None:
        """Parse a whole page or a fragment of one."""
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root: Element = parser.parse(html)
        self.errors = [(position[0], code) for position, code, _details in parser.errors]
        self.elements = [element for element in self.root.iter() if isinstance(element.tag, str)]
        self.parents = {child: parent for parent in self.elements for child in parent}
        self.by_id = {element.get("id", ""): element for element in self.elements if element.get("id")}

    def all(self, *tags: str) -> Iterator[Element]:
        """Yield the elements of these names in the order of the page."""
        return (element for element in self.elements if element.tag in tags)

    def ancestors(self, element: Element) -> Iterator[Element]:
        """Yield what the element stands in, from the inside outwards."""
        while element in self.parents:
            element = self.parents[element]
            yield element

    def name(self, element: Element) -> str:
        """Return what a screen reader would call the element, roughly: its label, text or image texts."""
        if element.get("aria-labelledby"):
            named = [
                self.by_id[key] for key in element.get("aria-labelledby", "").split() if key in self.by_id
            ]
            return " ".join(text_of(one) for one in named)
        return element.get("aria-label") or text_of(element) or element.get("title") or ""


def text_of(element: Element) -> str:
    """Return an element's text with the texts of its images, without what is hidden from screen readers."""
    if element.get("aria-hidden") == "true" or element.tag in {"script", "style"}:
        return ""
    parts = [element.text or "", element.get("alt", "") if element.tag == "img" else ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(text_of(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def shown(element: Element) -> str:
    """Return the element's start tag for a message."""
    attributes = "".join(f' {name}="{value}"' for name, value in element.attrib.items())
    return f"<{element.tag}{attributes}>"[:160]


def parse_errors(page: Markup) -> Iterator[str]:
    """What the parser had to mend."""
    for line, code in page.errors:
        yield f"line {line}: {code}"


def nesting(page: Markup) -> Iterator[str]:
    """What may not stand in what."""
    for element in page.elements:
        allowed = CHILDREN.get(str(element.tag))
        for child in element if allowed else ():
            if isinstance(child.tag, str) and allowed and child.tag not in allowed:
                yield f"{shown(child)} may not stand in {shown(element)}"
        outer = [str(ancestor.tag) for ancestor in page.ancestors(element)]
        if element.tag in BLOCKS and (around := PHRASING_ONLY.intersection(outer)):
            yield f"{shown(element)} may not stand in <{min(around)}>"
        if element.tag in INTERACTIVE - {"label"} and (around := {"a", "button"}.intersection(outer)):
            yield f"{shown(element)} may not stand in <{min(around)}>"


def identifiers(page: Markup) -> Iterator[str]:
    """Ids stand once, and whatever refers to one finds it."""
    counts = Counter(element.get("id") for element in page.elements if element.get("id") is not None)
    for key, count in counts.items():
        if count > 1:
            yield f"the id {key!r} stands {count} times"
        if not key or key.split() != [key]:
            yield f"{key!r} is no id"
    for element in page.elements:
        for attribute in REFERENCES:
            for key in element.get(attribute, "").split():
                if key not in page.by_id:
                    yield f"{shown(element)}: {attribute} finds no id {key!r}"
        target = element.get("href", "")
        if target.startswith("#") and target[1:] and target[1:] not in page.by_id:
            yield f"{shown(element)}: no id {target[1:]!r}"


def names(page: Markup) -> Iterator[str]:
    """Each control, button, link and image says what it is."""
    labels = {label.get("for"): label for label in page.all("label") if text_of(label)}
    for control in page.all("input", "select", "textarea"):
        if control.tag == "input" and control.get("type", "text") in UNLABELLED:
            continue
        wrapped = any(ancestor.tag == "label" and text_of(ancestor) for ancestor in page.ancestors(control))
        own = control.get("aria-label") or control.get("aria-labelledby")
        if not (wrapped or own or control.get("id") in labels):
            yield f"{shown(control)} has no label"
    for element in page.all("a", "button", "summary"):
        if (element.tag != "a" or element.get("href")) and not page.name(element):
            yield f"{shown(element)} has no name"
    for image in page.all("img"):
        if image.get("alt") is None:
            yield f"{shown(image)} has no alt"


def tables(page: Markup) -> Iterator[str]:
    """Each table says what it shows, each of its heads what it is the head of."""
    for table in page.all("table"):
        caption = table.find("caption")
        if not (
            (caption is not None and text_of(caption))
            or table.get("aria-label")
            or table.get("aria-labelledby")
        ):
            yield f"{shown(table)} has no caption"
    for head in page.all("th"):
        if not head.get("scope"):
            yield f"{shown(head)} has no scope"


def policy(page: Markup) -> Iterator[str]:
    """Nothing that a strict content security policy refuses."""
    for element in page.elements:
        for attribute, value in element.attrib.items():
            if attribute == "style" or attribute.startswith("on"):
                yield f"{shown(element)}: {attribute} stands in the page"
            if attribute in {"href", "src", "action", "formaction"} and value.lower().startswith(
                "javascript:"
            ):
                yield f"{shown(element)}: script in an address"
        if element.tag == "style":
            yield "a style sheet stands in the page"
        if element.tag == "script" and not element.get("src") and element.get("type") not in DATA_SCRIPTS:
            yield "a script stands in the page"
        address = element.get("src") or (element.get("href") if element.tag == "link" else None) or ""
        loads = element.tag != "link" or element.get("rel") in {"stylesheet", "preload", "icon", "manifest"}
        if loads and address.startswith(("http://", "https://", "//")):
            yield f"{shown(element)}: loaded from elsewhere"


def frame(page: Markup) -> Iterator[str]:
    """What a whole page needs: language, title, one main part, one first heading, no level left out."""
    if page.root.get("lang") not in {"ko", "en"}:
        yield "the page does not name its language"
    title = page.root.find("head/title")
    if title is None or not text_of(title):
        yield "the page has no title"
    for tag in ("h1", "main"):
        count = len(list(page.all(tag)))
        if count != 1:
            yield f"{count} <{tag}> instead of one"
    level = 0
    for heading in page.all(*HEADINGS):
        own = HEADINGS.index(str(heading.tag)) + 1
        if not text_of(heading):
            yield f"{shown(heading)} is empty"
        if own > level + 1 and level:
            yield f"<{heading.tag}> {text_of(heading)!r} follows an <h{level}>"
        level = own


PARTS: tuple[Rule, ...] = (nesting, identifiers, names, tables, policy)


def faults(html: str) -> list[str]:
    """Return what is wrong with a whole page."""
    page = Markup(html)
    return [fault for rule in (parse_errors, frame, *PARTS) for fault in rule(page)]


def fragment_faults(html: str) -> list[str]:
    """Return what is wrong with a part of a page, as a partial update sends it."""
    head = '<!doctype html><html lang="ko"><head><title>-</title></head><body><main><h1>-</h1>'
    return faults(f"{head}{html}</main></body></html>")
