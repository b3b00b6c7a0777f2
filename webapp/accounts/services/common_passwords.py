"""Passwords that everybody tries first: words, keyboard walks, sequences and repetitions.

Only passwords of ten characters and more come here, so short lists do: whatever remains after the digits and
marks at both ends is looked up, and patterns are found by rule.
"""

from __future__ import annotations

import re

_WORDS_IN_LINES = """
    password passwort passw0rd p@ssword p@ssw0rd pa55word pa55w0rd passphrase
    mypassword newpassword
    administrator superadmin adminadmin admin root welcome welcomeback letmein iloveyou iloveyouso
    ilovekorea sarang saranghae saranghaeyo princess sunshine football baseball basketball superman batman
    pokemon starwars dragon monkey master shadow michael jennifer computer internet samsung samsunggalaxy
    galaxy iphone apple google naver kakao kakaotalk daum facebook instagram twitter youtube korea
    southkorea republicofkorea daehanminguk seoul busan incheon daegu gwangju daejeon changeme changethis
    temporary temppass testtest tester testing tester sample example default secret secretpassword
    whatever trustno freedom liberty blessing blessed jesus jesuschrist christ angel babygirl charlie
    qwerty qwertyuiop asdfghjkl zxcvbnm qazwsx qazwsxedc qweasd qweasdzxc asdfasdf asdf qwer zxcv
    qwerasdf qwerasdfzxcv asdfqwer qwerqwer onetwothree abc abcd abcdef abcdefg
    dkssudgktpdy dkssud tkfkdgody tkfkdgo alsrkd qlalfqjsgh cjstk rksekfk
    challenge challengekorea dojeon openchallenge contest idea ideas
    비밀번호 비밀번호입니다 안녕하세요 사랑해 사랑해요 사랑합니다 대한민국 도전한국 도전 모두의도전
    관리자 시험 국민
"""
WORDS = frozenset(_WORDS_IN_LINES.split())
WALKS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "!@#$%^&*()_+",
    "가나다라마바사아자차카타파하",
)
SHORTEST_WALK = 4
FEWEST_KINDS = 5
#: Fewer digits than this are a telephone number, a date or a card.
FEWEST_DIGITS = 16


def is_common(plain: str) -> bool:
    """Whether a casefolded password of ten or more characters is one of those that are tried first."""
    if len(set(plain)) < FEWEST_KINDS or _is_repeated(plain) or _is_walked(plain):
        return True
    if plain.isdigit() and len(plain) < FEWEST_DIGITS:
        return True
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    return core in WORDS or re.sub(r"[\W\d_]+", "", plain) in WORDS or _is_word_repeated(core)


def _is_repeated(text: str) -> bool:
    """Whether the text is one short piece again and again, with at most a few characters after it."""
    return re.fullmatch(r"(.{1,5}?)\1+.{0,5}", text) is not None


def _is_word_repeated(text: str) -> bool:
    return any(text == word * times for word in WORDS if (times := len(text) // len(word)) > 1)


def _is_walked(text: str) -> bool:
    """Whether the text is made of steps along keyboard rows or alphabets, either way."""
    rest = text
    while rest:
        step = _longest_walk(rest)
        if step < SHORTEST_WALK:
            return len(text) - len(rest) >= 8 and len(rest) <= 2
        rest = rest[step:]
    return True


def _longest_walk(text: str) -> int:
    longest = 0
    for walk in WALKS:
        for row in (walk, walk[::-1]):
            length = longest
            while length < len(text) and text[: length + 1] in row:
                length += 1
            longest = max(longest, length)
    return longest
