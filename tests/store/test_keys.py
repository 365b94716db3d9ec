"""Keys: kept once, for this user only, in the system's key store where there is one."""

import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked

from hallclient.store import keys
from hallclient.store.keys import (
    KEY_BYTES,
    FileKeyStore,
    KeyMissing,
    KeyStoreClosed,
    key_name,
    keys_of,
    new_keys,
    open_key_store,
)


class MemoryKeyring(KeyringBackend):
    """A key store as good as a real one; `locked` makes it refuse."""

    priority = 5.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked
        self.kept[service, username] = password


def use(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)
    keys._has_key_store.cache_clear()


@pytest.fixture(autouse=True)
def own_backend() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    use(before)


@pytest.fixture
def system() -> MemoryKeyring:
    """A system with a key store."""
    backend = MemoryKeyring()
    use(backend)
    return backend


def test_a_key_is_found_again_and_differs_for_each_database(tmp_path: Path) -> None:
    store = FileKeyStore(tmp_path / "keys")
    first, second = new_keys(store, "a"), new_keys(store, "b")
    assert keys_of(store, "a") == first != second


def test_a_missing_key_names_the_file_to_bring(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing) as refused:
        keys_of(FileKeyStore(tmp_path), "abc")
    assert refused.value.facts == {"name": "abc.key"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in lists, not in modes")
def test_a_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    new_keys(FileKeyStore(tmp_path / "keys"), "a")
    assert stat.S_IMODE((tmp_path / "keys" / "a.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_a_key_is_never_replaced(tmp_path: Path, system: MemoryKeyring) -> None:
    for store in (FileKeyStore(tmp_path / "files"), open_key_store(tmp_path / "system")):
        kept = new_keys(store, "a")
        with pytest.raises(FileExistsError):
            new_keys(store, "a")
        assert keys_of(store, "a") == kept


@pytest.mark.parametrize("with_links", [True, False])
def test_a_key_that_could_not_be_written_whole_leaves_its_name_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, with_links: bool
) -> None:
    store = FileKeyStore(tmp_path)

    def cut(*_: object) -> None:
        assert not (tmp_path / "a.key").exists()
        raise OSError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", cut)
        with pytest.raises(OSError, match="power"):
            new_keys(store, "a")
    if not with_links:
        monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(PermissionError()))
    kept = new_keys(store, "a")
    assert keys_of(store, "a") == kept
    assert [file.name for file in tmp_path.iterdir()] == ["a.key"]


def test_the_systems_key_store_is_used_and_no_file_is_left(
    tmp_path: Path, system: MemoryKeyring
) -> None:
    kept = new_keys(open_key_store(tmp_path), "a")
    assert keys_of(open_key_store(tmp_path), "a") == kept
    assert list(tmp_path.iterdir()) == []
    assert system.kept == {("hallclient", "a"): kept.audit.hex()}


def test_without_a_key_store_files_are_used_and_it_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    use(NoKeyring())
    with caplog.at_level(logging.WARNING):
        kept = new_keys(open_key_store(tmp_path), "a")
        new_keys(open_key_store(tmp_path), "b")
    assert keys_of(FileKeyStore(tmp_path), "a") == kept
    assert [record.message for record in caplog.records] == [
        "no system key store: secret keys are kept in files that only we can read"
    ]
    assert kept.audit.hex() not in caplog.text


def test_a_key_file_brought_from_another_pc_is_used(tmp_path: Path, system: MemoryKeyring) -> None:
    brought = new_keys(FileKeyStore(tmp_path), "a")
    assert keys_of(open_key_store(tmp_path), "a") == brought
    assert system.kept == {}


def test_a_locked_key_store_is_told_and_new_keys_are_not_lost(
    tmp_path: Path, system: MemoryKeyring
) -> None:
    new_keys(open_key_store(tmp_path), "a")
    system.locked = True
    with pytest.raises(KeyStoreClosed):
        keys_of(open_key_store(tmp_path), "a")
    kept = new_keys(open_key_store(tmp_path), "b")
    assert keys_of(FileKeyStore(tmp_path), "b") == kept


def test_a_vault_of_windows_that_answers_nobody_is_one_that_is_closed(
    tmp_path: Path, system: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a session without a person, such as a task's, it raises an error of Windows' own."""

    class WindowsError(Exception):
        pass

    library = ModuleType("win32ctypes.pywin32.pywintypes")
    library.error = WindowsError  # type: ignore[attr-defined]
    for name in ("win32ctypes", "win32ctypes.pywin32"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, library.__name__, library)
    keys._refusals.cache_clear()

    def refuse(*_: str) -> str:
        raise WindowsError(1312)

    monkeypatch.setattr(system, "get_password", refuse)
    store = open_key_store(tmp_path)
    with pytest.raises(KeyStoreClosed):
        store.get("a")
    kept = new_keys(store, "a")
    assert [file.name for file in tmp_path.iterdir()] == ["a.key"]
    assert keys_of(store, "a") == kept
    keys._refusals.cache_clear()


def test_a_key_fits_into_the_vault_of_windows() -> None:
    """CRED_MAX_CREDENTIAL_BLOB_SIZE is 2,560 bytes, two for each character (wincred.h)."""
    assert 2 * KEY_BYTES * 2 <= 2_560


@pytest.mark.skipif(sys.platform != "win32", reason="the vault of Windows")
def test_keys_lie_in_the_vault_of_windows_and_in_no_file(tmp_path: Path) -> None:
    """Windows encrypts it for the user (DPAPI): who copies the disk, or signs in as another, has
    no key."""
    from keyring.backends.Windows import WinVaultKeyring

    use(WinVaultKeyring())
    store = open_key_store(tmp_path / "keys")
    names = ("vault-test", key_name("vault-test", 2), "vault-test-other")
    try:
        for number, name in enumerate(names):
            store.put(name, bytes([number]) * KEY_BYTES)
        assert [store.get(name) for name in names] == [bytes([n]) * KEY_BYTES for n in range(3)]
        with pytest.raises(FileExistsError):
            store.put(names[0], b"x" * KEY_BYTES)
        assert store.get("vault-test-none") is None
        assert not (tmp_path / "keys").exists()
    finally:
        for name in names:
            keyring.delete_password("hallclient", name)
