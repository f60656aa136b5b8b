"""Tables of pledge's own beside those of the chassis, in `core`: they survive a rebuild of the views."""

from pathlib import Path

from netral_chassis.migrations import Chain

CHAIN = Chain(Path(__file__).parent, {"pledge_summary": "INSERT, UPDATE"}, version="pledge_version")
