"""What a process is told from outside: variables `NETRAL_…` of its environment, and below them, for what these do not
say, the files `server.env` and `owner.env` that `netral setup server` writes into the secrets of the home."""

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from netral_chassis.home import surroundings

LOOPBACK = "127.0.0.1"
_OF_ONE_SERVICE = ("database", "vault_database", "owner_database", "owner_vault_database")


class PortTaken(Exception):
    """Another program listens on the port. The text is its number. `PORT_TAKEN`."""


class SettingsWrong(Exception):
    """Variables that are missing or cannot be used; the text names them. `SETTINGS_WRONG`."""


class LocalIssuer(Exception):
    """Tokens that a file of this home signs are to be believed by whoever reaches the port. `LOCAL_ISSUER`."""


class TlsNeeded(Exception):
    """The service is to listen beyond loopback without a certificate. `TLS_NEEDED`."""


class Settings(BaseSettings):
    """Of one service process. Server profile: `bootstrap` and both database addresses are needed.

    The owner's addresses change tables at the start, where they are known; else `netral setup server` does it before.
    """

    model_config = SettingsConfigDict(env_prefix="NETRAL_", extra="ignore")

    home: Path
    port_base: int = 7400
    profile: Literal["embedded", "server"] = "embedded"
    bootstrap: str = ""
    database: str = ""
    vault_database: str = ""
    owner_database: str = ""
    owner_vault_database: str = ""
    listen: str = LOOPBACK
    tls_cert: Path | None = None
    tls_key: Path | None = None
    tls_client_ca: Path | None = None
    issuer_key: Path | None = None
    kafka_ca: Path | None = None
    kafka_cert: Path | None = None
    kafka_key: Path | None = None

    @model_validator(mode="after")
    def _together(self) -> Self:
        needed = ("bootstrap", "database", "vault_database") if self.profile == "server" else ()
        missing = [name for name in needed if not getattr(self, name)]
        if bool(self.tls_cert) != bool(self.tls_key):
            missing.append("tls_key" if self.tls_cert else "tls_cert")
        if self.tls_client_ca and not self.tls_cert:
            missing.append("tls_cert")
        if missing:
            raise SettingsWrong(variables(missing))
        if not is_loopback(self.listen):
            if not self.tls_cert:
                raise TlsNeeded
            if not self.issuer_key:
                raise LocalIssuer
        return self


def is_loopback(address: str) -> bool:
    """Whether only this machine reaches what listens there."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def variables(names: list[str]) -> str:
    """The environment variables of these settings, for people."""
    return ", ".join(f"NETRAL_{name.upper()}" for name in names)


def settings_of(service: str, home: Path | None = None) -> Settings:
    """`NETRAL_<SERVICE>_DATABASE` and the like speak to one service alone. `home` stands above NETRAL_HOME.

    Raises `SettingsWrong` and its siblings, and `ValidationError`.
    """
    said = surroundings(home or Path(os.environ.get("NETRAL_HOME", "/nowhere")))
    if home is not None:
        said["NETRAL_HOME"] = str(home)
    own = {name: f"NETRAL_{service.upper()}_{name.upper()}" for name in _OF_ONE_SERVICE}
    wanted = {name: own.get(name, f"NETRAL_{name.upper()}") for name in Settings.model_fields}
    return Settings(**{name: said[variable] for name, variable in wanted.items() if variable in said})  # type: ignore[arg-type]
