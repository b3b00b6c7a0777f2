"""Messages, lazy messages and labels."""

import json
import pickle
from pathlib import Path

import jinja2
import pytest
import wtforms
from markupsafe import Markup, escape

from webapp.core.i18n import (
    LazyText,
    _,
    _l,
    catalogue_is_loaded,
    gettext,
    localized,
    ngettext,
    translated,
    use_catalogues,
    use_locale,
)
from webapp.core.labels import LabelledEnum


class Stage(LabelledEnum):
    TODAY = "today", _l("오늘 마감")
    OVER = "over", _l("마감")


class StageForm(wtforms.Form):
    stage = wtforms.StringField(_l("마감"))
    title = wtforms.StringField(validators=[wtforms.validators.Length(max=2, message=_l("%(max)d자까지"))])


def test_korean_is_its_own_catalogue() -> None:
    assert _("아무도 옮기지 않은 문장") == "아무도 옮기지 않은 문장"


def test_a_plain_percent_needs_no_doubling_without_values() -> None:
    assert gettext("배점의 30%를 넘습니다.") == "배점의 30%를 넘습니다."
    assert gettext("배점의 %(share)d%%을(를) 넘습니다.", share=30) == "배점의 30%를 넘습니다."


def test_particles_follow_the_value() -> None:
    assert gettext("%(name)s이(가) 왔습니다.", name="과제") == "과제가 왔습니다."
    assert gettext("‘%(name)s’이(가) 왔습니다.", name="제안") == "‘제안’이 왔습니다."
    assert gettext("%(count)d(으)로 바꿨습니다.", count=8) == "8로 바꿨습니다."


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        gettext("%(name)s %(other)s", name="과제")


@pytest.mark.usefixtures("english")
def test_english_comes_from_the_catalogue_and_falls_back_to_korean() -> None:
    assert _("마감") == "Closed"
    assert catalogue_is_loaded("en")
    assert gettext("%(name)s을(를) 옮기지 않음", name="과제") == "과제를 옮기지 않음"


def test_without_a_compiled_catalogue_english_readers_get_the_source(tmp_path: Path) -> None:
    use_catalogues(tmp_path)
    try:
        with use_locale("en"):
            assert _("마감") == "마감"
        assert not catalogue_is_loaded("en")
        assert catalogue_is_loaded("ko")
    finally:
        use_catalogues(None)


def test_plural_in_korean_has_one_form() -> None:
    assert ngettext("%(n)d일 전", "%(n)d일 전", 1) == "1일 전"
    assert (
        ngettext("%(n)d건을 %(who)s이(가) 봄", "%(n)d건을 %(who)s이(가) 봄", 2, who="나") == "2건을 나가 봄"
    )


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(("n", "expected"), [(1, "1 day ago"), (2, "2 days ago"), (0, "0 days ago")])
def test_plural_in_english(n: int, expected: str) -> None:
    assert ngettext("%(n)d일 전", "%(n)d일 전", n) == expected


def test_markup_among_the_values_escapes_the_others() -> None:
    text = gettext("%(link)s을(를) %(who)s이(가) 봄", link=Markup("<a>제안</a>"), who="<b>")
    assert isinstance(text, Markup)
    assert text == "<a>제안</a>을 &lt;b&gt;가 봄"


def test_without_markup_the_result_is_plain_and_gets_escaped_later() -> None:
    text = gettext("%(who)s님", who="<b>")
    assert not hasattr(text, "__html__")
    assert escape(text) == "&lt;b&gt;님"


@pytest.mark.usefixtures("english")
def test_lazy_text_is_read_in_the_readers_language() -> None:
    label = _l("마감")
    assert str(label) == "Closed"
    with use_locale("ko"):
        assert str(label) == "마감"
        assert f"{label}!" == "마감!"
        assert label + "됨" == "마감됨"
        assert "곧 " + label == "곧 마감"
        assert len(label) == 2
    assert pickle.loads(pickle.dumps(label)) == label  # noqa: S301  # our own bytes


def test_lazy_text_takes_values_early_and_late() -> None:
    assert str(LazyText("%(what)s을(를) 적어 주십시오.", what="제목")) == "제목을 적어 주십시오."
    assert _l("%(what)s은(는) %(max)d자") % {"what": "내용", "max": 3} == "내용은 3자"
    assert str(_l("%(what)s 없음", what=_l("마감"))) == "마감 없음"


def test_lazy_text_is_hashable_and_compares_by_message_and_values() -> None:
    assert _l("가") == _l("가")
    assert _l("%(n)d", n=1) != _l("%(n)d", n=2)
    assert len({_l("가"), _l("가"), _l("나")}) == 2
    assert _l("%(n)d", n=1) == _l("%(n)d", n=1)
    assert not _l("")
    assert repr(_l("가")) == "LazyText('가')"


def test_lazy_text_goes_into_json_and_templates() -> None:
    assert json.dumps({"label": _l("마감")}, default=str, ensure_ascii=False) == '{"label": "마감"}'
    environment = jinja2.Environment(autoescape=True)
    assert environment.from_string("{{ label }}").render(label=_l("<마감>")) == "&lt;마감&gt;"


@pytest.mark.usefixtures("english")
def test_lazy_text_labels_a_form() -> None:
    form = StageForm(data={"stage": "over"})
    assert str(form.stage.label) == '<label for="stage">Closed</label>'
    with use_locale("ko"):
        assert str(form.stage.label) == '<label for="stage">마감</label>'


def test_lazy_text_is_a_validator_message() -> None:
    form = StageForm(data={"stage": "over", "title": "세 글자"})
    assert not form.validate()
    assert [str(error) for error in form.errors["title"]] == ["2자까지"]


@pytest.mark.usefixtures("english")
def test_labelled_members_are_their_value_with_a_label() -> None:
    assert Stage("over") is Stage.OVER
    assert Stage.OVER.value == "over"
    assert {"over": 1}[Stage.OVER] == 1
    assert f"{Stage.OVER}" == "over"
    assert Stage.OVER.label == "Closed"
    assert [(value, str(label)) for value, label in Stage.choices()] == [
        ("today", "Closes today"),
        ("over", "Closed"),
    ]


def test_a_labelled_member_without_a_label_is_refused() -> None:
    with pytest.raises(TypeError, match="no label"):

        class Bare(LabelledEnum):
            ONE = "one"


def test_localized_falls_back_to_korean() -> None:
    assert localized("행정안전부", "Ministry of the Interior and Safety") == "행정안전부"
    with use_locale("en"):
        assert localized("행정안전부", "Ministry of the Interior and Safety").startswith("Ministry")
        assert localized("행정안전부", None) == "행정안전부"
        assert localized("행정안전부", "") == "행정안전부"


def test_a_stored_text_is_korean_for_korean_readers() -> None:
    assert translated("마감") == "마감"


@pytest.mark.usefixtures("english")
def test_a_stored_text_of_somebody_else_stays_as_it_is() -> None:
    assert translated("마감") == "Closed"
    assert translated("누군가의 글을(를)") == "누군가의 글을(를)"
    assert translated("") == ""
