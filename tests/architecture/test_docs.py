"""The pages that are made from the code say what the code says."""

from tools import docs


def test_the_pages_of_workflows_are_current() -> None:
    assert docs.stale(docs.FOLDER, docs.pages(docs.workflows())) == []
