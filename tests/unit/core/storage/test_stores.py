"""Files are kept whole, once, under their digest, on disk and in object storage alike."""

import errno
import hashlib
import io
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import obstore.store
import pytest

from webapp.core.errors import Unavailable
from webapp.core.storage import (
    LocalStorage,
    ObjectStorage,
    Storage,
    StorageFull,
    StoredFileMissing,
    objects,
    open_storage,
)

CONTENT = "제안서의 내용".encode() * 100
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(params=["disk", "objects"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "disk":
        return LocalStorage(tmp_path / "files")
    return ObjectStorage(obstore.store.MemoryStore())


def test_what_is_put_can_be_read(storage: Storage) -> None:
    stored = storage.put(io.BytesIO(CONTENT))
    assert (stored.sha256, stored.size) == (DIGEST, len(CONTENT))
    assert storage.exists(DIGEST)
    with storage.open(DIGEST) as file:
        assert file.read(10) == CONTENT[:10]
        assert file.read() == CONTENT[10:]


def test_the_same_content_is_kept_once(storage: Storage) -> None:
    assert storage.put(io.BytesIO(CONTENT)) == storage.put(io.BytesIO(CONTENT))
    storage.delete(DIGEST)
    assert not storage.exists(DIGEST)


def test_an_empty_file_and_a_large_one(storage: Storage) -> None:
    large = os.urandom(700_000)
    for content in (b"", large):
        with storage.open(storage.put(io.BytesIO(content)).sha256) as file:
            assert file.read() == content


def test_putting_begins_where_the_stream_stands(storage: Storage) -> None:
    stream = io.BytesIO(b"skip" + CONTENT)
    stream.seek(4)
    assert storage.put(stream).sha256 == DIGEST


def test_what_is_not_there(storage: Storage) -> None:
    assert not storage.exists(DIGEST)
    storage.delete(DIGEST)
    with pytest.raises(StoredFileMissing) as caught:
        storage.open(DIGEST)
    assert caught.value.sha256 == DIGEST
    assert caught.value.status == 404


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", DIGEST.upper(), DIGEST[:-1], f"{DIGEST}/..", f"{DIGEST}\n"]
)
def test_only_digests_are_names(storage: Storage, name: str) -> None:
    for act in (storage.open, storage.exists, storage.delete):
        with pytest.raises(ValueError, match="SHA-256"):
            act(name)


def test_a_store_says_that_it_can_be_written(storage: Storage) -> None:
    assert storage.is_writable()


class FailingStream(io.BytesIO):
    """Gives some bytes, then fails as a full disk does."""

    def __init__(self, code: int) -> None:
        super().__init__(b"some bytes")
        self._code = code

    def read(self, size: int | None = -1, /) -> bytes:
        given = super().read(size)
        if not given:
            raise OSError(self._code, "as told")
        return given


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_keeps_nothing_and_says_so(tmp_path: Path, code: int) -> None:
    with pytest.raises(StorageFull) as caught:
        LocalStorage(tmp_path).put(FailingStream(code))
    assert caught.value.status == 503
    assert "저장 공간" in caught.value.message
    assert files_in(tmp_path) == []


def test_another_failure_keeps_nothing_either(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="as told") as caught:
        LocalStorage(tmp_path).put(FailingStream(errno.EIO))
    assert caught.value.errno == errno.EIO
    assert files_in(tmp_path) == []


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert not LocalStorage(tmp_path / "file").is_writable()


def test_leftovers_go_and_what_is_being_written_stays(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path)
    storage.put(io.BytesIO(CONTENT))
    old, new = tmp_path / "incoming" / "old", tmp_path / "incoming" / "new"
    for path, moment in ((old, 1_000), (new, 3_000)):
        path.write_bytes(b"half")
        os.utime(path, (moment, moment))
    assert storage.remove_leftovers(datetime.fromtimestamp(2_000, UTC)) == 1
    assert new.exists()
    assert not old.exists()
    assert storage.exists(DIGEST)


def test_many_at_once_keep_one_whole_file(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path)
    threads = [threading.Thread(target=lambda: storage.put(io.BytesIO(CONTENT))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.read_bytes() for path in files_in(tmp_path)] == [CONTENT]


def test_stores_are_opened_by_address(tmp_path: Path) -> None:
    folder = tmp_path / "파일 보관"
    open_storage(folder.as_uri()).put(io.BytesIO(CONTENT))
    assert [path.name for path in files_in(folder)] == [DIGEST]
    bucket = open_storage("memory:///")
    assert isinstance(bucket, ObjectStorage)
    assert bucket.put(io.BytesIO(CONTENT)).sha256 == DIGEST


@pytest.mark.parametrize("url", ["", "files", "/var/files", "file:", "file://host/files", "ftp://host/files"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="storage address"):
        open_storage(url)


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "_HAS_OBSTORE", False)
    with pytest.raises(Unavailable, match="‘s3’을 설치해야"):
        ObjectStorage.from_url("memory:///")
