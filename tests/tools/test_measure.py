"""The load that `make bench` makes and the bare application it measures the site against."""

from collections.abc import Iterator

import pytest

from tools import floor, measure


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The floor, served over 50 rows."""
    url = f"sqlite:///{tmp_path_factory.mktemp('floor') / 'floor.sqlite3'}"
    floor.seed(url, 50)
    with measure.serving("tools.floor:create_app()", environment={floor.URL_VARIABLE: url}) as served:
        yield served


def test_pages_of_the_floor_answer_under_load(address: str) -> None:
    for path in ("/items", "/items/7"):
        rate = measure.measure(measure.Request(address + path), seconds=0.2, threads=2)
        assert rate.failures == 0
        assert rate.per_second > 1


def test_a_post_to_the_floor_is_stored(address: str) -> None:
    form = measure.Request(
        f"{address}/items",
        method="POST",
        body=b"title=a&body=b",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    rate = measure.measure(form, seconds=0.2, threads=1)
    assert rate.failures == 0
    stored = measure.Request(f"{address}/items/51")
    assert measure.measure(stored, seconds=0.05, threads=1).failures == 0


def test_a_page_that_fails_is_counted_as_failure(address: str) -> None:
    rate = measure.measure(measure.Request(f"{address}/nothing"), seconds=0.1, threads=1)
    assert rate.answers == rate.failures > 0
    assert rate.per_second == 0


def test_an_address_compared_with_itself_is_about_as_fast(address: str) -> None:
    request = measure.Request(f"{address}/items")
    compared = measure.compare("list", request, request, rounds=1, seconds=0.3)
    assert 0.2 < compared.ratio < 5
    assert "list" in measure.table([compared])
