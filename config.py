"""Settings, read once from environment variables and frozen.

Read by webapp/app.py, migrations/env.py and tests only. Every variable is described in docs/operating.md.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
#: What each address may begin with; the modules that use them know these and no others.
SCHEMES = {
    "DATABASE_URL": ("sqlite", "postgresql", "postgresql+psycopg", "postgres"),
    "STORAGE_URL": ("file", "s3", "gs", "az"),
    "JOBS_URL": ("sqlite", "redis", "rediss", "postgresql", "postgres", "memory"),
    "LIMITS_URL": ("memory", "redis", "rediss"),
    "MAIL_URL": ("smtp", "smtps", "file", "memory"),
    "BASE_URL": ("http", "https"),
}
#: What some of these need besides the light core: the package, and the extra that brings it.
EXTRAS = {
    **dict.fromkeys(("redis", "rediss"), ("redis", "redis")),
    **dict.fromkeys(("postgresql", "postgresql+psycopg", "postgres"), ("psycopg", "postgres")),
    **dict.fromkeys(("s3", "gs", "az"), ("obstore", "s3")),
}
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})


class SettingsError(ValueError):
    """A setting is missing or makes no sense; the message names the variable."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a deployment can choose. Defaults make the embedded installation: SQLite, local files."""

    environment: str
    secret_key: str
    database_url: str
    storage_url: str
    jobs_url: str
    limits_url: str
    mail_url: str
    mail_sender: str
    base_url: str
    site_name: str
    site_name_en: str
    contact: str
    instance_path: Path
    runs_jobs_in_process: bool
    shows_masthead: bool
    trusted_proxies: int
    session_idle_hours: int
    session_days: int
    max_upload_mb: int
    page_cache_seconds: int
    is_debugging: bool = False

    @property
    def is_production(self) -> bool:
        """Whether real people use this deployment."""
        return self.environment == "production"

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; raises SettingsError naming what is missing or wrong."""
        env = os.environ if env is None else env
        environment = env.get("APP_ENV", "development")
        if environment not in {"development", "production", "test"}:
            raise SettingsError(
                f"APP_ENV: development, production 또는 test 중 하나여야 합니다(지금: {environment})."
            )
        instance = Path(env.get("INSTANCE_PATH", str(ROOT / "instance"))).resolve()
        settings = cls(
            environment=environment,
            secret_key=env.get("SECRET_KEY", ""),
            database_url=env.get("DATABASE_URL", f"sqlite:///{instance / 'platform.db'}"),
            storage_url=env.get("STORAGE_URL", (instance / "files").as_uri()),
            jobs_url=env.get("JOBS_URL", f"sqlite:///{instance / 'jobs.db'}"),
            limits_url=env.get("LIMITS_URL", "memory://"),
            mail_url=env.get("MAIL_URL", (instance / "mail").as_uri()),
            mail_sender=env.get("MAIL_SENDER", "no-reply@localhost.localdomain"),
            base_url=env.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
            site_name=env.get("SITE_NAME", "모두의 도전"),
            site_name_en=env.get("SITE_NAME_EN", "Open Challenge"),
            contact=env.get("SITE_CONTACT", ""),
            instance_path=instance,
            runs_jobs_in_process=_flag(env, "JOBS_IN_PROCESS", default=True),
            shows_masthead=_flag(env, "SHOW_MASTHEAD", default=False),
            trusted_proxies=_number(env, "TRUSTED_PROXIES", 0, low=0, high=5),
            session_idle_hours=_number(env, "SESSION_IDLE_HOURS", 12, low=1, high=720),
            session_days=_number(env, "SESSION_DAYS", 14, low=1, high=90),
            max_upload_mb=_number(env, "MAX_UPLOAD_MB", 20, low=1, high=500),
            page_cache_seconds=_number(env, "PAGE_CACHE_SECONDS", 5, low=0, high=300),
            is_debugging=_flag(env, "FLASK_DEBUG", default=False),
        )
        return settings.checked()

    def checked(self) -> Settings:
        """The settings, completed for development or refused for production."""
        for name in SCHEMES:
            _check_address(name, getattr(self, name.lower()))
            extra = missing_extra(getattr(self, name.lower()))
            if extra:
                raise SettingsError(f"{name}: 이 주소를 쓰려면 추가 기능 ‘{extra}’의 설치가 필요합니다.")
        if not _is_host(self.base_url):
            raise SettingsError("BASE_URL: https://example.go.kr처럼 누리집의 주소를 적어야 합니다.")
        if "@" not in self.mail_sender.strip("@"):
            raise SettingsError(f"MAIL_SENDER: 이메일 주소여야 합니다(지금: {self.mail_sender}).")
        if self.is_production:
            if len(self.secret_key) < 32:
                raise SettingsError("SECRET_KEY: 운영 환경에서는 32자 이상의 비밀 키를 반드시 정해야 합니다.")
            if self.is_debugging:
                raise SettingsError("FLASK_DEBUG: 운영 환경에서는 디버그 모드를 켤 수 없습니다.")
            if not self.base_url.startswith("https://"):
                raise SettingsError("BASE_URL: 운영 환경에서는 https:// 주소여야 합니다.")
            return self
        if self.secret_key:
            return self
        return replace_secret(self, local_secret_key(self.instance_path))


def replace_secret(settings: Settings, secret_key: str) -> Settings:
    """A copy of `settings` with the given secret key."""
    values = {name: getattr(settings, name) for name in Settings.__slots__}
    return Settings(**{**values, "secret_key": secret_key})


def make_folder(instance: Path) -> None:
    """Make the installation's folder if it is not there; SettingsError when that is not possible."""
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"INSTANCE_PATH: 이 폴더를 만들 수 없습니다(지금: {instance}).") from error


def local_secret_key(instance: Path) -> str:
    """The key of a development installation: made once, kept beside its database, for its owner only."""
    path = instance / "secret.key"
    if not path.exists():
        make_folder(instance)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _check_address(name: str, address: str) -> None:
    """Raise unless the address can be read and begins as it may. The message never shows the address:
    it may hold a password.
    """
    try:
        scheme, _port = urlsplit(address).scheme, urlsplit(address).port
    except ValueError as error:
        raise SettingsError(f"{name}: 주소로 읽을 수 없습니다. 포트는 숫자로 적어야 합니다.") from error
    if scheme not in SCHEMES[name] or "://" not in address:
        known = ", ".join(f"{one}://" for one in SCHEMES[name])
        raise SettingsError(f"{name}: 다음 중 하나로 시작해야 합니다: {known}.")


def missing_extra(
    address: str, is_installed: Callable[[str], bool] = lambda package: find_spec(package) is not None
) -> str:
    """The extra that `address` needs and that is not installed; empty when nothing is missing."""
    package, extra = EXTRAS.get(urlsplit(address).scheme, ("", ""))
    return extra if package and not is_installed(package) else ""


def _is_host(address: str) -> bool:
    """Whether the address names a host and holds no blanks."""
    return bool(urlsplit(address).hostname) and not any(letter.isspace() for letter in address)


def _flag(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = env.get(name)
    if text is None:
        return default
    word = text.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise SettingsError(f"{name}: 1 또는 0이어야 합니다(지금: {text}).")


def _number(env: Mapping[str, str], name: str, default: int, *, low: int, high: int) -> int:
    text = env.get(name)
    if text is None:
        return default
    try:
        value = int(text)
    except ValueError as error:
        raise SettingsError(f"{name}: 숫자여야 합니다(지금: {text}).") from error
    if not low <= value <= high:
        raise SettingsError(f"{name}: {low} 이상 {high} 이하여야 합니다(지금: {text}).")
    return value
