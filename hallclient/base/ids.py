"""Ids that sort by time, so that a table's newest rows lie together."""

import secrets
import time


def new_id() -> str:
    """A UUID version 7 (RFC 9562) as 32 hex digits: 48 bits of milliseconds, then chance."""
    milliseconds = time.time_ns() // 1_000_000
    chance = secrets.randbits(74)
    high, low = chance >> 62, chance & ((1 << 62) - 1)
    return f"{milliseconds & ((1 << 48) - 1):012x}7{high:03x}{0x8 << 60 | low:016x}"
