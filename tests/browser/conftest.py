"""The demo behind a real server, for a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browsing import Site, running_site
from tests.support.demo import copy_demo


@pytest.fixture(scope="session")
def site(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with a copy of the demo, shared by the tests of this process: they must not spoil it."""
    with running_site(copy_demo(demo_folder, tmp_path_factory.mktemp("site") / "instance")) as running:
        yield running


@pytest.fixture
def own_site(demo_folder: Path, tmp_path: Path) -> Iterator[Site]:
    """A site with a copy of the demo for one test alone, which may do there what it likes."""
    with running_site(copy_demo(demo_folder, tmp_path / "instance")) as running:
        yield running
