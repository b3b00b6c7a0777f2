"""The commands that read and write contests."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from tests.support.contest_files import DATA, SMALL


def test_import_export_and_import_again(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    file = tmp_path / "contest.toml"
    file.write_text((DATA / "challenge-korea-2020.toml").read_text(encoding="utf-8"), encoding="utf-8")
    first = runner.invoke(args=["contest", "import", str(file)])
    assert (first.exit_code, "공모 challenge-korea-2020을 만들었습니다. 과제 9건" in first.output) == (
        0,
        True,
    )
    out = runner.invoke(args=["contest", "export", "challenge-korea-2020"])
    assert out.exit_code == 0
    file.write_text(out.output, encoding="utf-8")
    again = runner.invoke(args=["contest", "import", str(file)])
    assert (again.exit_code, "challenge-korea-2020은 이미" in again.output) == (0, True)


def test_every_fault_is_printed_with_file_and_line(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "contest.toml"
    file.write_text(SMALL.replace("profile =", "profil =").replace("800만원", "많이"), encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["contest", "import", str(file)])
    assert result.exit_code == 1
    for line in (8, 11, 33):
        assert f"{file}:{line}: " in result.output
    missing = app.test_cli_runner().invoke(args=["contest", "export", "night-bus"])
    assert (missing.exit_code, "없습니다" in missing.output) == (1, True)


def test_a_file_that_is_no_text_is_refused(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "contest.toml"
    file.write_bytes("한글".encode("cp949"))
    result = app.test_cli_runner().invoke(args=["contest", "import", str(file)])
    assert (result.exit_code, "UTF-8" in result.output) == (1, True)


def test_a_list_of_past_contests_is_taken_in_whole_or_not_at_all(app: Flask, tmp_path: Path) -> None:
    runner, file = app.test_cli_runner(), tmp_path / "past.csv"
    file.write_bytes("기관,공모 이름,연도\n나루시,길 공모,2024\n다온군,꽃 공모,2023\n".encode("cp949"))
    first = runner.invoke(args=["contest", "past", "import", str(file)])
    again = runner.invoke(args=["contest", "past", "import", str(file)])
    assert (first.exit_code, "2건을 더하고 0건을" in first.output) == (0, True)
    assert (again.exit_code, "0건을 더하고 0건을" in again.output) == (0, True)
    file.write_text("기관,공모 이름,연도\n나루시,물 공모,2025\n다온군,,2023\n", encoding="utf-8")
    broken = runner.invoke(args=["contest", "past", "import", str(file)])
    assert (broken.exit_code, "3번째 줄" in broken.output) == (1, True)
