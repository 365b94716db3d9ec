"""Secret keys of one database: in the system's key store, else in a file only we can read.

Never in the database and never in the log: a copy of the database alone can prove nothing and
forge nothing.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from hallclient.base.errors import HallError
from hallclient.base.language import N_

KEY_BYTES: Final = 32


class KeyMissing(HallError):
    """The key that belongs to this database is not on this PC."""

    code = "key.missing"
    sentence = N_(
        "The key of this database is not on this PC. Bring the key file "
        "{name} from the PC where the hall was set up."
    )


@dataclass(frozen=True)
class Keys:
    """The keys in use: `audit` seals the audit chain (HMAC-SHA-256)."""

    audit: bytes


class KeyStore(Protocol):
    """Keeps one secret for each database id."""

    def get(self, database_id: str) -> bytes | None:
        """The secret, or None when it is not here."""
        ...

    def put(self, database_id: str, secret: bytes) -> None:
        """Keeps the secret; an existing one is never replaced."""
        ...


class FileKeyStore:
    """One file for each database, readable by its owner only (mode 0600)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, database_id: str) -> bytes | None:
        path = self._path(database_id)
        return bytes.fromhex(path.read_text("ascii").strip()) if path.is_file() else None

    def put(self, database_id: str, secret: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self._path(database_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w", encoding="ascii") as stream:
            stream.write(secret.hex())
            stream.flush()
            os.fsync(stream.fileno())

    def _path(self, database_id: str) -> Path:
        return self._folder / f"{database_id}.key"


def new_keys(store: KeyStore, database_id: str) -> Keys:
    """Makes and keeps the keys of a new database."""
    secret = secrets.token_bytes(KEY_BYTES)
    store.put(database_id, secret)
    return Keys(audit=secret)


def keys_of(store: KeyStore, database_id: str) -> Keys:
    """The keys of a known database; raises KeyMissing."""
    secret = store.get(database_id)
    if secret is None:
        raise KeyMissing(name=f"{database_id}.key")
    return Keys(audit=secret)
