"""How the archive finds customers without a clear word: marks of numbers, tokens of names.

A mark stands in a column beside the encrypted value and finds it whole. A token is four bytes of
a keyed hash: short, so that a million customers fit, and now and then shared by two words; what
is found is therefore opened and compared.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import delete, literal_column
from sqlalchemy.orm import Session

from hallclient.customers.records import CustomerToken, Subscription
from hallclient.customers.rules import SubscriptionState, words_of
from hallclient.store.audit import Act
from hallclient.store.blind import blind

IN_SERVICE: Final = Subscription.state == literal_column(f"'{SubscriptionState.ACTIVE.value}'")
"""Written out, not bound: a database uses a partial index only where it sees the condition."""

_TOKEN_BYTES: Final = 4
_VERSION_DIGIT: Final = 12
"""Place of the digit in a customer's id that is the same in all ids (UUID version 7)."""


def customer_marks(key: bytes, values: Mapping[str, Any]) -> dict[str, Any]:
    """The number and the marks of a customer with these values; `key` is the index key."""
    return {
        "number": number_of(values["customer_id"]),
        "holder_mark": blind(key, "customers.holder", values["holder"]) or None,
        "document_mark": document_mark(key, values["document_number"]),
        "mobile_mark": contact_mark(key, values["mobile"]),
    }


def subscription_marks(key: bytes, values: Mapping[str, Any]) -> dict[str, str]:
    """The mark columns of a number in service."""
    return {
        "holder_mark": held_mark(key, values["holder"]),
        "mobile_mark": number_mark(key, values["mobile"]),
    }


def document_mark(key: bytes, number: str) -> str:
    """Documents are compared without regard to case."""
    return blind(key, "customers.document", number.casefold())


def contact_mark(key: bytes, mobile: str) -> str:
    """The mobile under which a customer can be reached."""
    return blind(key, "customers.mobile", mobile)


def holder_mark(key: bytes, holder: str) -> str:
    """The holder of a customer's row."""
    return blind(key, "customers.holder", holder)


def held_mark(key: bytes, holder: str) -> str:
    """The holder of a number in service: another mark than that of the customer's own row."""
    return blind(key, "subscriptions.holder", holder)


def number_mark(key: bytes, mobile: str) -> str:
    """A number in service."""
    return blind(key, "subscriptions.mobile", mobile)


def token(key: bytes, word: str) -> int:
    """The token of a word, as a signed number of 32 bits."""
    whole = hmac.digest(key, f"customers.name\0{word}".encode(), hashlib.sha256)
    return int.from_bytes(whole[:_TOKEN_BYTES], signed=True)


def tokens_of(key: bytes, name: str) -> frozenset[int]:
    """The tokens of every word under which a name is found; none for an empty name."""
    return frozenset(token(key, word) for word in words_of(name)) if name else frozenset()


def number_of(customer_id: str) -> int:
    """A customer as tokens name them: 60 bits of the id, milliseconds first."""
    return int(customer_id[:_VERSION_DIGIT] + customer_id[_VERSION_DIGIT + 1 : 16], 16)


def add_tokens(doing: Act, customer_id: str, tokens: Iterable[int]) -> None:
    """Makes the customer found under these tokens."""
    number = number_of(customer_id)
    doing.add(CustomerToken, [{"token": each, "number": number} for each in sorted(tokens)])


def drop_tokens(session: Session, hall: str, customer_id: str, tokens: Iterable[int]) -> None:
    """Makes the customer found under them no longer."""
    session.connection().execute(
        delete(CustomerToken).where(
            CustomerToken.hall == hall,
            CustomerToken.token.in_(sorted(tokens)),
            CustomerToken.number == number_of(customer_id),
        )
    )
