"""Puts the generated package `netral`, which lies outside this folder, into the wheel."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GeneratedCode(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # An editable install finds it by path; a copy would stand in front of what `make proto` writes.
        if version != "editable":
            build_data["force_include"]["../contracts/netral"] = "netral"
