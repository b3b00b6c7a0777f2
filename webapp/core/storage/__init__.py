"""Files that people hand in: where their bytes stay and whether they are what their names say.

Owns the stores (local disk, object storage) and the check of uploads. Files are known by the SHA-256 of
their content. Must not know whose they are or who may read them: `attachments` and the contexts do.
"""

from webapp.core.storage.addresses import open_storage
from webapp.core.storage.contract import Storage, StorageFull, StoredFile, StoredFileMissing
from webapp.core.storage.kinds import FILE_KINDS, FileKind
from webapp.core.storage.local import LocalStorage
from webapp.core.storage.objects import ObjectStorage
from webapp.core.storage.refusals import UploadRefused
from webapp.core.storage.signatures import kind_of
from webapp.core.storage.uploads import UploadFacts, check_upload

__all__ = [
    "FILE_KINDS",
    "FileKind",
    "LocalStorage",
    "ObjectStorage",
    "Storage",
    "StorageFull",
    "StoredFile",
    "StoredFileMissing",
    "UploadFacts",
    "UploadRefused",
    "check_upload",
    "kind_of",
    "open_storage",
]
