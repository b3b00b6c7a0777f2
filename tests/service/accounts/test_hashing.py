"""Hashing passwords: the same work for everybody, and not too much at once."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from webapp.accounts.services import passwords
from webapp.core.errors import TooMany


def test_nobody_learns_by_the_clock_whether_there_is_an_account() -> None:
    right = passwords.hash_password("한 번에 떠오르는 긴 문장")
    pretended = passwords._hash_of_nothing()
    assert right.split("$")[:4] == pretended.split("$")[:4] == ["", "argon2id", "v=19", "m=19456,t=2,p=1"]
    assert passwords.matches(right, "한 번에 떠오르는 긴 문장")
    for stored in (right, pretended, None, "", "not a hash"):
        assert not passwords.matches(stored, "nobody has this password, nor this")
    assert not passwords.matches(None, "nobody has this password")


def test_only_so_many_hashes_are_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.001)
    with ExitStack() as busy:
        for _ in range(passwords.AT_ONCE):
            busy.enter_context(passwords._one_place())
        with pytest.raises(TooMany) as refused:
            passwords.hash_password("한 번에 떠오르는 긴 문장")
    assert refused.value.retry_after > 0
    assert passwords.hash_password("한 번에 떠오르는 긴 문장")
