"""The English catalogue, compiled for the tests from its sources."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo

from tools.catalogue import merge, read
from tools.steps import ROOT
from webapp.core.i18n import use_catalogues, use_locale


@pytest.fixture(scope="session")
def compiled_catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("catalogues")
    target = directory / "en" / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as compiled:
        write_mo(compiled, merge(read(ROOT).values()))
    return directory


@pytest.fixture
def english(compiled_catalogues: Path) -> Iterator[None]:
    """The reader reads English, with the catalogue of core."""
    use_catalogues(compiled_catalogues)
    with use_locale("en"):
        yield
    use_catalogues(None)
