"""Keyed marks (blind indexes): a value is found again by its mark, and not read from it.

Ten minutes are enough to hash every mobile number there is, so a plain hash would hide nothing:
the mark is keyed, and the key is never in the database.
"""

import hashlib
import hmac
from typing import Final

MARK_LENGTH: Final = 32
"""Characters of a mark."""


def blind(key: bytes, domain: str, text: str) -> str:
    """The mark of a text: HMAC-SHA-256, its first 16 bytes in hex; "" for "".

    Args:
        key: `Keys.index` of the database.
        domain: what the text is, such as `mobile`: the same text has another mark elsewhere.
        text: in the one form in which it is looked for; nothing is normalised here.
    """
    if not text:
        return ""
    return hmac.new(key, f"{domain}\0{text}".encode(), hashlib.sha256).hexdigest()[:MARK_LENGTH]
