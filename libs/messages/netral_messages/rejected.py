"""The one exception of the domain."""

from collections.abc import Mapping
from types import MappingProxyType

from netral_messages.reason import Reason


class Rejected(Exception):
    """A rule forbids the command; nothing has changed.

    `reason` is the rule's code, `field` the path of the command's field it is about (`None`: the command as a whole),
    `params` the details its sentence may show. Params are amounts, days (`2023-11-20`), codes and public ids, never
    personal data; they stay out of `str()` all the same, so that a log line can hold the exception.
    """

    def __init__(
        self, reason: Reason, *, field: str | None = None, params: Mapping[str, str | int] | None = None
    ) -> None:
        super().__init__(reason.value if field is None else f"{reason.value} at {field}")
        self.reason = reason
        self.field = field
        self.params: Mapping[str, str | int] = MappingProxyType(dict(params or {}))
