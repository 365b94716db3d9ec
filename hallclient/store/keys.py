"""Secret keys of one database: in the system's key store, else in a file only we can read.

Never in the database and never in the log: a copy of the database alone can prove nothing, forge
nothing, and shows nobody's name.
"""

import hashlib
import hmac
import logging
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
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
        "{name} from a PC on which the hall opens."
    )


class KeyWrong(HallError):
    """The key under this database's name belongs to another database, or was damaged."""

    code = "key.wrong"
    sentence = N_(
        "The key on this PC is not the key of this database; nothing was touched. Bring the key "
        "file {name} from a PC on which the hall opens."
    )


class KeyStoreClosed(HallError):
    """The system's key store is there but does not give or take anything."""

    code = "key.store-closed"
    sentence = N_("The key store of this PC is locked. Sign in to the PC again, then try again.")


@dataclass(frozen=True)
class Keys:
    """The keys of one database, made from its secrets; none of them is ever shown or logged.

    Attributes:
        audit: the first secret; seals the audit chain (HMAC-SHA-256), for as long as it lasts.
        later: further secrets by version from 2 on, each made by `hallclient rotate-key`.
    """

    audit: bytes = field(repr=False)
    later: Mapping[int, bytes] = field(default_factory=dict, repr=False, hash=False)

    @cached_property
    def index(self) -> bytes:
        """The key of blind indexes (`blind.py`); it does not change when keys are renewed."""
        return _derived(self.audit, "blind index")

    @cached_property
    def personal(self) -> Mapping[int, bytes]:
        """By version: the keys that wrap the data keys of personal text."""
        secrets_of = {1: self.audit} | dict(self.later)
        return {version: wrapping_key(each) for version, each in secrets_of.items()}


def wrapping_key(secret: bytes) -> bytes:
    """The key that wraps data keys, of one version's secret."""
    return _derived(secret, "personal")


def _derived(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose only: HKDF-SHA-256 (RFC 5869) without salt, one block."""
    extracted = hmac.new(bytes(KEY_BYTES), secret, hashlib.sha256).digest()
    return hmac.new(extracted, f"hallclient {purpose}\x01".encode(), hashlib.sha256).digest()


def key_check(key: bytes) -> str:
    """What the database keeps of a wrapping key, to tell a wrong one; says nothing else of it."""
    return hmac.new(key, b"hallclient key check", hashlib.sha256).hexdigest()


class KeyStore(Protocol):
    """Keeps secrets by name: the first of a database under its id, others as `key_name` says."""

    def get(self, name: str) -> bytes | None:
        """The secret, or None when it is not here."""
        ...

    def put(self, name: str, secret: bytes) -> None:
        """Keeps the secret; an existing one is never replaced."""
        ...


class FileKeyStore:
    """One file for each secret, readable by its owner only.

    By its mode (0600); Windows has no modes, there it is by the folder: the data folder lies in
    the user's own profile, which no other user but an administrator may open.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> bytes | None:
        path = self._path(name)
        return bytes.fromhex(path.read_text("ascii").strip()) if path.is_file() else None

    def put(self, name: str, secret: bytes) -> None:
        self._make_folder()
        path = self._path(name)
        if path.exists():
            raise FileExistsError(f"a key {name} is kept already")
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        try:
            self._write(part, secret)
            _put_in_place(part, path)
        finally:
            part.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Takes a file away that was put here a moment ago, and is wanted no longer."""
        self._path(name).unlink(missing_ok=True)

    def _make_folder(self) -> None:
        """A file in the folder's place is no key that exists: Windows calls both the same."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except FileExistsError as error:
            raise NotADirectoryError(str(self._folder)) from error

    def _write(self, part: Path, secret: bytes) -> None:
        """The whole file under a name that nobody asks for: a power cut leaves no empty key."""
        file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w", encoding="ascii") as stream:
            stream.write(secret.hex())
            stream.flush()
            os.fsync(stream.fileno())

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.key"


def _put_in_place(part: Path, path: Path) -> None:
    """Gives a whole file its name; raises FileExistsError rather than replace another."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, such as a memory stick
        if path.exists():
            raise FileExistsError(f"{path.name} is there already") from None
        part.rename(path)


class KeyringStore:
    """The system's own key store: Credential Manager on Windows, Secret Service on Linux.

    A key file in the folder comes first: it was brought from another PC of the hall, or was
    made while this PC had no key store. Without a usable key store new keys go there too.
    """

    def __init__(self, files: FileKeyStore) -> None:
        self._files = files

    def get(self, name: str) -> bytes | None:
        found = self._files.get(name)
        if found is not None or not _has_key_store():
            return found
        import keyring

        try:
            kept = keyring.get_password(SERVICE, name)
        except _refusals() as error:
            raise KeyStoreClosed from error
        return None if kept is None else bytes.fromhex(kept)

    def put(self, name: str, secret: bytes) -> None:
        if not _has_key_store():
            self._files.put(name, secret)
            return
        import keyring

        refusals: tuple[type[Exception], ...] = (KeyStoreClosed, *_refusals())
        try:
            if self.get(name) is not None:
                raise FileExistsError(f"a key {name} is kept already")
            keyring.set_password(SERVICE, name, secret.hex())
        except refusals:
            _log.warning("the system key store took no key: it is kept in a file")
            self._files.put(name, secret)


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


@cache
def _refusals() -> tuple[type[Exception], ...]:
    """What a key store raises that is there and gives or takes nothing.

    The vault of Windows has an error of its own, such as in a session without a person.
    """
    from keyring.errors import KeyringError

    try:
        windows = import_module("win32ctypes.pywin32.pywintypes")
    except ImportError:
        return (KeyringError,)
    return (KeyringError, windows.error)


def key_name(database_id: str, version: int) -> str:
    """The name of a secret in a key store; its file is `NAME.key`."""
    return database_id if version == 1 else f"{database_id}.v{version}"


def new_keys(store: KeyStore, database_id: str) -> Keys:
    """Makes and keeps the keys of a new database."""
    secret = secrets.token_bytes(KEY_BYTES)
    store.put(database_id, secret)
    return Keys(audit=secret)


def keys_of(store: KeyStore, database_id: str, newest: int = 1) -> Keys:
    """The keys of a known database, up to a version; raises KeyMissing, KeyWrong (unreadable)."""
    first, *later = (secret_of(store, database_id, each) for each in range(1, newest + 1))
    return Keys(first, dict(enumerate(later, start=2)))


def secret_of(store: KeyStore, database_id: str, version: int) -> bytes:
    """One secret; raises KeyMissing, KeyWrong when it is none."""
    name = key_name(database_id, version)
    try:
        secret = store.get(name)
    except ValueError as error:
        raise KeyWrong(name=f"{name}.key") from error
    if secret is None:
        raise KeyMissing(name=f"{name}.key")
    if len(secret) != KEY_BYTES:
        raise KeyWrong(name=f"{name}.key")
    return secret
