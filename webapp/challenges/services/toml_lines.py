"""Where each value of a TOML text stands: the line of every table, key and array element.

The standard reader says where the syntax is broken but not where a value stands. This one follows the
structure of a text that the standard reader has accepted; it must not be given any other text.
"""

from __future__ import annotations

import re
import tomllib
from typing import Final

Path = tuple[str | int, ...]

_TOKEN: Final = re.compile(
    r"(?P<space>[ \t\r]+|\#[^\n]*)"
    r"|(?P<newline>\n)"
    r'|(?P<string>"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*')"
    r"|(?P<mark>[\[\]{}=,.])"
    r"|(?P<bare>[^\s\[\]{}=,.\#\"']+)"
)
_CLOSING: Final = frozenset(",]}")


def lines_of(text: str) -> dict[Path, int]:
    """The line, from 1, of each path: `("challenges", 0, "title")`."""
    return _Walk(text).lines


def line_at(lines: dict[Path, int], path: Path) -> int:
    """The line of a path, or of what it stands in when it is not there itself."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Walk:
    """One walk over the tokens of a text."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._tokens = self._split(text)
        self._place = 0
        self._counts: dict[Path, int] = {}
        self._document()

    @staticmethod
    def _split(text: str) -> list[tuple[str, str, int]]:
        tokens: list[tuple[str, str, int]] = []
        line = 1
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup or ""
            if kind != "space":
                tokens.append((kind, match[0], line))
            line += match[0].count("\n")
        return [*tokens, ("newline", "\n", line), ("end", "", line)]

    def _peek(self) -> tuple[str, str, int]:
        return self._tokens[self._place]

    def _next(self) -> tuple[str, str, int]:
        token = self._tokens[self._place]
        self._place += 1
        return token

    def _skip_newlines(self) -> None:
        while self._peek()[0] == "newline":
            self._place += 1

    def _document(self) -> None:
        table: Path = ()
        while True:
            self._skip_newlines()
            kind, word, _line = self._peek()
            if kind == "end":
                return
            if word == "[" and kind == "mark":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        """`[a.b]` or `[[a.b]]`: the path of the table that begins here."""
        line = self._next()[2]
        is_array = self._peek()[1] == "["
        if is_array:
            self._next()
        parts = self._key()
        self._next()
        if is_array:
            self._next()
        path: Path = ()
        for part in parts[:-1]:
            path = self._inside((*path, part))
        path = (*path, parts[-1])
        if is_array:
            count = self._counts.get(path, 0)
            self._counts[path] = count + 1
            self.lines.setdefault(path, line)
            path = (*path, count)
        self.lines[path] = line
        return path

    def _inside(self, path: Path) -> Path:
        """The path itself, or its last element when it is an array of tables."""
        return (*path, self._counts[path] - 1) if path in self._counts else path

    def _key(self) -> list[str]:
        parts = [_key_text(self._next()[1])]
        while self._peek()[1] == ".":
            self._next()
            parts.append(_key_text(self._next()[1]))
        return parts

    def _pair(self, table: Path) -> None:
        line = self._peek()[2]
        path = (*table, *self._key())
        self._next()  # =
        self.lines[path] = line
        self._value(path)

    def _value(self, path: Path) -> None:
        kind, word, _line = self._peek()
        if kind == "mark" and word == "[":
            self._array(path)
        elif kind == "mark" and word == "{":
            self._inline_table(path)
        else:
            while self._peek()[0] not in {"newline", "end"} and self._peek()[1] not in _CLOSING:
                self._next()

    def _array(self, path: Path) -> None:
        self._next()
        place = 0
        while True:
            self._skip_newlines()
            _kind, word, line = self._peek()
            if word == "]":
                self._next()
                return
            if word == ",":
                self._next()
                continue
            self.lines[*path, place] = line
            self._value((*path, place))
            place += 1

    def _inline_table(self, path: Path) -> None:
        self._next()
        while True:
            self._skip_newlines()
            word = self._peek()[1]
            if word == "}":
                self._next()
                return
            if word == ",":
                self._next()
                continue
            self._pair(path)


def _key_text(word: str) -> str:
    if word[0] not in "\"'":
        return word
    text: str = tomllib.loads(f"key = {word}")["key"]
    return text
