"""File names that people give, made safe to show, to download and to write into an archive.

Owns the name alone. What the file is, only its content says (`storage.signatures`).
"""

import re
from typing import Final

from webapp.core.text.clean import clean_line

#: Bytes in UTF-8. File systems take 255; the rest is for the number that an archive may put in front.
_MAX_BYTES: Final = 200
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\x00-\x1f]')
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def split_extension(name: str) -> tuple[str, str]:
    """Stem and extension in lower case without its dot: `보고서.v1.2.PDF` is `보고서.v1.2` and `pdf`."""
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or not re.fullmatch(r"[A-Za-z0-9]{1,10}", extension):
        return name, ""
    return stem, extension.lower()


def safe_filename(name: str | None, default: str = "file") -> str:
    """The last part of the name in NFC, without what could lead elsewhere, hide an ending or break a disk.

    Directories go, also Windows ones; leading dots and runs of dots go, single ones inside stay. At most 200
    bytes of UTF-8, the extension kept. Never empty: the default stands in.
    """
    last = re.split(r"[/\\]", clean_line(name))[-1]
    last = re.sub(r"\.{2,}", ".", _FORBIDDEN.sub("_", last)).strip(" .")
    last = re.sub(r"\s+(?=\.[A-Za-z0-9]{1,10}$)", "", last)
    if _RESERVED.match(last):
        last = f"_{last}"
    stem, extension = split_extension(last)
    ending = f".{last.rpartition('.')[2]}" if extension else ""
    room = _MAX_BYTES - len(ending)
    stem = stem.encode()[:room].decode(errors="ignore").strip(" .")
    return f"{stem}{ending}" if stem else f"{default}{ending}"
