"""What no file of the project may hold: places on one machine, registries, addresses in lock files."""

import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tools import catalogue, check

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("runtime", "server", "dev", "node", "locking")
# Put together from pieces, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a place on one machine": r"(?<![\w.$}])/(?:home|root|Users|work)/\w",
    "a package registry": "|".join(
        re.escape(name) for name in ("py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js.org")
    ),
}
TEXT_SUFFIXES = {
    "", ".py", ".md", ".toml", ".json", ".lock", ".html", ".txt", ".css", ".js", ".po", ".mako", ".yml",
    ".yaml", ".ini", ".cfg", ".svg", ".sh",
}  # fmt: skip


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files git knows or would add; in an unpacked archive, all but what is made or installed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        made = {"node_modules", "vendor", "instance", "__pycache__"}
        paths = [
            path
            for path in ROOT.rglob("*")
            if not made & set(path.relative_to(ROOT).parts)
            and not path.relative_to(ROOT).parts[0].startswith(".")
        ]
    return tuple(path for path in paths if path.is_file() and not path.is_symlink())


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        if path.suffix in TEXT_SUFFIXES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("name", LOCKS)
def test_python_packages_are_pinned_and_hashed_without_addresses(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    entries = [entry for entry in re.split(r"\n(?=\w)", text) if entry.strip()]
    assert entries
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_front_end_packages_are_pinned_and_hashed_without_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry or "integrity" not in entry] == []


@pytest.mark.parametrize("smaller", ["runtime", "server"])
def test_a_larger_lock_holds_the_smaller_one_in_the_same_versions(smaller: str) -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
        return set(re.findall(r"^(\S+==\S+)", text, re.MULTILINE))

    assert pins(smaller) - pins("dev") == set()


def test_the_english_catalogue_is_complete() -> None:
    assert [str(problem) for problem in catalogue.problems(ROOT)] == []


def test_every_test_folder_is_in_a_suite() -> None:
    holding = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").rglob("test_*.py")}
    assert holding - {folder for folders in check.SUITES.values() for folder in folders} == set()
