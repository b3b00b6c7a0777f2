"""Which language is in force, and where."""

import threading

import pytest

from webapp.core.i18n import LOCALES, activate, current_locale, deactivate, use_locale


def test_korean_is_first_and_in_force_when_nobody_asked() -> None:
    assert LOCALES == ("ko", "en")
    assert current_locale() == "ko"


def test_use_locale_nests() -> None:
    with use_locale("en"):
        with use_locale("ko"):
            assert current_locale() == "ko"
        assert current_locale() == "en"
    assert current_locale() == "ko"


def fail_in_english() -> None:
    with use_locale("en"):
        raise RuntimeError


def test_use_locale_puts_back_after_an_error() -> None:
    with pytest.raises(RuntimeError):
        fail_in_english()
    assert current_locale() == "ko"


def test_activate_holds_until_deactivated() -> None:
    token = activate("en")
    assert current_locale() == "en"
    deactivate(token)
    assert current_locale() == "ko"


@pytest.mark.parametrize("locale", ["", "KO", "fr", "en-US"])
def test_an_unknown_language_is_refused(locale: str) -> None:
    with pytest.raises(ValueError, match="no such language"):
        activate(locale)


def test_another_thread_has_its_own_language() -> None:
    seen: list[str] = []
    with use_locale("en"):
        thread = threading.Thread(target=lambda: seen.append(current_locale()))
        thread.start()
        thread.join()
    assert seen == ["ko"]
