"""The interface macros, rendered in a bare environment: ui_samples/ calls every one of them.

Owns the checks of structure, labels and charts; must not need the application, a database or a browser.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from justhtml import JustHTML, Node
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    FileField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Optional

TEMPLATES = Path(__file__).parents[2] / "templates"
SAMPLES = Path(__file__).parent / "ui_samples"
AT = datetime(2020, 8, 24, 9, 0, tzinfo=UTC)


def choices(*labels: str) -> list[SelectChoice]:
    """Choices whose value is their label."""
    return [SelectChoice(label, label) for label in labels]


class SampleForm(Form):
    """One field of each kind that pages use."""

    title = StringField(
        "제목", [InputRequired("제목을 적어 주십시오.")], description="짧게", render_kw={"data-maxchars": 60}
    )
    body = TextAreaField("내용", [InputRequired("내용을 적어 주십시오.")], render_kw={"data-maxchars": 2000})
    area = SelectField("분야", [Optional()], choices=choices("안전", "환경"))
    kind = RadioField("자격", [InputRequired("자격을 골라 주십시오.")], choices=choices("개인", "팀"))
    needs = SelectMultipleField(
        "도움",
        choices=choices("자문", "실험"),
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    cost = IntegerField("비용", [Optional()])
    score = DecimalField("창의성", [Optional()])
    starts_on = DateField("시작일", [Optional()])
    paper = FileField("첨부파일")
    agree = BooleanField("동의합니다.", [InputRequired("동의해 주십시오.")])


def translate(message: str, **values: object) -> str:
    """Korean as it stands, with its values."""
    return message % values if values else message


@pytest.fixture(scope="module")
def environment() -> Environment:
    """Jinja with plain stand-ins for what the application provides."""
    env = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    env.globals.update(
        _=translate,
        url_for=lambda endpoint, **values: "/" + endpoint + "".join(f"/{value}" for value in values.values()),
        csrf_token=lambda: "token",
        asset=lambda path: "/static/" + path,
        flashes=lambda: [("success", "저장했습니다.")],
        language_url=lambda code, here: f"/{code}?{here}",
        here="/x",
        here_whole="/x?y=1",
    )

    @pass_context
    def frame_part(context: Context, name: str) -> Markup:
        """A part of the frame, made anew each time."""
        return Markup(env.get_template(name).render(context.get_all()))  # noqa: S704  (a template)

    env.globals["frame_part"] = frame_part
    env.filters.update(dict.fromkeys(("date", "datetime", "deadline", "dday", "opening"), str))
    env.filters["unbroken"] = lambda value: value
    env.filters["unit_for"] = lambda unit, _value: unit
    env.filters.update(number="{:,}".format, won="{:,}원".format, money=lambda won: f"{won // 10000:,}만 원")
    for name in env.list_templates(extensions=["html", "txt"]):
        if name.startswith(("base.html", "ui/", "errors/", "mail/base.")):  # pages need the application
            env.get_template(name)
    return env


def render(environment: Environment, source: str, **values: object) -> str:
    """Render a fragment that may import macros."""
    return environment.from_string(source).render(AT=AT, D=Decimal, form=SampleForm(), **values)


def sample(name: str) -> str:
    """A page part that calls the macros of one file."""
    return (SAMPLES / f"{name}.html").read_text(encoding="utf-8")


def parse(html: str) -> JustHTML:
    """Parse a fragment inside a whole page and fail on any error; ids must be unique."""
    page = (
        html
        if html.lstrip().startswith("<!doctype")
        else f"<!doctype html><html lang=ko><title>t</title><body>{html}"
    )
    document = JustHTML(page, sanitize=False, collect_errors=True)
    assert [error.code for error in document.errors] == []
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), ids
    return document


def attribute(node: Node, name: str) -> str:
    """An attribute's value, empty when it is absent."""
    return (node.attrs or {}).get(name) or ""


def texts(document: JustHTML, selector: str) -> list[str]:
    """The trimmed text of every match."""
    return [" ".join(node.to_text().split()) for node in document.query(selector)]


ENTRY = SimpleNamespace(
    at=AT,
    title="지급",
    actor="기관",
    body="글",
    documents=[("가", "/f", "1 KB")],
    won=5,
    tone="success",
    state="선정",
    url="/u",
)


@pytest.mark.parametrize("name", [path.stem for path in sorted(SAMPLES.glob("*.html"))])
def test_macros_are_valid_html(environment: Environment, name: str) -> None:
    html = render(environment, sample(name), entry=ENTRY)
    document = parse(html)
    assert document.query("body [class]")
    assert "style=" not in html
    assert all(attribute(node, "aria-hidden") == "true" for node in document.query("svg"))


def invalid_form() -> SampleForm:
    """The form after an empty answer."""
    form = SampleForm(data={})
    form.validate()
    return form


@pytest.mark.parametrize("form", [SampleForm(), invalid_form()], ids=["fresh", "invalid"])
def test_every_input_has_a_label_and_its_descriptions(environment: Environment, form: SampleForm) -> None:
    document = parse(environment.from_string(sample("form")).render(form=form))
    ids = {attribute(node, "id") for node in document.query("[id]")}
    labelled = {attribute(node, "for") for node in document.query("label")}
    inputs = [
        node
        for selector in ("input", "select", "textarea")
        for node in document.query(selector)
        if attribute(node, "type") != "hidden"
    ]
    assert len(inputs) > len(list(form)) - 1
    assert {attribute(node, "id") for node in inputs} <= labelled
    assert labelled <= ids
    for node in document.query("[aria-describedby]"):
        assert set(attribute(node, "aria-describedby").split()) <= ids
    assert document.query("form[method=post] input[name=csrf_token]")


def test_errors_are_told_on_top_and_at_the_field(environment: Environment) -> None:
    form = invalid_form()
    document = parse(environment.from_string(sample("form")).render(form=form))
    ids = {attribute(node, "id") for node in document.query("[id]")}
    links = document.query(".error-summary a")
    assert {attribute(link, "href") for link in links} == {"#title", "#body", "#kind-0", "#agree"}
    assert {attribute(link, "href")[1:] for link in links} <= ids
    title = document.query("#title")[0]
    assert attribute(title, "aria-invalid") == "true"
    assert attribute(title, "aria-describedby").split() == ["title-hint", "title-error", "title-counter"]
    assert texts(document, "#title-error") == ["고칠 점: 제목을 적어 주십시오."]


def test_a_fresh_form_shows_no_error(environment: Environment) -> None:
    document = parse(environment.from_string(sample("form")).render(form=SampleForm()))
    assert document.query(".error-summary") == []
    assert document.query("[aria-invalid]") == []


def test_a_table_has_one_caption_scopes_and_labels(environment: Environment) -> None:
    document = parse(render(environment, sample("table")))
    assert texts(document, "caption") == ["결과", "목록"]
    assert {attribute(node, "scope") for node in document.query("thead th")} == {"col"}
    assert texts(document, "tbody th") == ["가", "나", "다"]
    assert {attribute(node, "data-label") for node in document.query("td")} == {"점수"}


ROWS = [("가", 30), ("나", Decimal("12.5")), ("다", 0)]
CHARTS = {
    "bar_chart": ("bar_chart('막대', rows, '점', '설명')", [["가", "30"], ["나", "12.5"], ["다", "0"]]),
    "share_bar": (
        "share_bar('몫', rows, '건')",
        [["가", "30", "70.6%"], ["나", "12.5", "29.4%"], ["다", "0", "0.0%"]],
    ),
    "interval_plot": (
        "interval_plot('폭', [('가', D('90.5'), D('88'), D('93'), D('91'))], D('85'), '기준', '점', low=80)",
        [["가", "90.5", "88 ~ 93", "91"]],
    ),
    "line_chart": ("line_chart('흐름', rows, '건')", [["가", "30"], ["나", "12.5"], ["다", "0"]]),
    "scatter_plot": (
        "scatter_plot('점', [(1, '가', D('4'), 3), (2, '나', D('4'), 3)], '시급성', '중요도', 1, 5)",
        [["1", "가", "4", "3"], ["2", "나", "4", "3"]],
    ),
    "funnel": (
        "funnel('깔때기', [('제안', 1234, '/x'), ('선정', 27)], '건')",
        [["제안", "1,234"], ["선정", "27"]],
    ),
}


@pytest.mark.parametrize("name", CHARTS)
def test_the_table_of_a_chart_equals_its_data(environment: Environment, name: str) -> None:
    call, expected = CHARTS[name]
    html = render(environment, f'{{% from "ui/charts.html" import {name} %}}{{{{ {call} }}}}', rows=ROWS)
    document = parse(html)
    assert len(document.query("caption")) == 1
    assert len(document.query("figcaption")) == 1
    cells = [
        [" ".join(node.to_text().split()) for node in row.query("th, td")]
        for row in document.query("tbody tr")
    ]
    assert cells == expected
    assert all(0 <= float(value) <= 100 for value in re.findall(r'="([\d.]+)%"', html))


def test_bar_lengths_are_in_proportion_from_zero(environment: Environment) -> None:
    source = '{% from "ui/charts.html" import bar_chart %}{{ bar_chart("막대", rows, maximum=60) }}'
    document = parse(render(environment, source, rows=ROWS))
    assert [attribute(node, "width") for node in document.query("rect.bar")] == ["50.00%", "20.83%", "0.00%"]


@pytest.mark.parametrize("name", ["bar_chart", "share_bar", "line_chart", "funnel"])
def test_a_chart_without_data_or_with_zeros_stands(environment: Environment, name: str) -> None:
    source = f'{{% from "ui/charts.html" import {name} %}}{{{{ {name}("빈", rows) }}}}'
    for rows in ([], [("가", 0)]):
        document = parse(render(environment, source, rows=rows))
        assert len(document.query("tbody tr")) == len(rows)


def site() -> SimpleNamespace:
    """A site as the settings describe it."""
    return SimpleNamespace(
        name="도전.한국", name_short="도전", has_demo_accounts=True, masthead=False, contact="02-000-0000"
    )


def pages() -> list[str]:
    """The error pages, one for each status."""
    return [f"errors/{path.name}" for path in sorted((TEMPLATES / "errors").glob("[0-9]*.html"))]


@pytest.mark.parametrize("signed_in", [True, False], ids=["in", "out"])
@pytest.mark.parametrize("name", pages())
def test_error_pages_are_whole_pages(environment: Environment, name: str, *, signed_in: bool) -> None:
    actor = SimpleNamespace(is_signed_in=signed_in, name="정약용", desks=(("내 아이디어", "/me"),))
    html = environment.get_template(name).render(
        site=site(), locale="ko", actor=actor, request_path="/x", kept_url="/kept", message="까닭"
    )
    document = parse(html)
    assert len(document.query("h1")) == 1
    assert texts(document, "title")[0].startswith(texts(document, "h1")[0])
    assert document.query('a[href="/kept"]')
    assert "<style" not in html
    assert "style=" not in html


@pytest.mark.parametrize("name", ["errors/500.html", "errors/503.html"])
def test_the_last_resort_pages_need_almost_nothing(name: str) -> None:
    bare = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    html = bare.get_template(name).render(site=site(), locale="ko", _=translate)
    document = parse(html)
    assert len(document.query("h1")) == 1
    assert document.query('main a[href="/"]')


@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_mail_says_what_happened_first_and_has_one_link(environment: Environment, suffix: str) -> None:
    source = (
        f'{{% extends "mail/base.{suffix}" %}}{{% block happened %}}접수했습니다.{{% endblock %}}'
        "{% block todo %}기다려 주십시오.{% endblock %}"
    )
    text = environment.from_string(source).render(
        site=site(), locale="ko", subject="접수", link="https://example.kr/i/1"
    )
    assert text.index("접수했습니다.") < text.index("기다려 주십시오.") < text.index("https://example.kr/i/1")
    if suffix == "html":
        assert len(parse(text).query("a")) == 1
    else:
        assert text.splitlines()[0] == "접수했습니다."


def test_text_from_people_is_escaped(environment: Environment) -> None:
    source = """{% from "ui/cards.html" import idea_card %}{% from "ui/messages.html" import notice %}
        {{ idea_card(bad, "/i", bad, summary=bad) }}{{ notice(bad) }}"""
    assert "<script" not in render(environment, source, bad="<script>1</script>")


def test_weights_stay_in_the_budget() -> None:
    static = TEMPLATES.parent / "static"
    assert sum(path.stat().st_size for path in (static / "css").glob("*.css")) <= 60 * 1024
    assert sum(path.stat().st_size for path in (static / "js").glob("*.js")) <= 25_000
