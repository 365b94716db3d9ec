"""Passwords as argon2id hashes; never stored, logged or shown in any other form."""

import hashlib
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Cost(NamedTuple):
    """What one hash costs: passes, memory in KiB, threads."""

    passes: int
    memory_kib: int
    threads: int


COST = Cost(passes=3, memory_kib=65_536, threads=4)
"""RFC 9106, section 4, second recommended choice (64 MiB): some 50 ms on a counter PC."""


def hash_password(password: str) -> str:
    """A new salted hash; takes as long as `matches`."""
    return _hasher().hash(_as_bytes(password))


def matches(kept: str, password: str) -> bool:
    """Whether the password is the one behind the kept hash."""
    try:
        return _hasher().verify(kept, _as_bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def matches_nobody(password: str) -> bool:
    """Spends the time of `matches` for a code that nobody has, so that a clock tells nothing."""
    hash_password(password)
    return False


def _as_bytes(password: str) -> bytes:
    return password.encode(errors="surrogatepass")  # a keyboard can send half a pair


def _hasher() -> PasswordHasher:
    return PasswordHasher(
        time_cost=COST.passes, memory_cost=COST.memory_kib, parallelism=COST.threads
    )


def mark(kept: str) -> str:
    """What a change row keeps of a hash: enough to see later that it was swapped."""
    return hashlib.sha256(kept.encode()).hexdigest()
