"""The import contracts of pyproject.toml are kept, and each of them bites.

`make check` runs the contracts on the project itself; here they run on small packages that break them.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).parent / "lint-imports"
MODULES = (
    "app",
    "core/clock",
    "core/text",
    "web/mail",
    "accounts/views",
    "ideas/views",
    "ideas/services",
    "home/views",
)

# the contract, the module that breaks it, what that module imports
BREACHES = [
    ("contexts", "ideas/services", "webapp.home.views"),
    ("contexts", "core/clock", "webapp.accounts"),
    ("layers", "ideas/services", "webapp.ideas.views"),
    ("layers", "ideas/models", "webapp.ideas.services"),
    ("layers", "ideas/queries", "webapp.ideas.mails"),
    ("web-free", "core/clock", "flask"),
    ("web-free", "ideas/services", "werkzeug.exceptions"),
    ("web-free", "ideas/models", "wtforms"),
    ("web-free", "ideas/policies", "webapp.web.mail"),
    ("no-sql-above-services", "ideas/views", "sqlalchemy.orm"),
    ("no-sql-above-services", "ideas/api", "sqlalchemy"),
    ("no-sql-above-services", "ideas/forms", "sqlalchemy"),
    ("settings", "web/mail", "config"),
    ("sanitiser", "ideas/services", "bleach"),
    ("mail", "ideas/views", "flask_mail"),
    ("sign-in", "ideas/views", "flask_login"),
]
ALLOWED = [
    ("app", "config"),
    ("core/text", "bleach"),
    ("web/mail", "flask_mail"),
    ("web/sessions", "flask_login"),
    ("accounts/views", "flask_login"),
    ("home/views", "webapp.ideas.services"),
    ("ideas/views", "webapp.ideas.services"),
]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A project with this one's contracts and modules that keep them."""
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    (tmp_path / "config.py").touch()
    for module in (*MODULES, "ideas/models", "ideas/queries", "ideas/mails", "ideas/policies"):
        write(tmp_path, module, "")
    return tmp_path


def write(root: Path, module: str, text: str) -> None:
    path = root / "webapp" / f"{module}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    for folder in (root / "webapp", path.parent):
        (folder / "__init__.py").touch()
    path.write_text(text, encoding="utf-8")


def lint(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LINT), "--no-cache", "--no-logo", *options],
        cwd=root, check=False, capture_output=True, text=True, env={"PYTHONPATH": str(root)},
    )  # fmt: skip


def test_what_the_design_allows_is_allowed(package: Path) -> None:
    for module, imported in ALLOWED:
        write(package, module, f"import {imported}\n")
    result = lint(package)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("contract", "module", "imported"), BREACHES)
def test_a_breach_is_caught(package: Path, contract: str, module: str, imported: str) -> None:
    write(package, module, f"import {imported}\n")
    result = lint(package, "--contract", contract)
    assert result.returncode == 1
    assert "BROKEN" in result.stdout, result.stdout + result.stderr
