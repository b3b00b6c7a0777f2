"""Limited Markdown becomes safe HTML, and bold works for Korean."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from webapp.core.text import markup, plain_excerpt, plain_text, to_html

TAGS = "p br strong em a ul ol li blockquote code pre hr h3 h4 h5 table thead tbody tr th td"
ALLOWED = set(TAGS.split())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('**"미세먼지"**를 줄이자', "<p><strong>&quot;미세먼지&quot;</strong>를 줄이자</p>"),
        ("그는**“미세먼지”**를", "<p>그는<strong>“미세먼지”</strong>를</p>"),
        ("**마크다운(Markdown)**을", "<p><strong>마크다운(Markdown)</strong>을</p>"),
        ("**「도전」**은 **30%**가", "<p><strong>「도전」</strong>은 <strong>30%</strong>가</p>"),
        ("가**나**다", "<p>가<strong>나</strong>다</p>"),
        ("snake_case_name, 5*3*2", "<p>snake_case_name, 5*3*2</p>"),
        ("***둘 다***를", "<p><em><strong>둘 다</strong></em>를</p>"),
        ("** 안 됨 **", "<p>** 안 됨 **</p>"),
    ],
)
def test_emphasis_beside_korean(source: str, expected: str) -> None:
    assert to_html(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("한 줄\n두 줄", "<p>한 줄<br>\n두 줄</p>"),
        ("# 큰 제목", "<h3>큰 제목</h3>"),
        ("###### 작은 제목", "<h5>작은 제목</h5>"),
        ("- 하나\n- 둘", "<ul>\n<li>하나</li>\n<li>둘</li>\n</ul>"),
        ("3. 셋", '<ol start="3">\n<li>셋</li>\n</ol>'),
        ("> 인용", "<blockquote>\n<p>인용</p>\n</blockquote>"),
        ("`코드`", "<p><code>코드</code></p>"),
        ("제목\n---", "<p>제목</p>\n<hr>"),
        ("", ""),
        (None, ""),
    ],
)
def test_blocks(source: str | None, expected: str) -> None:
    assert to_html(source) == expected


def test_a_table_has_no_inline_style() -> None:
    html = to_html("|가|나|\n|:-|-:|\n|1|2|")
    assert "<th>가</th>" in html
    assert "style" not in html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[글](https://a.kr)", '<p><a href="https://a.kr" rel="nofollow ugc noopener">글</a></p>'),
        ("<https://a.kr>", '<p><a href="https://a.kr" rel="nofollow ugc noopener">https://a.kr</a></p>'),
        (
            "https://a.kr/b(c)에서",
            '<p><a href="https://a.kr/b(c)" rel="nofollow ugc noopener">https://a.kr/b(c)</a>에서</p>',
        ),
        (
            "(https://a.kr).",
            '<p>(<a href="https://a.kr" rel="nofollow ugc noopener">https://a.kr</a>).</p>',
        ),
        ("`https://a.kr`", "<p><code>https://a.kr</code></p>"),
        ("README.md 참고", "<p>README.md 참고</p>"),
    ],
)
def test_links(source: str, expected: str) -> None:
    assert to_html(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt&colon;alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:x)",
        "<javascript:alert(1)>",
        "![x](https://a.kr/x.png)",
        '[a](https://a.kr "on\\"mouseover=alert(1)")',
        "<a href='https://a.kr' onclick='x()'>a</a>",
        "<!-- --><svg/onload=alert(1)>",
        "```html\n<script>alert(1)</script>\n```",
        "<style>*{display:none}</style>",
    ],
)
def test_nothing_runs(source: str) -> None:
    assert_is_safe(to_html(source))


def assert_is_safe(html: str) -> None:
    for tag, attributes in re.findall(r"</?([a-zA-Z][^\s>/]*)([^>]*)>", html):
        assert tag in ALLOWED
        for name, value in re.findall(r'([^\s=]+)="([^"]*)"', attributes):
            assert name in {"href", "rel", "start"}
            assert name != "href" or re.match(r"(?:https?:|mailto:|[^:]*$|[/#?.])", value)
    assert "<" not in re.sub(r"</?[a-z][a-z0-9]*(?: [a-z]+=\"[^\"]*\")*>", "", html)


PIECES = st.sampled_from(
    ["<", ">", "script", "a href=", "javascript:", "](", "[", ")", "!", "*", "**", "_", "`", "\n", "> ", "- ",
     "|", "&lt;", "&#x6a;", '"', "'", "가", " ", "https://a.kr", "onload=", "<!--", "-->", "]]>", "\\"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_mixture_of_marks_runs(source: str) -> None:
    assert_is_safe(to_html(source))


def test_the_result_is_markup_and_code_keeps_its_signs() -> None:
    assert isinstance(to_html("가"), Markup)
    assert "&lt;script&gt;" in to_html("<script>")


def test_threads_do_not_disturb_each_other() -> None:
    sources = [f"**{number}**를 [글](https://a.kr/{number})\n\n- {number}" for number in range(40)]
    with ThreadPoolExecutor(4) as pool:
        rendered = list(pool.map(to_html, sources))
    assert all(f"<strong>{n}</strong>를" in html and f"/{n}" in html for n, html in enumerate(rendered))


def test_long_text_is_rendered_whole() -> None:
    assert to_html("가나다 " * 5_001).count("가나다") == 5_001


def test_plain_words() -> None:
    source = (
        "# 제목\n\n**굵은** [링크](https://a.kr)와 `코드`\n둘째 줄\n\n- 하나\n- 둘\n\n|가|나|\n|-|-|\n|1|2|"
    )
    assert plain_text(source) == "제목\n굵은 링크와 코드\n둘째 줄\n하나\n둘\n가\n나\n1\n2"
    assert plain_text(None) == ""


def test_excerpt_is_one_short_line() -> None:
    assert plain_excerpt("# 제목\n\n**굵은** 글") == "제목 굵은 글"
    assert plain_excerpt("가 " * 500, 11) == "가 가 가 가 가…"
    assert plain_excerpt("<b>태그</b>") == "<b>태그</b>"


@given(st.from_regex(markup._PLAIN, fullmatch=True))
def test_plain_words_come_out_as_the_parser_would_have_them(text: str) -> None:
    assert to_html(text) == markup._engine().render(text)


@pytest.mark.parametrize(
    "text",
    [
        "1. 하나",
        "- 하나",
        "가 *나*",
        "가 https://example.org",
        " 가",
        "가 ",
        "가\n---",
        "가|나",
        "가&나",
        "a@b.kr",
        "# 가",
        "",
    ],
)
def test_whatever_may_mean_something_goes_the_long_way(text: str) -> None:
    assert markup._PLAIN.fullmatch(text) is None
    assert to_html(text) == markup._engine().render(text)
