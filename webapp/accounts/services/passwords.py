"""Passwords: how they are hashed and which may be chosen.

argon2id with the parameters that OWASP's cheat sheet on password storage gives (19 MiB, 2 passes, 1 lane).
Only a few hashes are computed at once in a process, so that a rush of sign-ins cannot take its memory.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.accounts.services.common_passwords import is_common
from webapp.core.errors import RuleBroken, TooMany
from webapp.core.i18n import gettext as _

SHORTEST = 10
LONGEST = 200
SHORTEST_OWN = 3
AT_ONCE = 4
WAIT_SECONDS = 10.0

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_places = threading.BoundedSemaphore(AT_ONCE)


def hash_password(password: str) -> str:
    """The argon2id hash to store. TooMany when the machine is busy with others for too long."""
    with _one_place():
        return HASHER.hash(_composed(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether `password` is the one behind `stored`. Takes as long when there is nothing stored."""
    with _one_place():
        try:
            HASHER.verify(stored or _hash_of_nothing(), _composed(password))
        except (VerificationError, InvalidHashError):
            return False
    return bool(stored)


def is_outdated(stored: str) -> bool:
    """Whether a stored hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def check_password(password: str, *, email: str, name: str = "", field: str = "password") -> None:
    """Raise RuleBroken on `field` unless the password may be chosen.

    Length counts, not kinds of characters (NIST SP 800-63B): at least 10 characters, none of those that
    everybody tries, not the person's own address or name.
    """
    password = _composed(password)
    if len(password) < SHORTEST:
        raise RuleBroken(
            _("비밀번호는 %(least)s자 이상으로 정해 주십시오.", least=SHORTEST), field=field, code="short"
        )
    if len(password) > LONGEST:
        raise RuleBroken(
            _("비밀번호는 %(most)s자까지 쓸 수 있습니다.", most=LONGEST), field=field, code="long"
        )
    plain = password.casefold()
    if _is_own(plain, email.casefold(), name.casefold()):
        raise RuleBroken(
            _("이메일이나 이름을 그대로 쓴 비밀번호는 쉽게 알아낼 수 있습니다. 다른 것으로 정해 주십시오."),
            field=field,
            code="own",
        )
    if is_common(plain):
        raise RuleBroken(
            _("많은 사람이 쓰거나 규칙이 뻔한 비밀번호입니다. 다른 것으로 정해 주십시오."),
            field=field,
            code="common",
        )


def _composed(password: str) -> str:
    """One form for what looks the same: some systems send Hangul letter by letter (NFD)."""
    return unicodedata.normalize("NFC", password)


def _is_own(plain: str, email: str, name: str) -> bool:
    words = [word for word in (email, email.partition("@")[0], name) if len(word) >= SHORTEST_OWN]
    return any(word in plain and not re.sub(r"[\W\d_]", "", plain.replace(word, "")) for word in words)


@cache
def _hash_of_nothing() -> str:
    return HASHER.hash("nobody has this password")


@contextmanager
def _one_place() -> Iterator[None]:
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise TooMany(_("지금 로그인하려는 분이 많습니다. 잠시 뒤 다시 시도해 주십시오."), retry_after=5)
    try:
        yield
    finally:
        _places.release()
