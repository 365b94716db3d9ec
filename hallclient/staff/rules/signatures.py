"""What a second person signs, and how it is known that they did."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hallclient.staff.rules.people import Person, Role

SIGNATURE_LIFE: Final = timedelta(seconds=120)
"""How long an approver's signature may be used; they stand at the counter meanwhile."""


@dataclass(frozen=True)
class Signature:
    """A second person's signature (授权), good for `SIGNATURE_LIFE`; made by `service.sign`.

    Attributes:
        purpose: the permission it was given for, or "" when the use decides.
        request: id of the request that was answered elsewhere, "" when signed on the spot; such
            a signature is good once, for what was asked.
        mac: ties the other fields to this hall's key, so that no page can make one up.
    """

    code: str
    name: str
    role: Role
    at: datetime
    purpose: str
    mac: str
    request: str = ""


def sealed_signature(
    key: bytes, person: Person, at: datetime, purpose: str = "", request: str = ""
) -> Signature:
    """A signature of this person with its mac; the service calls it once they proved it."""
    mac = _signature_mac(key, person.code, person.name, person.role, at, purpose, request)
    return Signature(person.code, person.name, person.role, at, purpose, mac, request)


def is_genuine(key: bytes, signature: Signature) -> bool:
    """Whether the signature was made with this hall's key and not changed since."""
    expected = _signature_mac(
        key,
        signature.code,
        signature.name,
        signature.role,
        signature.at,
        signature.purpose,
        signature.request,
    )
    return hmac.compare_digest(expected.encode(), _as_bytes(signature.mac))


def in_time(signature: Signature, now: datetime) -> bool:
    """Whether the signature may still be used; one from the future may not."""
    return timedelta(0) <= now - signature.at <= SIGNATURE_LIFE


def _signature_mac(
    key: bytes, code: str, name: str, role: str, at: datetime, purpose: str, request: str
) -> str:
    parts = ("signature", code, name, role, at.isoformat(), purpose, request)
    return hmac.new(key, _as_bytes("\x1f".join(parts)), hashlib.sha256).hexdigest()


def _as_bytes(text: str) -> bytes:
    """Any text at all: half a surrogate pair in a made-up signature is no reason to break."""
    return text.encode(errors="surrogatepass")
