"""From the address in the settings to the store at it.

Owns the choice by scheme. Must not read the settings: the factory hands the address in.
"""

from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from webapp.core.storage.contract import Storage
from webapp.core.storage.local import LocalStorage
from webapp.core.storage.objects import ObjectStorage

_OBJECT_SCHEMES: Final = frozenset({"s3", "s3a", "gs", "az", "azure", "abfs", "abfss", "memory"})


def open_storage(url: str) -> Storage:
    """The store at `file:///folder`, or in a bucket (`s3://bucket/prefix`, `gs://…`, `az://…`).

    `memory:///` keeps files until the process ends, for tests. ValueError for another scheme, Unavailable
    when the store needs an extra that is not installed.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.netloc in {"", "localhost"} and parts.path:
        return LocalStorage(Path(unquote(parts.path)))
    if parts.scheme in _OBJECT_SCHEMES:
        return ObjectStorage.from_url(url)
    raise ValueError("the storage address must begin with file:///, s3://, gs:// or az://")
