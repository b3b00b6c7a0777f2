"""Reading a contest file (docs/contest-format.md): everything that is wrong is found at once, with its line.

Pure: text in, values out. The keys of the format are the fields of the design values; the fields of a section
stand in the table of its owner. Nothing here touches the database.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from webapp.challenges.models import AgencyEntry, ContestFile, NewChallenge, NewProgramme
from webapp.challenges.models.shape import Kind, Slot, slots_of
from webapp.challenges.policies.sections import Fault, cap_faults, faults_of, pot_faults, prize_total
from webapp.challenges.services.toml_lines import Path, line_at, lines_of
from webapp.core.calendar import moment_of
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.kst import KST
from webapp.core.money import parse_won
from webapp.core.text import clean_line, clean_text

FORMAT: Final = 1
MAX_CHARACTERS: Final = 1_000_000
TOP_KEYS: Final = frozenset({"format", "agency", "programme", "defaults", "challenges"})
_MOMENT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})", re.ASCII)
_LINE: Final = re.compile(r"at line (\d+)")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class FileFault:
    """One thing that is wrong in a file: its line, what it is about, and how to mend it."""

    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.line}: {self.path}: {self.message}" if self.path else f"{self.line}: {self.message}"


class ContestFileBroken(RuleBroken):
    """A contest file cannot be taken. Carries every fault, in the order of the lines."""

    def __init__(self, faults: list[FileFault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        message = _("공모 파일에 고칠 곳이 %(count)s군데 있습니다.", count=len(self.faults))
        super().__init__(message, code="contest_file")


class _Wrong(Exception):
    """A value cannot be read; the message says what is expected."""


def parse_contest(text: str) -> ContestFile:
    """The contest that a TOML text describes. ContestFileBroken with all faults when it can't be taken."""
    if len(text) > MAX_CHARACTERS:
        message = _("파일이 너무 큽니다. %(limit)s자까지 읽을 수 있습니다.", limit=MAX_CHARACTERS)
        raise ContestFileBroken([FileFault(1, "", message)])
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    try:
        tables, lines = tomllib.loads(text), lines_of(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        message = _("TOML 형식에 맞지 않습니다. (%(detail)s)", detail=str(error))
        raise ContestFileBroken([FileFault(line, "", message)]) from error
    return _Reader(lines).contest(tables)


class _Reader:
    """Turns tables into values and keeps what is wrong."""

    def __init__(self, lines: dict[Path, int]) -> None:
        self._lines = lines
        self._faults: list[FileFault] = []

    def contest(self, tables: Mapping[str, Any]) -> ContestFile:
        """The whole file, or ContestFileBroken."""
        for key in tables.keys() - TOP_KEYS:
            self._note((key,), _("모르는 항목입니다."))
        if tables.get("format") != FORMAT:
            self._note(("format",), _("파일 첫머리에 format = 1이라고 적어 주십시오."))
        agency = self._table(AgencyEntry, tables.get("agency"), ("agency",), {})
        slug = agency.slug if agency else ""
        programme = self._table(NewProgramme, tables.get("programme"), ("programme",), {"agency": slug})
        challenges = self._challenges(tables, programme.slug if programme else "")
        if programme is not None:
            self._check_money(programme, challenges)
        if self._faults or agency is None or programme is None:
            raise ContestFileBroken(self._faults)
        return ContestFile(agency=agency, programme=programme, challenges=tuple(challenges.values()))

    def _challenges(self, tables: Mapping[str, Any], slug: str) -> dict[int, NewChallenge]:
        """The challenges that could be read, by their place. What they leave out comes from `[defaults]`."""
        defaults, found = tables.get("defaults", {}), tables.get("challenges")
        if not isinstance(defaults, dict):
            self._note(("defaults",), _("표([defaults])로 적어 주십시오."))
            defaults = {}
        if not isinstance(found, list) or not found:
            self._note(("challenges",), _("과제([[challenges]])를 하나 이상 적어 주십시오."))
            return {}
        challenges: dict[int, NewChallenge] = {}
        for place, table in enumerate(found):
            path: Path = ("challenges", place)
            if not isinstance(table, dict):
                self._note(path, _("표([[challenges]])로 적어 주십시오."))
                continue
            origins: dict[str, Path] = {key: ("defaults", key) for key in defaults.keys() - table.keys()}
            given = {"programme": slug}
            read = self._table(NewChallenge, {**defaults, **table}, path, given, origins)
            if read is not None:
                challenges[place] = read
        return challenges

    def _check_money(self, programme: NewProgramme, challenges: Mapping[int, NewChallenge]) -> None:
        """Caps of the grades, and the pot that all challenges share."""
        before = 0
        for place, challenge in challenges.items():
            money, prizes = programme.money, challenge.prizes
            faults = [
                *cap_faults(prizes, money.grades),
                *pot_faults(prizes, money.pots, others_won=before),
            ]
            before += prize_total(prizes)
            for fault in faults:
                self._note(("challenges", place, *(fault.place or (fault.field,))), fault.message)

    # ------------------------------------------------------------ tables

    def _table(
        self,
        cls: type[T],
        table: Any,
        path: Path,
        given: Mapping[str, Any],
        origins: Mapping[str, Path] | None = None,
    ) -> T | None:
        """A value of `cls` from one table; None when something was wrong with it, which is noted."""
        if not isinstance(table, dict):
            self._note(path, _("‘%(name)s’ 표가 없습니다.", name=path[-1]))
            return None
        origins = origins or {}
        for key in table.keys() - set(_keys_of(cls)):
            self._note(origins.get(key, (*path, key)), _("모르는 항목입니다."))
        return self._fill(cls, table, path, given, origins)

    def _fill(
        self,
        cls: type[T],
        table: Mapping[str, Any],
        path: Path,
        given: Mapping[str, Any],
        origins: Mapping[str, Path],
    ) -> T | None:
        values: dict[str, Any] = dict(given)
        is_whole = True
        for slot in slots_of(cls):
            if slot.is_given:
                continue
            where = origins.get(slot.name, (*path, slot.name))
            if slot.is_section:
                value: Any = self._fill(slot.kind.type, table, path, {}, origins)
                is_whole = is_whole and value is not None
                values[slot.name] = value
            elif slot.name in table:
                before = len(self._faults)
                values[slot.name] = self._value(slot.kind, table[slot.name], where)
                is_whole = is_whole and len(self._faults) == before
            elif slot.is_required:
                self._note(path, _("‘%(name)s’ 항목이 없습니다.", name=slot.name))
                is_whole = False
        if not is_whole:
            return None
        return self._checked(cls(**values), path, origins)

    def _checked(self, value: T, path: Path, origins: Mapping[str, Path]) -> T | None:
        """The value, once it keeps its own rules. Records inside lists are checked with their section."""
        if len(path) > 2:
            return value
        faults: list[Fault] = faults_of(value)
        for fault in faults:
            name, *rest = fault.place or (fault.field,)
            self._note((*origins.get(str(name), (*path, name)), *rest), fault.message)
        return None if faults else value

    # ------------------------------------------------------------ values

    def _value(self, kind: Kind, raw: Any, path: Path) -> Any:
        if not kind.is_list:
            return self._one(kind, raw, path)
        if not isinstance(raw, list):
            self._note(path, _("목록([ ])으로 적어 주십시오."))
            return None
        return tuple(self._one(kind, one, (*path, place)) for place, one in enumerate(raw))

    def _one(self, kind: Kind, raw: Any, path: Path) -> Any:
        if kind.is_record:
            return self._table(kind.type, raw, path, {})
        try:
            return read_scalar(kind, raw)
        except _Wrong as wrong:
            self._note(path, str(wrong))
        except RuleBroken as broken:
            self._note(path, broken.message)
        return None

    def _note(self, path: Path, message: str) -> None:
        self._faults.append(FileFault(line_at(self._lines, path), _dotted(path), message))


def _keys_of(cls: type) -> list[str]:
    """The keys of a table: the fields of the class and of its sections."""
    keys: list[str] = []
    for slot in slots_of(cls):
        keys.extend(_keys_of(slot.kind.type) if slot.is_section else _own_key(slot))
    return keys


def _own_key(slot: Slot) -> list[str]:
    return [] if slot.is_given else [slot.name]


def _dotted(path: Path) -> str:
    """`challenges[2].criteria[0].weight`; places are counted from 1 as people do."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read_scalar(kind: Kind, raw: Any) -> Any:
    """One value. Raises _Wrong or RuleBroken with what is expected."""
    if kind.is_won:
        if isinstance(raw, bool) or not isinstance(raw, int | str):
            raise _Wrong(_('금액은 50_000_000이나 "5,000만원"처럼 적어 주십시오.'))
        return parse_won(raw)
    if issubclass(kind.type, StrEnum):
        values = [member.value for member in kind.type]
        if raw not in values:
            raise _Wrong(_("다음 가운데 하나로 적어 주십시오: %(values)s", values=", ".join(values)))
        return kind.type(raw)
    return _READERS[kind.type](kind, raw)


def _text(kind: Kind, raw: Any) -> str:
    if not isinstance(raw, str):
        raise _Wrong(_("글자로(따옴표 안에) 적어 주십시오."))
    return clean_text(raw) if kind.limit.lines else clean_line(raw)


def _whole(_kind: Kind, raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise _Wrong(_("정수로 적어 주십시오."))
    return raw


def _flag(_kind: Kind, raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise _Wrong(_("true 또는 false로 적어 주십시오."))
    return raw


def _day(_kind: Kind, raw: Any) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    raise _Wrong(_("날짜는 2026-06-15처럼 따옴표 없이 적어 주십시오."))


def _moment(_kind: Kind, raw: Any) -> datetime:
    """TOML's own date-time (Korea time when it names no zone), or text, in which 24:00 can be said."""
    if isinstance(raw, datetime):
        local = raw if raw.tzinfo is not None else raw.replace(tzinfo=KST)
        return local.astimezone(UTC)
    match = _MOMENT.fullmatch(raw) if isinstance(raw, str) else None
    try:
        if match is not None:
            return moment_of(date.fromisoformat(match[1]), match[2])
    except ValueError:
        pass
    raise _Wrong(
        _('날짜와 시각은 한국 시간으로 "2026-06-15 09:00"처럼 적어 주십시오. 24:00도 쓸 수 있습니다.')
    )


_READERS: Final = {str: _text, int: _whole, bool: _flag, date: _day, datetime: _moment}
