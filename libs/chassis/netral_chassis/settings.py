"""What a process is told from outside: environment variables `NETRAL_…`, nothing else."""

import os
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class PortTaken(Exception):
    """Another program listens on the port. The text is its number."""


class Settings(BaseSettings):
    """Of one service process. Server profile: `bootstrap` and both database addresses are needed."""

    model_config = SettingsConfigDict(env_prefix="NETRAL_", extra="ignore")

    home: Path
    port_base: int = 7400
    profile: Literal["embedded", "server"] = "embedded"
    bootstrap: str = ""
    database: str = ""
    vault_database: str = ""


def settings_of(service: str) -> Settings:
    """From the environment; `NETRAL_<SERVICE>_DATABASE` and `…_VAULT_DATABASE` speak to one service alone."""
    own = {
        name: os.environ[variable]
        for name in ("database", "vault_database")
        if (variable := f"NETRAL_{service.upper()}_{name.upper()}") in os.environ
    }
    return Settings(**own)  # type: ignore[arg-type]
