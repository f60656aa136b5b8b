"""The home of a local system: keys, databases, logs. Everything durable stands below it; secrets are mode 0600."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from netral_chassis.tokens import new_issuer_key

VERSION = 1
FILES = ("server.env", "owner.env")
"""Of the secrets: what `netral setup server` chose for the services, and for who owns their tables."""


class HomeNewer(Exception):
    """Made by a newer version than this one. `HOME_NEWER`; nothing was touched."""


@dataclass(frozen=True, slots=True)
class Home:
    """Paths of one home folder."""

    path: Path

    @property
    def data(self) -> Path:
        """Databases and topics of the embedded profile."""
        return self.path / "data"

    @property
    def logs(self) -> Path:
        """Output of the services."""
        return self.path / "logs"

    def secret(self, name: str) -> Path:
        """A file of the secrets folder."""
        return self.path / "secrets" / name

    def prepare(self, services: tuple[str, ...]) -> None:
        """Make what is missing. Raises `HomeNewer`."""
        mark = self.path / "netral.json"
        if mark.exists() and int(json.loads(mark.read_text())["version"]) > VERSION:
            raise HomeNewer
        for folder in (self.data, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
        self.secret("x").parent.mkdir(mode=0o700, exist_ok=True)
        self._keep(self.secret("issuer.pem"), new_issuer_key())
        for service in services:
            self._keep(self.secret(f"{service}.master"), os.urandom(32).hex().encode())
            self._keep(self.secret(f"{service}.note"), new_issuer_key())
        if not mark.exists():
            mark.write_text(json.dumps({"version": VERSION}) + "\n")

    def master_key(self, service: str) -> bytes:
        """The 32 bytes that wrap a vault's keys."""
        return bytes.fromhex(self.secret(f"{service}.master").read_text().strip())

    @staticmethod
    def _keep(path: Path, content: bytes) -> None:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def secret_names(services: Iterable[str]) -> list[str]:
    """The keys of a home: the issuer's, and of each service that of its vault and that of its notes."""
    return ["issuer.pem", *(f"{service}.{kind}" for service in services for kind in ("master", "note"))]


def lines_of(file: Path) -> dict[str, str]:
    """The variables that a file of the secrets names, `NAME=value` a line; none if it is not there."""
    if not file.is_file():
        return {}
    return dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)


def surroundings(home: Path) -> dict[str, str]:
    """The environment, and what the files of the home say beside it."""
    return said_in(home) | dict(os.environ)


def said_in(home: Path) -> dict[str, str]:
    """What the files of the home say."""
    said: dict[str, str] = {}
    for name in FILES:
        said |= lines_of(home / "secrets" / name)
    return said
