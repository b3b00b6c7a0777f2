"""The rules that every page of the site is held to: a good page passes, each fault is told."""

import pytest

from tests.support import html

GOOD = """<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><title>공모</title>
<link rel="stylesheet" href="/static/site.css"></head>
<body><a href="#main">본문으로</a><main id="main"><h1>공모</h1>
<form method="post"><label for="title">제목</label><input id="title" name="title" aria-describedby="hint">
<p id="hint">스무 자까지</p><label><input type="checkbox" name="agree"> 동의</label>
<button>내기</button></form>
<h2>결과</h2><table><caption>순위</caption><thead><tr><th scope="col">이름</th></tr></thead>
<tbody><tr><td>정*정</td></tr></tbody></table><ul><li><img src="/a.png" alt=""></li></ul>
<script src="/static/site.js" defer></script></main></body></html>"""

PART = [
    ("<p>하나<div>둘</div></p>", "unexpected-end-tag"),
    ("<a href='/a'>하나<a href='/b'>둘</a></a>", "unexpected-start-tag"),
    ("<span>", "end-tag-too-early"),
    ("<span><div>하나</div></span>", "may not stand in <span>"),
    ("<ul><p>하나</p></ul>", "may not stand in <ul>"),
    ("<a href='/a'><button>하나</button></a>", "may not stand in <a>"),
    ("<p id='x'>하나</p><p id='x'>둘</p>", "stands 2 times"),
    ("<p id='x y'>하나</p>", "is no id"),
    ("<p aria-describedby='gone'>하나</p>", "finds no id 'gone'"),
    ("<a href='#gone'>하나</a>", "no id 'gone'"),
    ("<input name='q'>", "has no label"),
    ("<label for='q'></label><input id='q' name='q'>", "has no label"),
    ("<button><span aria-hidden='true'>x</span></button>", "has no name"),
    ("<img src='/a.png'>", "has no alt"),
    ("<table><tbody><tr><td>하나</td></tr></tbody></table>", "has no caption"),
    ("<table><caption>표</caption><tbody><tr><th>하나</th></tr></tbody></table>", "has no scope"),
    ("<p style='color:red'>하나</p>", "style stands in the page"),
    ("<button onclick='x()'>하나</button>", "onclick stands in the page"),
    ("<script>x()</script>", "a script stands in the page"),
    ("<a href='javascript:x()'>하나</a>", "script in an address"),
    ("<img alt='' src='https://example.org/a.png'>", "loaded from elsewhere"),
    ("<h3>하나</h3>", "follows an <h1>"),
    ("<h2></h2>", "is empty"),
]
WHOLE = [
    ("<!doctype html>", "", "expected-doctype"),
    (' lang="ko"', "", "does not name its language"),
    ("<title>공모</title>", "<title></title>", "has no title"),
    ("<h1>공모</h1>", "", "0 <h1> instead of one"),
    ("<h2>결과</h2>", "<h1>결과</h1>", "2 <h1> instead of one"),
]


def test_a_good_page_has_no_faults() -> None:
    assert html.faults(GOOD) == []


@pytest.mark.parametrize(("part", "fault"), PART)
def test_a_fault_in_a_part_is_told(part: str, fault: str) -> None:
    assert fault in "\n".join(html.fragment_faults(part))


@pytest.mark.parametrize(("old", "new", "fault"), WHOLE)
def test_a_fault_of_the_page_is_told(old: str, new: str, fault: str) -> None:
    assert fault in "\n".join(html.faults(GOOD.replace(old, new, 1)))


def test_data_and_new_elements_are_no_faults() -> None:
    part = (
        '<script type="application/json">{}</script><search><form><label for="q">찾기</label>'
        '<input id="q"></form>'
        "</search><details><summary><h2>더 보기</h2></summary><p>하나</p></details>"
        "<dl><div><dt>가</dt><dd>나</dd></div></dl>"
        '<svg role="img" aria-label="막대"><path d="M0 0"/></svg><a href="/a"><h3>카드</h3><p>글</p></a>'
    )
    assert html.fragment_faults(part) == []
