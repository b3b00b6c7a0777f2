"""The errors a use case may answer with. One table; the web layer turns them into pages or problem+json.

Messages are written for the reader, in Korean first, and say how to mend what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping


class DomainError(Exception):
    """A use case could not be carried out, for a reason that its caller should be told."""

    status = 500
    code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class SignInNeeded(DomainError):
    """Nobody is signed in and the act needs to know who acts."""

    status = 401
    code = "sign_in_needed"


class NotFound(DomainError):
    """There is no such thing, or its existence is not the asker's business."""

    status = 404
    code = "not_found"


class NotPermitted(DomainError):
    """The actor may not do this; the message is the policy's reason."""

    status = 403
    code = "not_permitted"


class WrongState(DomainError):
    """The thing is not in a state in which this can be done."""

    status = 409
    code = "wrong_state"


class StaleVersion(DomainError):
    """Somebody else saved a newer version in the meantime."""

    status = 409
    code = "stale_version"


class RuleBroken(DomainError):
    """The input breaks a rule. Carries messages for the fields they belong to."""

    status = 422
    code = "rule"

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        fields: Mapping[str, str] | None = None,
        code: str = "rule",
    ) -> None:
        super().__init__(message, code=code)
        self.fields: dict[str, str] = dict(fields or {})
        if field is not None:
            self.fields.setdefault(field, message)


class TooLarge(DomainError):
    """What was sent is larger than the limit that the message names."""

    status = 413
    code = "too_large"


class TooMany(DomainError):
    """Too many attempts; `retry_after` is in seconds."""

    status = 429
    code = "too_many"

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(DomainError):
    """Something that the act needs (disk, storage, database) does not answer; nothing was changed."""

    status = 503
    code = "unavailable"
