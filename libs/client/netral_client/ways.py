"""What both ways to netral have in common: what they bring back, and how they fail."""


class NotNow(Exception):
    """It did not get through, or nobody knows whether it did: send it again. `retry_after` in seconds, if told."""

    def __init__(self, why: str, retry_after: float = 0.0) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class Refused(Exception):
    """netral will not take it, however often it is sent: the key is not registered, the right is missing.

    `reason` is netral's stable code, such as `NOT_ALLOWED`, `field` the path it is about. What was submitted stays in
    the outbox.
    """

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(f"{reason} at {field}" if field else reason)
        self.reason = reason
        self.field = field
