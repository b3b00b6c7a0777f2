"""Zip archives looked into without unpacking them: entry zips and the documents that are zips inside.

Owns the bounds that keep a small file from becoming a great one. Must not write a member anywhere.
"""

import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO, Final

from webapp.core.storage.kinds import kind_of_extension
from webapp.core.storage.refusals import UploadRefused
from webapp.core.text import split_extension

#: Bounds of an archive: files in it, bytes unpacked, times larger than packed (for files above 1 MiB).
MAX_MEMBERS: Final = 2_000
MAX_UNPACKED: Final = 300 * 1024 * 1024
MAX_RATIO: Final = 200
_RATIO_FROM: Final = 1024 * 1024

_HEADER: Final = b"PK\x03\x04"
_END: Final = b"PK\x05\x06"
_END_64_LOCATOR: Final = b"PK\x06\x07"
_END_LENGTH: Final = 22
_LOCAL_HEADER_LENGTH: Final = 30
_MAX_DIRECTORY: Final = 1024 * 1024
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED_FLAG: Final = 0x1
_NESTED: Final = frozenset(
    "zip 7z rar tar gz tgz bz2 xz zst lz lzh cab arj alz egg jar war apk iso img dmg".split()  # noqa: SIM905
)
#: How reading a zip fails whose bytes were damaged or made to confuse.
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, OverflowError, RuntimeError,
)  # fmt: skip
#: What a member of an entry's zip must begin with, by extension; the rest are zips themselves.
_BEGINNINGS: Final = {
    "pdf": b"%PDF-",
    "hwp": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "jpg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
}


@dataclass(frozen=True)
class Archive:
    """An archive whose directory is within the bounds."""

    file: zipfile.ZipFile
    members: tuple[zipfile.ZipInfo, ...]

    def names(self) -> frozenset[str]:
        """Names of the members."""
        return frozenset(member.filename for member in self.members)

    def read(self, name: str, limit: int = 256 * 1024) -> bytes:
        """The beginning of a member, at most `limit` bytes; empty when there is no such member."""
        if name not in self.names():
            return b""
        try:
            with self.file.open(name) as member:
                return member.read(limit)
        except _BROKEN as error:
            raise UploadRefused("damaged") from error


def open_archive(stream: BinaryIO) -> Archive:
    """Read the directory of a zip and hold it to the bounds. UploadRefused when it breaks one."""
    _check_ends(stream)
    try:
        file = zipfile.ZipFile(stream)
        members = tuple(file.infolist())
    except _BROKEN as error:
        raise UploadRefused("damaged") from error
    _check_members(members)
    return Archive(file, members)


def _check_ends(stream: BinaryIO) -> None:
    """The file must be a zip from its first byte, with an end that promises no endless directory."""
    stream.seek(0)
    begins = stream.read(4) == _HEADER
    size = stream.seek(0, 2)
    tail_at = max(size - _END_LENGTH - 0xFFFF, 0)
    stream.seek(tail_at)
    tail = stream.read()
    end = tail.rfind(_END)
    stream.seek(0)
    if not begins or end < 0 or len(tail) < end + _END_LENGTH:
        raise UploadRefused("damaged")
    # Only archives beyond 4 GB or 65,535 files need the longer form; in a small one it hides something.
    if tail[max(end - 20, 0) : end].startswith(_END_64_LOCATOR):
        raise UploadRefused("archive_size")
    if int.from_bytes(tail[end + 12 : end + 16], "little") > _MAX_DIRECTORY:
        raise UploadRefused("archive_size")


def _check_members(members: tuple[zipfile.ZipInfo, ...]) -> None:
    if not members:
        raise UploadRefused("empty")
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise UploadRefused("archive_size")
    reached = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.flag_bits & _ENCRYPTED_FLAG:
            raise UploadRefused("encrypted")
        if member.compress_type not in _METHODS:
            raise UploadRefused("damaged")
        if not _is_plain_name(member):
            raise UploadRefused("archive_name")
        if member.file_size > max(member.compress_size * MAX_RATIO, _RATIO_FROM):
            raise UploadRefused("archive_size")
        # Members that lie over one another are how a small archive unpacks to endless data.
        if member.header_offset < reached:
            raise UploadRefused("archive_size")
        reached = member.header_offset + _LOCAL_HEADER_LENGTH + member.compress_size


def _is_plain_name(member: zipfile.ZipInfo) -> bool:
    name = getattr(member, "orig_filename", member.filename)
    parts = name.replace("\\", "/").split("/")
    kind = stat.S_IFMT(member.external_attr >> 16)
    return (
        "\x00" not in name
        and "\\" not in name
        and not name.startswith("/")
        and ":" not in parts[0]
        and ".." not in parts
        and kind in {0, stat.S_IFREG, stat.S_IFDIR}
    )


def check_entry_archive(archive: Archive) -> None:
    """A zip that someone hands in holds only kinds that are taken, each beginning as its kind does."""
    if all(member.is_dir() for member in archive.members):
        raise UploadRefused("empty")
    for member in archive.members:
        if member.is_dir() or member.filename.startswith("__MACOSX/"):
            continue
        shown = member.filename.rsplit("/", 1)[-1]
        extension = split_extension(shown)[1]
        if extension in _NESTED:
            raise UploadRefused("archive_nested")
        kind = kind_of_extension(extension)
        beginning = _BEGINNINGS.get(kind.extension, _HEADER) if kind else b""
        if kind is None or archive.read(member.filename, len(beginning)) != beginning:
            raise UploadRefused("archive_member", name=shown[:60])
