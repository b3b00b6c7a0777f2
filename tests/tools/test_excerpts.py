"""Examples in the documents are the code."""

from __future__ import annotations

import pytest

from tools import excerpts
from tools.steps import SetupFailedError

PAGE = "# Title\n\n<!-- excerpt {path} -->\n```\nold\n```\n\nafter\n"


def test_a_function_is_taken_with_its_decorators() -> None:
    text = excerpts.fill(PAGE.format(path="tools/demo_site.py demo_site"))
    assert "```python\n@contextmanager\ndef demo_site() -> Iterator[DemoSite]:\n" in text
    assert "```\nold\n```" not in text
    assert text.endswith("```\n\nafter\n")


def test_an_assignment_and_a_whole_file_are_taken() -> None:
    assert 'HOST = "127.0.0.1"\n```' in excerpts.fill(PAGE.format(path="tools/measure.py HOST"))
    assert "Where the browser" in excerpts.fill(PAGE.format(path="tools/chromium.py"))


@pytest.mark.parametrize("path", ["tools/nowhere.py", "tools/measure.py nothing"])
def test_what_is_not_there_is_said(path: str) -> None:
    with pytest.raises(SetupFailedError, match="excerpt"):
        excerpts.fill(PAGE.format(path=path))


def test_the_examples_are_current() -> None:
    stale = [path.name for path, text in excerpts.pages().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "make docs brings them up to date"
    assert excerpts.pages()
