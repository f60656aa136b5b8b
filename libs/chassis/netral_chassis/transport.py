"""Where a service listens, how it proves who it is, and what a client's certificate says about who calls."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from cryptography.x509 import load_pem_x509_certificates
from netral.common.v1.options_pb2 import Role

from netral_chassis import tokens
from netral_chassis.access import Grant, Principal
from netral_chassis.settings import LOOPBACK, PortTaken, Settings

_SOURCE = re.compile(r"netral://([0-9]{2}(?:\.[0-9]{2})?)/([A-Za-z0-9._-]{1,64})")


class CertificateWrong(Exception):
    """A file that is no certificate or key, or not the one of its pair. The text is its name. `CERTIFICATE_WRONG`."""


@dataclass(frozen=True, slots=True)
class Transport:
    """An address and, for TLS, PEM files. With `client_ca` a caller without a certificate signed by it is not heard.

    Whether it is heard and what it may do are two things: a certificate without a source still needs a token.
    """

    address: str = LOOPBACK
    cert: Path | None = None
    key: Path | None = None
    client_ca: Path | None = None

    @staticmethod
    def of(settings: Settings) -> "Transport":
        """As the settings say."""
        return Transport(settings.listen, settings.tls_cert, settings.tls_key, settings.tls_client_ca)

    def bind(self, server: grpc.Server, port: int) -> int:
        """Let `server` listen; returns the port. Raises `PortTaken`, `CertificateWrong`."""
        credentials = self.credentials()
        at = f"[{self.address}]:{port}" if ":" in self.address else f"{self.address}:{port}"
        try:
            return server.add_insecure_port(at) if credentials is None else server.add_secure_port(at, credentials)
        except RuntimeError as error:
            raise PortTaken(str(port)) from error

    def credentials(self) -> grpc.ServerCredentials | None:
        """What the files say; `None` in the clear. Raises `CertificateWrong`.

        gRPC itself only logs what is wrong with a file, and then serves nobody.
        """
        if self.cert is None or self.key is None:
            return None
        cert, key = _read(self.cert), _read(self.key)
        try:
            first = load_pem_x509_certificates(cert)[0]
        except ValueError:
            raise CertificateWrong(str(self.cert)) from None
        try:
            if load_pem_private_key(key, None).public_key() != first.public_key():
                raise CertificateWrong(str(self.key))
        except (ValueError, TypeError):
            raise CertificateWrong(str(self.key)) from None
        roots = None
        if self.client_ca is not None:
            roots = _read(self.client_ca)
            try:
                load_pem_x509_certificates(roots)
            except ValueError:
                raise CertificateWrong(str(self.client_ca)) from None
        return grpc.ssl_server_credentials([(key, cert)], roots, require_client_auth=roots is not None)


LOCAL = Transport()
"""Loopback, in the clear."""


def trusted_key(given: Path | None, local: Path) -> Ed25519PublicKey:
    """Whose tokens are believed: of the issuer whose public key (PEM) `given` is, else of this home's own, `local`.

    Raises `CertificateWrong`.
    """
    if given is None:
        return tokens.issuer_key(local).public_key()
    try:
        key = load_pem_public_key(_read(given))
    except ValueError:
        raise CertificateWrong(str(given)) from None
    if not isinstance(key, Ed25519PublicKey):
        raise CertificateWrong(str(given))
    return key


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise CertificateWrong(str(path)) from None


def certified(peer: Mapping[str, Any]) -> Principal | None:
    """The publisher that a client certificate names by `netral://<tenant>/<source>`; `None` if it names none, or two.

    `peer` is what gRPC says of a connection, after the certificate was checked against the trusted authority.
    """
    names = [
        found
        for name in peer.get("x509_subject_alternative_name", ())
        if (found := _SOURCE.fullmatch(name.decode(errors="replace")))
    ]
    if len(names) != 1:
        return None
    tenant, source = names[0].groups()
    return Principal(f"system:{tenant}/{source}", (Grant(Role.ROLE_PUBLISHER, tenant),))
