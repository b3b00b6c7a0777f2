"""Settings: safe defaults, and what production refuses."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from config import Settings, SettingsError, missing_extra

SECRET = "a-secret-key-of-more-than-thirty-two-letters"
PRODUCTION = {"APP_ENV": "production", "SECRET_KEY": SECRET, "BASE_URL": "https://challenge.example.org"}


def read(tmp_path: Path, **env: str) -> Settings:
    return Settings.from_env({"INSTANCE_PATH": str(tmp_path)} | env)


def test_nothing_needs_to_be_set_for_development(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/platform.db"
    assert settings.storage_url == (tmp_path / "files").as_uri()
    assert not settings.is_production
    assert not settings.shows_masthead
    assert settings.runs_jobs_in_process


def test_the_development_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_production_with_all_it_needs(tmp_path: Path) -> None:
    settings = read(tmp_path, **PRODUCTION)
    assert settings.is_production
    assert settings.secret_key == SECRET
    assert not (tmp_path / "secret.key").exists()


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"BASE_URL": "http://challenge.example.org"}, "BASE_URL"),
        ({"BASE_URL": ""}, "BASE_URL"),
    ],
)
def test_production_refuses(tmp_path: Path, changed: dict[str, str], names: str) -> None:
    with pytest.raises(SettingsError, match=names):
        read(tmp_path, **{**PRODUCTION, **changed})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("APP_ENV", "prod"),
        ("JOBS_IN_PROCESS", "vielleicht"),
        ("SHOW_MASTHEAD", "2"),
        ("SESSION_DAYS", "ten"),
        ("SESSION_DAYS", "0"),
        ("SESSION_IDLE_HOURS", "721"),
        ("MAX_UPLOAD_MB", "-1"),
        ("TRUSTED_PROXIES", "6"),
        ("PAGE_CACHE_SECONDS", "1.5"),
        ("DATABASE_URL", "platform.db"),
        ("DATABASE_URL", "mysql://db/platform"),
        ("STORAGE_URL", "/var/files"),
        ("JOBS_URL", "amqp://queue"),
        ("LIMITS_URL", "memory"),
        ("MAIL_URL", "smtp://host:twenty-five"),
        ("MAIL_URL", "pigeon://loft"),
        ("MAIL_SENDER", "no-reply"),
        ("BASE_URL", "challenge.example.org"),
        ("BASE_URL", "https://"),
        ("INSTANCE_PATH", "/proc/nothing"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: "):
        read(tmp_path, **{name: value})


def test_a_wrong_address_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refusal:
        read(tmp_path, MAIL_URL="http://user:open-sesame@host")
    assert "open-sesame" not in str(refusal.value)


@pytest.mark.parametrize(
    ("address", "extra"),
    [
        ("redis://cache", "redis"),
        ("postgresql://db/site", "postgres"),
        ("s3://bucket", "s3"),
        ("sqlite:///site.db", ""),
    ],
)
def test_an_address_names_the_extra_that_it_needs(address: str, extra: str) -> None:
    assert missing_extra(address, lambda _package: False) == extra
    assert missing_extra(address, lambda _package: True) == ""


@pytest.mark.parametrize(
    ("word", "meant"), [("1", True), ("YES", True), ("on", True), ("off", False), ("", False)]
)
def test_flags_are_read_in_many_words(tmp_path: Path, word: str, meant: bool) -> None:
    assert read(tmp_path, SHOW_MASTHEAD=word).shows_masthead is meant


def test_an_address_ends_without_a_slash(tmp_path: Path) -> None:
    assert read(tmp_path, BASE_URL="https://example.org/").base_url == "https://example.org"
