"""Secret keys of one database: in the system's key store, else in a file only we can read.

Never in the database and never in the log: a copy of the database alone can prove nothing and
forge nothing.
"""

import logging
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Protocol

from hallclient.base.errors import HallError
from hallclient.base.language import N_

_log = logging.getLogger(__name__)
KEY_BYTES: Final = 32
SERVICE: Final = "hallclient"


class KeyMissing(HallError):
    """The key that belongs to this database is not on this PC."""

    code = "key.missing"
    sentence = N_(
        "The key of this database is not on this PC. Bring the key file "
        "{name} from the PC where the hall was set up."
    )


class KeyStoreClosed(HallError):
    """The system's key store is there but does not give or take anything."""

    code = "key.store-closed"
    sentence = N_("The key store of this PC is locked. Sign in to the PC again, then try again.")


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


class KeyringStore:
    """The system's own key store: Credential Manager on Windows, Secret Service on Linux.

    A key file in the folder comes first: it was brought from another PC of the hall, or was
    made while this PC had no key store. Without a usable key store new keys go there too.
    """

    def __init__(self, files: FileKeyStore) -> None:
        self._files = files

    def get(self, database_id: str) -> bytes | None:
        found = self._files.get(database_id)
        if found is not None or not _has_key_store():
            return found
        import keyring
        from keyring.errors import KeyringError

        try:
            kept = keyring.get_password(SERVICE, database_id)
        except KeyringError as error:
            raise KeyStoreClosed from error
        return None if kept is None else bytes.fromhex(kept)

    def put(self, database_id: str, secret: bytes) -> None:
        if not _has_key_store():
            self._files.put(database_id, secret)
            return
        import keyring
        from keyring.errors import KeyringError

        try:
            if self.get(database_id) is not None:
                raise FileExistsError(f"a key of {database_id} is kept already")
            keyring.set_password(SERVICE, database_id, secret.hex())
        except (KeyringError, KeyStoreClosed):
            _log.warning("the system key store took no key: it is kept in a file")
            self._files.put(database_id, secret)


def open_key_store(folder: Path) -> KeyStore:
    """The system's key store where it has one, else key files in the folder (said in the log).

    The library that asks the system is slow to import, so that waits until a key is needed.
    """
    return KeyringStore(FileKeyStore(folder))


@cache
def _has_key_store() -> bool:
    """Whether the system offers a place for secrets; told once, and said once when it does not."""
    import keyring

    backend = keyring.get_keyring()
    usable = backend.priority >= 1  # what only stands in for one, or writes plain files, is below
    if not usable:
        _log.warning("no system key store: secret keys are kept in files that only we can read")
    return usable


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
