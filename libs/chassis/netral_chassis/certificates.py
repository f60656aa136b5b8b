"""An authority for one installation, and the certificates it signs: for its servers, and for the publishers that call.

Whoever runs an authority of his own uses that one instead, and names its files.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3650
DAYS = 397
"""The longest that certificates of servers are commonly accepted for."""
RENEW_DAYS = 30
"""A certificate with fewer days left is made anew."""


class Authority:
    """A key that signs, and the certificate that its signatures are known by. `ValueError` if they do not fit."""

    def __init__(self, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
        if certificate.public_key() != key.public_key():
            raise ValueError("the key is another one")
        self.certificate = certificate
        self.key = key

    @staticmethod
    def new(name: str = "netral") -> "Authority":
        """A new one, good for ten years."""
        key = ec.generate_private_key(ec.SECP256R1())
        usage = dict.fromkeys(
            (
                *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
                *("key_agreement", "encipher_only", "decipher_only"),
            ),
            False,
        )
        made = (
            _begun(name, key, _named(name), AUTHORITY_DAYS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(x509.KeyUsage(key_cert_sign=True, crl_sign=True, **usage), critical=True)
        )
        return Authority(made.sign(key, SHA256()), key)

    def server(self, hosts: list[str], days: int = DAYS) -> tuple[bytes, bytes]:
        """Certificate and key (PEM) of a server that is reached by these names and addresses."""
        return self._signed(hosts[0], [_host(one) for one in hosts], ExtendedKeyUsageOID.SERVER_AUTH, days)

    def publisher(self, tenant: str, source: str, days: int = DAYS) -> tuple[bytes, bytes]:
        """Certificate and key (PEM) by which `source` of `tenant` calls."""
        uri = x509.UniformResourceIdentifier(f"netral://{tenant}/{source}")
        return self._signed(f"{tenant}/{source}", [uri], ExtendedKeyUsageOID.CLIENT_AUTH, days)

    def _signed(
        self, name: str, names: list[x509.GeneralName], usage: x509.ObjectIdentifier, days: int
    ) -> tuple[bytes, bytes]:
        key = ec.generate_private_key(ec.SECP256R1())
        made = (
            _begun(name, key, self.certificate.subject, days)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
        )
        return pem(made.sign(self.key, SHA256())), pem(key)


def pem(what: x509.Certificate | ec.EllipticCurvePrivateKey) -> bytes:
    """A certificate or a key as PEM."""
    if isinstance(what, x509.Certificate):
        return what.public_bytes(Encoding.PEM)
    return what.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def remaining_days(certificate: bytes) -> int:
    """Whole days until a certificate (PEM) ends; negative if it has. Raises `ValueError`."""
    return (x509.load_pem_x509_certificate(certificate).not_valid_after_utc - datetime.now(UTC)).days


def covers(certificate: bytes, hosts: list[str]) -> bool:
    """Whether a certificate (PEM) is for all of these names and addresses. Raises `ValueError`."""
    names = x509.load_pem_x509_certificate(certificate).extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return all(_host(one) in names.value for one in hosts)


def _begun(name: str, key: ec.EllipticCurvePrivateKey, issuer: x509.Name, days: int) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    begins = now - timedelta(hours=1) if days > 0 else now + timedelta(days=days - 1)  # clocks differ
    return (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(now + timedelta(days=days))
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _host(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
