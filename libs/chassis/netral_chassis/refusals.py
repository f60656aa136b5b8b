"""Why a process of a service does not start, for people, in both languages."""

from netral_messages import Reason, fix, sentence
from netral_messages.wording import LANGUAGES
from pydantic import ValidationError

from netral_chassis.database import DatabaseGone, DiskFull, NotOwner
from netral_chassis.home import HomeNewer
from netral_chassis.settings import LocalIssuer, PortTaken, SettingsWrong, TlsNeeded, variables
from netral_chassis.transport import CertificateWrong
from netral_chassis.vault import MasterKeyWrong


class AlreadyRunning(Exception):
    """Another process of this service holds the home. `ALREADY_RUNNING`."""


_REASONS: dict[type[Exception], tuple[Reason, str]] = {
    AlreadyRunning: (Reason.ALREADY_RUNNING, ""),
    CertificateWrong: (Reason.CERTIFICATE_WRONG, "which"),
    DatabaseGone: (Reason.DATABASE_GONE, ""),
    DiskFull: (Reason.DISK_FULL, ""),
    HomeNewer: (Reason.HOME_NEWER, ""),
    LocalIssuer: (Reason.LOCAL_ISSUER, ""),
    MasterKeyWrong: (Reason.MASTER_KEY_WRONG, ""),
    NotOwner: (Reason.DATABASE_OLD, ""),
    PortTaken: (Reason.PORT_TAKEN, "port"),
    SettingsWrong: (Reason.SETTINGS_WRONG, "variables"),
    TlsNeeded: (Reason.TLS_NEEDED, ""),
}
"""With the detail that the text of the exception is, where it is one."""

KNOWN: tuple[type[Exception], ...] = (*_REASONS, ValidationError)


def reason_of(error: Exception) -> tuple[Reason, dict[str, str]]:
    """The reason of one of the `KNOWN` errors, and what its sentence may show."""
    if isinstance(error, ValidationError):
        error = SettingsWrong(variables(sorted({str(one["loc"][0]) for one in error.errors()})))
    reason, detail = _REASONS[type(error)]
    return reason, {detail: str(error)} if detail else {}


def refusal(service: str, error: Exception) -> str:
    """Lines for standard error: the code, and in each language a sentence and what to do."""
    reason, params = reason_of(error)
    params["service"] = service
    said = (f"{sentence(reason, lang, **params)} {fix(reason, lang, **params)}" for lang in LANGUAGES)
    return "\n".join((f"{service}: {reason}", *said)) + "\n"
