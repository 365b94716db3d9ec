"""Versions of the key that wraps data keys: told when a database is opened, renewed on command.

Renewing touches nothing but the small table of data keys, in short transactions; clients go on
working. Killed half-way it is taken up again by the next call: some data keys are then still
wrapped by the version before, which nobody has thrown away.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, insert, select, tuple_, update
from sqlalchemy.orm import Session

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.progress import Step
from hallclient.store import meta
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.store.keys import (
    KEY_BYTES,
    FileKeyStore,
    KeyMissing,
    Keys,
    KeyStore,
    KeyWrong,
    key_check,
    key_name,
    keys_of,
    new_keys,
    secret_of,
    wrapping_key,
)
from hallclient.store.personal import Cipher, FindKey, KeyVersion, PersonalKey, cipher_of
from hallclient.store.trouble import DatabaseDamaged
from hallclient.store.turns import wait_until_alone

_BATCH: Final = 500
"""Data keys in one transaction: a few milliseconds, so that no clerk waits for it."""


class KeyFileExists(HallError):
    """A key file is never written over."""

    code = "key.exists"
    sentence = N_("{name} is there already. Choose an empty folder for the key.")


class KeyFileUnwritten(HallError):
    """The folder cannot be written, or is full."""

    code = "key.unwritten"
    sentence = N_("{name} could not be written. Choose another folder for the key.")


_REWRAP = (
    update(PersonalKey)
    .where(
        PersonalKey.hall == bindparam("of_hall"),
        PersonalKey.key_id == bindparam("of_key"),
        PersonalKey.version == bindparam("from_version"),
    )
    .values(version=bindparam("to_version"), wrapped=bindparam("anew"))
)


@dataclass(frozen=True)
class Renewed:
    """What a renewal did.

    Attributes:
        version: of the key in use now.
        data_keys: how many were wrapped anew in this run.
        file: the name of the key file to bring to the hall's other PCs.
    """

    version: int
    data_keys: int
    file: str


def note_version(connection: Connection, version: int, key: bytes, at: datetime) -> bool:
    """Writes down which key is in use from now on, unless one is; whether it is this one."""
    query = select(KeyVersion.proof).where(KeyVersion.version == version)
    proof = connection.execute(query).scalar_one_or_none()
    if proof is None:
        row = {"version": version, "proof": key_check(key), "made_at": at}
        connection.execute(insert(KeyVersion), row)
    return proof is None or _is_proof(proof, key)


def _is_proof(proof: str, key: bytes) -> bool:
    return hmac.compare_digest(key_check(key).encode(), proof.encode())


def checked_keys(connection: Connection, store: KeyStore, database_id: str) -> Keys:
    """The keys of an open database; raises KeyMissing, KeyWrong: nothing is read with those.

    Raises DatabaseDamaged for a version that is no number: a spoilt page, as this is read first.
    """
    rows = connection.execute(select(KeyVersion.version, KeyVersion.proof)).all()
    if any(type(row.version) is not int or row.version < 1 for row in rows):
        raise DatabaseDamaged
    proofs = {row.version: str(row.proof) for row in rows}
    keys = keys_of(store, database_id, max(proofs, default=1))
    for version, proof in proofs.items():
        if not _is_proof(proof, keys.personal[version]):
            raise KeyWrong(name=f"{key_name(database_id, version)}.key")
    return keys


def first_keys(connection: Connection, store: KeyStore, database_id: str) -> Keys:
    """The keys of a database that no hall is in yet: made now, or when its founding was begun.

    Raises KeyMissing, KeyWrong when it was begun with other keys: the database kept their proof,
    and a hall under new ones would never open again.
    """
    begun = connection.execute(select(KeyVersion.version)).first() is not None
    try:
        return checked_keys(connection, store, database_id)
    except KeyMissing:
        if begun:
            raise
        return new_keys(store, database_id)


def finder(store: KeyStore, database_id: str) -> FindKey:
    """Looks for a wrapping key that was made while the client runs.

    Raises KeyMissing, KeyWrong: what was wrapped by another key than the others have would be
    lost to them.
    """

    def find(version: int, proof: str) -> bytes:
        key = wrapping_key(secret_of(store, database_id, version))
        if not _is_proof(proof, key):
            raise KeyWrong(name=f"{key_name(database_id, version)}.key")
        return key

    return find


def copy_secrets(desk: Desk, store: KeyStore, target: FileKeyStore) -> list[str]:
    """Writes every secret of this database into another folder, on record; gives the file names.

    All of them or none. Raises KeyFileExists, KeyFileUnwritten.
    """
    database_id = _database_of(desk)
    names = [key_name(database_id, version) for version in range(1, _newest(desk) + 1)]
    put: list[str] = []
    try:
        with act(desk, "key.copy") as doing:
            doing.subject = f"key/{len(names)}"
            for version, name in enumerate(names, start=1):
                _put(target, name, secret_of(store, database_id, version))
                put.append(name)
    except BaseException:
        for name in put:
            target.remove(name)
        raise
    return [f"{name}.key" for name in names]


def _put(target: FileKeyStore, name: str, secret: bytes) -> None:
    try:
        target.put(name, secret)
    except FileExistsError as error:
        raise KeyFileExists(name=f"{name}.key") from error
    except OSError as error:
        raise KeyFileUnwritten(name=f"{name}.key") from error


def renew(desk: Desk, store: KeyStore, step: Step) -> Renewed:
    """Makes a new wrapping key and wraps every data key anew, or ends a renewal cut short.

    Raises KeyWrong when another PC renews it at this moment: its key is the one.

    Both ends are on record. The first secret stays for good: it seals the audit chain and makes
    the keyed marks, which stand in rows that are never changed.
    """
    database_id, version = _database_of(desk), _newest(desk)
    if not _left(desk, version):
        version = _begin(desk, store, database_id, version + 1)
    done = 0
    while _left(desk, version):
        done += _wrap_anew(desk, version, step)
    with act(desk, "key.renewed") as doing:
        doing.subject = f"key/{version}"
        doing.note(version=version, data_keys=done)
    return Renewed(version, done, f"{key_name(database_id, version)}.key")


def _begin(desk: Desk, store: KeyStore, database_id: str, version: int) -> int:
    """Keeps the new secret first: a database must never name a key that nobody has."""
    name = key_name(database_id, version)
    if store.get(name) is None:
        store.put(name, secrets.token_bytes(KEY_BYTES))
    key = wrapping_key(secret_of(store, database_id, version))
    with act(desk, "key.renew") as doing:
        for hall in _halls(doing.session):
            wait_until_alone(doing.session, hall)  # whoever makes a data key next sees the version
        if not note_version(doing.session.connection(), version, key, doing.at):
            raise KeyWrong(name=f"{name}.key")  # another PC was first, with a secret of its own
        doing.subject = f"key/{version}"
        doing.note(version=version)
    return version


def _halls(session: Session) -> list[str]:
    return sorted(session.scalars(select(PersonalKey.hall).distinct()))


def _wrap_anew(desk: Desk, version: int, step: Step) -> int:
    """One walk over all data keys, in the order of their ids; gives how many were changed."""
    last, seen, changed = ("", ""), 0, 0
    total = _count(desk)
    step(0, total)
    while True:
        with desk.store.write() as session:
            rows = _page(session, last)
            old = [row for row in rows if row.version < version]
            if old:
                anew = _anew(cipher_of(session), old, version)
                session.connection().execute(_REWRAP, anew)
        if not rows:
            return changed
        last = rows[-1].hall, rows[-1].key_id
        seen, changed = seen + len(rows), changed + len(old)
        step(min(seen, total), total)


def _page(session: Session, after: tuple[str, str]) -> list[Any]:
    key = tuple_(PersonalKey.hall, PersonalKey.key_id)
    query = select(PersonalKey.__table__).where(key > after)
    page = query.order_by(PersonalKey.hall, PersonalKey.key_id).limit(_BATCH)
    return list(session.connection().execute(page))


def _anew(cipher: Cipher, rows: list[Any], version: int) -> list[dict[str, Any]]:
    changes = []
    for row in rows:
        data = cipher.unwrap(row._mapping)
        changes.append(
            {
                "of_hall": row.hall,
                "of_key": row.key_id,
                "from_version": row.version,
                "to_version": version,
                "anew": cipher.wrap(data, {**row._mapping, "version": version}),
            }
        )
    return changes


def _database_of(desk: Desk) -> str:
    with desk.read() as session:
        return meta.database_id(session) or ""


def _newest(desk: Desk) -> int:
    with desk.read() as session:
        return int(session.scalars(select(func.coalesce(func.max(KeyVersion.version), 1))).one())


def _left(desk: Desk, version: int) -> bool:
    with desk.read() as session:
        query = select(PersonalKey.key_id).where(PersonalKey.version < version).limit(1)
        return session.execute(query).first() is not None


def _count(desk: Desk) -> int:
    with desk.read() as session:
        return session.scalar(select(func.count()).select_from(PersonalKey)) or 0
