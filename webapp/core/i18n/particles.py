"""Korean particles that agree with the word before them.

Owns the rule that turns `을(를)`, `(으)로` and the like into the right form after Hangul, digits,
units, Latin letters, quotes and brackets. Must not know catalogues or languages.
"""

import re
from typing import Final

#: Jongseong index of ㄹ in a precomposed syllable: `(으)로` treats it like no final at all.
_RIEUL: Final = 8

_FIRST_SYLLABLE, _LAST_SYLLABLE, _FINALS = 0xAC00, 0xD7A3, 28

#: pattern written both ways -> (after a final consonant, after a vowel, after ㄹ)
_FORMS: Final[dict[str, tuple[str, str, str]]] = {
    "을(를)": ("을", "를", "을"),
    "를(을)": ("을", "를", "을"),
    "은(는)": ("은", "는", "은"),
    "는(은)": ("은", "는", "은"),
    "이(가)": ("이", "가", "이"),
    "가(이)": ("이", "가", "이"),
    "과(와)": ("과", "와", "과"),
    "와(과)": ("과", "와", "과"),
    "아(야)": ("아", "야", "아"),
    "야(아)": ("아", "야", "아"),
    "이었(였)": ("이었", "였", "이었"),
    "(으)로": ("으로", "로", "로"),
    "으로(로)": ("으로", "로", "로"),
    "로(으로)": ("으로", "로", "로"),
    "(이)": ("이", "", "이"),
}
# `(이)` stands alone in much prose ("표(이)"); it is a particle only before the endings it takes.
_PATTERN: Final = re.compile(
    "|".join(re.escape(form) for form in _FORMS if form != "(이)") + r"|\(이\)(?=[라나며고면랑다든야네었])"
)

#: What a digit sounds like at the end: 영 일 이 삼 사 오 육 칠 팔 구.
_DIGIT_FINAL: Final = {"0": 21, "1": 8, "2": 0, "3": 16, "4": 0, "5": 0, "6": 1, "7": 8, "8": 8, "9": 0}
_LETTER_FINAL: Final = {"l": _RIEUL, "m": 16, "n": 4, "r": _RIEUL}

#: Units read as Korean words after a number: 퍼센트, 제곱미터, 바이트, 그램 …
_UNITS_ENDING_IN_A_VOWEL: Final = "% ％ ℃ ° ㎡ ㎞ ㎝ ㎜ m km cm mm l L ml ha b kb mb gb tb kw kwh px p pt"
_UNIT_FINAL: Final = dict.fromkeys(_UNITS_ENDING_IN_A_VOWEL.split(), 0) | {
    "g": 16,
    "kg": 16,
    "mg": 16,
    "㎏": 16,
    "t": 4,
}

_CLOSING: Final = {")": "(", "]": "[", "）": "（", "］": "［", "】": "【"}
_NUMBER_UNIT: Final = re.compile(r"\d\s?([A-Za-z]{1,3}|[%％℃°㎡㎞㎝㎜㎏])$")
_LATIN_WORD: Final = re.compile(r"[A-Za-z]+$")
_WHOLE_NUMBER: Final = re.compile(r"(?<![\d.])[\d,]*\d$")
# Written as Hangul these keep a final: 앱, 챗봇, 슬랙, 페이스북; but 스마트, 테스트, 웨이트 do not.
_SHORT_STOP: Final = re.compile(r"(?:^|[^aeiou])(?:oo|[aeiou])(?:pp?|tt?|ck|k|c)$")


def _spoken_end(text: str) -> str:
    """The text up to the last character that is read aloud: `'제목'` ends in 목, `홍길동(팀장)` in 동."""
    whole = text
    while text and not (text[-1].isalnum() or text[-1] in _UNIT_FINAL):
        opening = _CLOSING.get(text[-1])
        start = text.rfind(opening) if opening else -1
        # What stands in brackets is not read; but when nothing stands before them, it is all there is.
        text = text[:start] if start > 0 and text[:start].strip() else text[:-1]
    return text or whole


def _number_final(digits: str) -> int:
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros == len(digits) or zeros == 0:
        return _DIGIT_FINAL[digits[-1]]
    # 십, 백, 천, 만, 억 and 경 close with a consonant; 조 (twelve to fifteen noughts) does not.
    return 0 if zeros // 4 == 3 else 1


def _latin_final(word: str) -> int:
    lower = word.lower()
    if word.isupper() or len(word) == 1:  # read letter by letter: 엘, 엠, 엔, 알
        return _LETTER_FINAL.get(lower[-1], 0)
    if re.search(r"(?:l|[^aeiou]le|ile|ale|ole|ule)$", lower):
        return _RIEUL
    if re.search(r"(?:n|m|ng|[aiou]ne|[aiou]me)$", lower):
        return 4
    return 1 if _SHORT_STOP.search(lower) else 0


def _final_consonant(text: str) -> int | None:
    """Jongseong index of the last sound (0 for a vowel), or None where it cannot be told."""
    spoken = _spoken_end(text.rstrip())
    if not spoken:
        return None
    last = spoken[-1]
    if _FIRST_SYLLABLE <= ord(last) <= _LAST_SYLLABLE:
        return (ord(last) - _FIRST_SYLLABLE) % _FINALS
    if unit := _NUMBER_UNIT.search(spoken):
        # 5g is five grams, 5G is not: a single letter keeps its case.
        known = _UNIT_FINAL.get(unit[1] if len(unit[1]) == 1 else unit[1].lower())
        if known is not None:
            return known
    if last in "0123456789":
        whole = _WHOLE_NUMBER.search(spoken)
        return _number_final(whole[0].replace(",", "")) if whole else _DIGIT_FINAL[last]
    if word := _LATIN_WORD.search(spoken):
        return _latin_final(word[0])
    return _UNIT_FINAL.get(last)


def _choose(form: str, before: str) -> str:
    final = _final_consonant(before)
    if final is None:
        return form
    after_consonant, after_vowel, after_rieul = _FORMS[form]
    if final == 0:
        return after_vowel
    return after_rieul if final == _RIEUL else after_consonant


def resolve_particles(text: str, before: str = "") -> str:
    """Settle every particle written both ways in `text`; `before` is what stands in front of it.

    Where the word before cannot be read (a symbol, another script), the particle stays written both ways.
    """
    if "(" not in text:
        return text
    done, settled = 0, ""
    for match in _PATTERN.finditer(text):
        settled += text[done : match.start()]
        done = match.end()
        settled += _choose(match[0], before + settled)
    return settled + text[done:]


def josa(word: object, particle: str) -> str:
    """The word with the right particle: `josa("과제", "을(를)")` is `과제를`."""
    text = str(word)
    return text + resolve_particles(particle, before=text)
