"""How the broker is reached: in the clear on this machine, by TLS where files of certificates are named.

`cert` and `key` say who we are, where the broker asks for it; `ca` is who signed the broker's certificate.
"""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netral_chassis.settings import Settings


@dataclass(frozen=True, slots=True)
class KafkaTls:
    """PEM files. Without `ca` nothing is encrypted."""

    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None

    @staticmethod
    def of(settings: Settings) -> "KafkaTls":
        """As the settings say."""
        return KafkaTls(settings.kafka_ca, settings.kafka_cert, settings.kafka_key)

    def librdkafka(self) -> dict[str, str]:
        """Options of confluent-kafka."""
        if self.ca is None:
            return {}
        files = {"ca": self.ca, "certificate": self.cert, "key": self.key}
        named = {f"ssl.{name}.location": str(file) for name, file in files.items() if file}
        return {"security.protocol": "SSL", **named}

    def kafka_python(self) -> dict[str, Any]:
        """Options of kafka-python."""
        if self.ca is None:
            return {}
        files = {"ssl_cafile": self.ca, "ssl_certfile": self.cert, "ssl_keyfile": self.key}
        return {"security_protocol": "SSL", **{name: str(file) for name, file in files.items() if file}}

    def context(self) -> ssl.SSLContext | None:
        """For Faust."""
        if self.ca is None:
            return None
        context = ssl.create_default_context(cafile=self.ca)
        if self.cert is not None:
            context.load_cert_chain(self.cert, self.key)
        return context


PLAIN = KafkaTls()
