"""What tests of the whole system share."""

from running import system

__all__ = ["system"]
