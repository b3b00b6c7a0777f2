"""The English catalogue: takes the Korean texts out of the code, checks their translations, compiles them.

Korean is the source language, so only English has a catalogue: one file for each context in translations/en/,
which `compile` merges into one. A text that several contexts use stands once, in the lowest of them.
This program must never change a translation, only add texts and drop those that the code has lost.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.steps import ROOT

CONTEXTS = (
    "base",
    "core",
    "web",
    "accounts",
    "discussion",
    "problems",
    "challenges",
    "ideas",
    "judging",
    "prizes",
    "maturing",
    "reflection",
    "home",
)
KEYWORDS: Mapping[str, tuple[int, ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy": None,
    "ngettext": (1, 2),
}
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
PLACEHOLDER = re.compile(r"%\((\w+)\)[-#0+]*\d*(?:\.\d+)?[a-zA-Z]|%[-#0+]*\d*(?:\.\d+)?[sdifgr]")
Identity = str | tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """One fault in the catalogue: the context whose file holds it, the Korean text, what is wrong."""

    context: str
    text: Identity
    fault: str

    def __str__(self) -> str:
        return f"translations/en/{self.context}.po: {self.text!r}: {self.fault}"


def folder_of(root: Path) -> Path:
    """Return the folder of the English catalogues."""
    return root / "translations" / "en"


def context_of(path: Path) -> str:
    """Return the context that a source file belongs to; `path` is relative to the project's root."""
    parts = path.parts[1:-1]
    if path.parts[0] == "templates" and parts[:1] == ("mail",):
        parts = parts[1:]
    return parts[0] if parts and parts[0] in CONTEXTS else "base"


def sources(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file that may hold texts, in a fixed order, with the name of its extraction method."""
    for path in sorted((root / "webapp").rglob("*.py")):
        yield path.relative_to(root), "python"
    for pattern in ("*.html", "*.txt", "*.mail"):
        for path in sorted((root / "templates").rglob(pattern)):
            yield path.relative_to(root), "jinja2.ext:babel_extract"


def texts_of(root: Path) -> dict[Identity, str]:
    """Return each text of the code with the lowest context that uses it."""
    found: dict[Identity, str] = {}
    for path, method in sources(root):
        context = context_of(path)
        options = {"silent": "false"} if method != "python" else {}
        with (root / path).open("rb") as file:
            for _line, text, _comments, _context in extract(method, file, KEYWORDS, options=options):
                identity = tuple(text) if isinstance(text, list | tuple) else text
                known = found.get(identity)
                if known is None or CONTEXTS.index(context) < CONTEXTS.index(known):
                    found[identity] = context
    return found


def read(root: Path) -> dict[str, Catalog]:
    """Return the catalogue of each context, empty where there is no file yet."""
    catalogues = {}
    for context in CONTEXTS:
        path = folder_of(root) / f"{context}.po"
        text = path.read_bytes() if path.exists() else HEADER.encode()
        catalogues[context] = read_po(io.BytesIO(text), locale="en", charset="utf-8", abort_invalid=True)
    return catalogues


def messages_of(catalogue: Catalog) -> list[Message]:
    """Return a catalogue's messages without its header."""
    return [message for message in catalogue if message.id]


def is_translated(message: Message) -> bool:
    """Tell whether every form of the message has a text."""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(forms) and all(forms)


def identity_of(message: Message) -> Identity:
    """Return the Korean text, or the pair of them where there is a plural."""
    return tuple(message.id) if isinstance(message.id, tuple | list) else message.id


def known_translations(catalogues: Mapping[str, Catalog]) -> dict[Identity, Message]:
    """Return the message of each text: the first that is translated, else the first."""
    known: dict[Identity, Message] = {}
    for context in CONTEXTS:
        for message in messages_of(catalogues[context]):
            identity = identity_of(message)
            if identity not in known or (is_translated(message) and not is_translated(known[identity])):
                known[identity] = message
    return known


def update(root: Path) -> int:
    """Bring the files in line with the code, keeping translations; return how many texts lack one."""
    known = known_translations(read(root))
    fresh = {context: Catalog(locale="en") for context in CONTEXTS}
    missing = 0
    for identity, context in texts_of(root).items():
        old = known.get(identity)
        added = fresh[context].add(identity, old.string if old else None)
        if old:
            added.user_comments = list(old.user_comments)
            if "fuzzy" in old.flags:
                added.flags.add("fuzzy")
        missing += 0 if is_translated(added) else 1
    for context, catalogue in fresh.items():
        store(folder_of(root) / f"{context}.po", catalogue)
    return missing


def store(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue in an order and a form that depend on its texts alone; none is written when empty."""
    if not messages_of(catalogue):
        path.unlink(missing_ok=True)
        return
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, no_location=True, omit_header=True, sort_output=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + buffer.getvalue().decode().strip() + "\n", encoding="utf-8")


def placeholders(text: str) -> list[str]:
    """Return the placeholders of a text in a fixed order; a doubled per-cent sign is none."""
    return sorted(found.group(0) for found in PLACEHOLDER.finditer(text.replace("%%", "")))


def faults_of(message: Message) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    if "fuzzy" in message.flags:
        yield "marked as fuzzy"
    if not is_translated(message):
        yield "not translated"
        return
    source = identity_of(message)
    if isinstance(source, str) or not isinstance(message.string, tuple | list):
        if placeholders(str(source)) != placeholders(str(message.string)):
            yield "the placeholders differ from the source's"
        return
    wanted = placeholders(source[-1])
    singular, plural = str(message.string[0]), str(message.string[-1])
    if placeholders(plural) != wanted:
        yield "the placeholders of the plural differ from the source's"
    if not set(placeholders(singular)) <= set(wanted):  # "one idea" may leave its number out
        yield "the singular has placeholders that the source lacks"


def problems(root: Path) -> list[Problem]:
    """Return every fault: missing, stale, doubled, untranslated, fuzzy, other placeholders."""
    found: list[Problem] = []
    catalogues = read(root)
    wanted = texts_of(root)
    seen: dict[Identity, str] = {}
    for context in CONTEXTS:
        for message in messages_of(catalogues[context]):
            identity = identity_of(message)
            if identity in seen:
                found.append(Problem(context, identity, f"stands in {seen[identity]}.po too"))
            seen.setdefault(identity, context)
            if identity not in wanted:
                found.append(Problem(context, identity, "no longer in the code"))
            found.extend(Problem(context, identity, fault) for fault in faults_of(message))
    found.extend(
        Problem(context, identity, "not in the catalogue")
        for identity, context in wanted.items()
        if identity not in seen
    )
    return found


def merge(catalogues: Iterable[Catalog]) -> Catalog:
    """Return one catalogue of the translated texts; the first file that has a text wins."""
    merged = Catalog(locale="en")
    taken: set[Identity] = set()
    for catalogue in catalogues:
        for message in messages_of(catalogue):
            identity = identity_of(message)
            if identity in taken or not is_translated(message) or "fuzzy" in message.flags:
                continue
            taken.add(identity)
            merged.add(message.id, message.string)
    return merged


def compile_all(root: Path) -> int:
    """Write translations/en/LC_MESSAGES/messages.mo in one step; return its number of texts."""
    merged = merge(read(root).values())
    target = folder_of(root) / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".new.mo")
    with beside.open("wb") as file:
        write_mo(file, merged)
    beside.replace(target)
    return len(messages_of(merged))


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("extract", "check", "compile"))
    command = parser.parse_args().command
    if command == "extract":
        print(f"{update(ROOT)} texts without a translation")
    elif command == "compile":
        print(f"    {compile_all(ROOT)} texts")
    else:
        found = problems(ROOT)
        for problem in found:
            print(problem)
        if found:
            print(
                "`make texts` adds the new texts and drops the stale ones; translations are yours to write."
            )
        sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
