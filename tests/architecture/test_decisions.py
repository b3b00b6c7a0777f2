"""Every runtime dependency has a record of why it is there and how to leave it."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECORDS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
PARTS = ("For", "Weighed", "Decided", "Costs", "To leave it")


def dependencies() -> set[str]:
    """The packages that the application needs or may use, of both package managers."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    front_end = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    names = {match[0] for line in wanted if (match := re.match(r"[A-Za-z0-9._-]+", line))}
    return names | set(front_end)


def covered() -> list[str]:
    """The packages that the records name."""
    lines = [
        re.search(r"^Packages: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE) for path in RECORDS
    ]
    return [name for line in lines if line for name in re.findall(r"`([^`]+)`", line[1])]


def test_every_dependency_is_covered_once_and_no_other() -> None:
    assert sorted(covered()) == sorted(dependencies())


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_says_what_for_what_else_and_how_to_leave(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [part for part in PARTS if f"- **{part}**: " not in text] == []
    assert text.startswith(f"# {int(path.stem[:4])}. ")


def test_the_list_names_every_record() -> None:
    text = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\(([^)]+)\)", text) == [path.name for path in RECORDS]
