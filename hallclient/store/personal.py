"""Personal text at rest: each person's values under a data key of their own (envelope keys).

Rows that are never changed can be neither re-encrypted nor erased. So what is stored under a data
key stays as it is for ever, and only the small table of data keys changes: renewing the wrapping
key wraps them anew, and erasing a person deletes their data key. Sealed rows and their digests
stay; what nobody can open any more reads as erased.
"""

import hmac
import os
import time
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    Engine,
    Index,
    String,
    Text,
    bindparam,
    delete,
    event,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import N_
from hallclient.store.columns import (
    APPEND_ONLY,
    CIPHER,
    HallRecord,
    PersonalText,
    Record,
    Sealed,
)
from hallclient.store.keys import KeyMissing, Keys

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

type FindKey = Callable[[int, str], bytes]
ERASED: Final = "已删除"
"""What a person's values read as once their data key is deleted."""

MONTH: Final = "month/"
"""Begins `whose` of a month's key: `month/2026-11`."""

_FORM: Final = "1"
_NONCE: Final = 12
_DATA_KEY: Final = 32
_MOST_KEPT: Final = 8192
"""Data keys kept open; one takes some 500 bytes."""
_KEPT_FOR: Final = 300.0
"""Seconds an opened data key is kept: so long may another PC still read whom one PC erased."""


class PersonalDamaged(HallError, ValueError):
    """A stored personal value was changed, or stands where it was not written."""

    code = "personal.damaged"
    sentence = N_(
        "A personal value was changed from outside and is not shown. Run `hallclient verify`."
    )


class PersonalKey(HallRecord):
    """The data key (数据密钥) of a person, item or month, wrapped by the wrapping key of `version`.

    `whose` is a customer's id, `staff/CODE`, `custody/7` for an item in custody, or `month/2026-11`
    for text of nobody in particular; `wrapped` is nonce and ciphertext in base64, bound to all the
    other values but `version`.
    """

    __tablename__ = "personal_keys"
    __table_args__ = (Index("uq_personal_keys_whose", "hall", "whose", unique=True),)

    key_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    whose: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    wrapped: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]


class DestroyedKey(HallRecord):
    """A data key that was destroyed with what was written under it (`erase`)."""

    __tablename__ = "destroyed_keys"
    __table_args__ = APPEND_ONLY

    key_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    whose: Mapped[str] = mapped_column(String(64))


class KeyVersion(Record):
    """A wrapping key that this database has had; the newest wraps. `proof` tells a wrong one."""

    __tablename__ = "key_versions"
    __table_args__ = APPEND_ONLY

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    proof: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]


# Built once: they run in every order.
_KEY = select(
    PersonalKey.hall,
    PersonalKey.key_id,
    PersonalKey.whose,
    PersonalKey.version,
    PersonalKey.wrapped,
    PersonalKey.made_at,
)
_NEWEST = select(func.coalesce(func.max(KeyVersion.version), 1)).scalar_subquery()
_OF_WHOM = (  # with the version that a new key would be wrapped by, in one statement
    select(*_KEY.selected_columns, _NEWEST.label("newest"))
    .select_from(select(literal(1).label("one")).subquery())
    .outerjoin(
        PersonalKey,
        (PersonalKey.hall == bindparam("of_hall")) & (PersonalKey.whose == bindparam("of_whom")),
    )
)
_BY_ID = _KEY.where(
    PersonalKey.hall == bindparam("of_hall"), PersonalKey.key_id == bindparam("of_key")
)


@cache
def _make(dialect: str) -> Any:
    """Inserts a data key unless its owner has one; the other database's dialect is not loaded."""
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(PersonalKey).on_conflict_do_nothing()
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(PersonalKey).on_conflict_do_nothing()


@dataclass(frozen=True)
class DataKey:
    """One person's key, opened; encrypts what is theirs."""

    hall: str
    key_id: str
    aes: "AESGCM"

    def seal(self, place: str, text: str) -> str:
        """The text as it is stored at this place, `table.column`; "" stays ""."""
        if not text:
            return text
        nonce = os.urandom(_NONCE)
        packed = nonce + self.aes.encrypt(nonce, text.encode(), _bound_to(self.hall, place))
        return Sealed(stored_under(self.hall, self.key_id) + b64encode(packed).decode("ascii"))


def stored_under(hall: str, key_id: str) -> str:
    """What every value begins with that is stored under this data key."""
    return f"{_FORM}.{hall}.{key_id}."


class Cipher:
    """Opens and makes data keys of one database; bound to its engine, safe to share.

    Args:
        find: asked for a wrapping key that came into use while the client ran, by version and
            proof; raises KeyMissing, KeyWrong.
    Attributes:
        index: the key of marks, for whoever looks something up with only a session at hand.
    """

    def __init__(self, engine: Engine, keys: Keys, find: FindKey | None = None) -> None:
        self._wrapping: dict[int, AESGCM] = {}
        self._secrets = dict(keys.personal)
        self.index = keys.index
        self._find = find
        self._kept: dict[str, tuple[AESGCM, float]] = {}
        self._lock = Lock()
        # Its own connection: a value is read while the one it came by is in the middle of a result.
        self._engine = Engine(engine.pool.recreate(), engine.dialect, engine.url)
        event.listen(engine, "engine_disposed", self._close)

    def opened(self, place: str, stored: str) -> str:
        """The clear text of what is stored at this place, ERASED when its key is gone.

        Raises PersonalDamaged; KeyMissing when the key was renewed and is not on this PC.
        """
        try:
            form, hall, key_id, packed = stored.split(".")
            raw = b64decode(packed, validate=True)
        except ValueError as error:
            raise PersonalDamaged from error
        if form != _FORM:
            raise PersonalDamaged
        key = self._of_id(hall, key_id)
        return ERASED if key is None else _decrypted(key, raw, _bound_to(hall, place)).decode()

    def key_for(self, session: Session, hall: str, whose: str, at: datetime) -> DataKey:
        """The data key under which this person's values are written, made when there is none.

        Read in the open session each time: somebody may have been erased a moment ago.
        """
        connection = session.connection()
        where = {"of_hall": hall, "of_whom": whose}
        row = connection.execute(_OF_WHOM, where).one()
        if row.key_id is None:
            made = self._made(session, hall, whose, at, row.newest)
            if made is not None:
                return made
            row = connection.execute(_OF_WHOM, where).one()  # somebody else was first
        kept = self._still_kept(row.key_id)
        return DataKey(hall, row.key_id, kept or self._keep(row))

    def hidden(self, place: str, text: str) -> str:
        """The text encrypted so that it always looks the same: found whole, in no order.

        For numbers that stand in keys. Under a key of the database, not of a person: such a
        value is not erased with anybody, and is not touched when keys are renewed.
        """
        sealed = _steady(self.index).encrypt(text.encode(), [place.encode()])
        return urlsafe_b64encode(sealed).decode("ascii")

    def revealed(self, place: str, stored: str) -> str:
        """What was hidden at this place; raises PersonalDamaged."""
        from cryptography.exceptions import InvalidTag

        try:
            sealed = urlsafe_b64decode(stored)
            return _steady(self.index).decrypt(sealed, [place.encode()]).decode()
        except (InvalidTag, ValueError) as error:
            raise PersonalDamaged from error

    def warm(self, session: Session, hall: str, people: Sequence[str]) -> None:
        """Opens the keys of these people in one statement, before many of their values are read."""
        query = _KEY.where(PersonalKey.hall == hall, PersonalKey.whose.in_(people))
        for row in session.connection().execute(query):
            if self._still_kept(row.key_id) is None:
                self._keep(row)

    def forget(self) -> None:
        """Forgets every opened key: what was erased is gone here at once."""
        with self._lock:
            self._kept.clear()

    def _made(
        self, session: Session, hall: str, whose: str, at: datetime, version: int
    ) -> DataKey | None:
        """A new data key on the books, or None when another client made one at this moment."""
        connection = session.connection()
        key_id, data = new_id()[-16:], os.urandom(_DATA_KEY)
        row = {"hall": hall, "key_id": key_id, "whose": whose, "version": version, "made_at": at}
        row["wrapped"] = self.wrap(data, row)
        if connection.execute(_make(connection.dialect.name), row).rowcount != 1:
            return None
        return DataKey(hall, key_id, self._kept_as(key_id, data))

    def wrap(self, data: bytes, row: Mapping[str, Any]) -> str:
        """A data key as a row of `personal_keys` with these other values keeps it."""
        nonce = os.urandom(_NONCE)
        sealed = self._wrapper(row["version"]).encrypt(nonce, data, _owner(row))
        return b64encode(nonce + sealed).decode("ascii")

    def unwrap(self, row: Mapping[Any, Any]) -> bytes:
        """The data key of a row of `personal_keys`; raises PersonalDamaged, KeyMissing."""
        try:
            packed = b64decode(row["wrapped"], validate=True)
        except ValueError as error:
            raise PersonalDamaged from error
        return _decrypted(self._wrapper(row["version"]), packed, _owner(row))

    def _of_id(self, hall: str, key_id: str) -> "AESGCM | None":
        kept = self._still_kept(key_id)
        if kept is not None:
            return kept
        with self._engine.connect() as connection:
            row = connection.execute(_BY_ID, {"of_hall": hall, "of_key": key_id}).first()
        return None if row is None else self._keep(row)

    def _still_kept(self, key_id: str) -> "AESGCM | None":
        found = self._kept.get(key_id)
        return found[0] if found is not None and found[1] > time.monotonic() else None

    def _keep(self, row: Any) -> "AESGCM":
        return self._kept_as(row.key_id, self.unwrap(row._mapping))

    def _kept_as(self, key_id: str, data: bytes) -> "AESGCM":
        aes = _aes(data)
        with self._lock:
            while len(self._kept) >= _MOST_KEPT:
                del self._kept[next(iter(self._kept))]  # the one kept longest
            self._kept[key_id] = aes, time.monotonic() + _KEPT_FOR
        return aes

    def _wrapper(self, version: int) -> "AESGCM":
        wrapper = self._wrapping.get(version)
        if wrapper is None:
            secret = self._secrets.get(version) or self._found(version)
            wrapper = self._wrapping[version] = _aes(secret)
        return wrapper

    def _found(self, version: int) -> bytes:
        with self._engine.connect() as connection:
            query = select(KeyVersion.proof).where(KeyVersion.version == version)
            proof = connection.execute(query).scalar_one_or_none()
        if proof is None:
            raise PersonalDamaged  # this database never had such a key
        if self._find is None:
            raise KeyMissing(name=f"v{version}.key")
        return self._find(version, proof)

    def _close(self, _engine: Engine) -> None:
        self._engine.dispose()


def bind(engine: Engine, keys: Keys, find: FindKey | None = None) -> Cipher:
    """The cipher of an engine's database; made and bound the first time."""
    cipher = getattr(engine.dialect, CIPHER, None)
    if not isinstance(cipher, Cipher):
        cipher = Cipher(engine, keys, find)
        setattr(engine.dialect, CIPHER, cipher)
    return cipher


def cipher_of(session: Session) -> Cipher:
    """The cipher of the session's database; a database without one is a caller's bug."""
    cipher = getattr(session.get_bind().dialect, CIPHER, None)
    if not isinstance(cipher, Cipher):
        raise TypeError("this database was opened without its keys")
    return cipher


@cache
def personal_columns(table: type[Record]) -> Mapping[str, str]:
    """The columns of a table that hold personal text, each with its place."""
    return {
        column.name: column.type.place
        for column in table.__table__.columns
        if isinstance(column.type, PersonalText) and column.type.place
    }


def enciphered(key: DataKey, table: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """A row's values with its personal text encrypted; what is encrypted already stays so."""
    sealed = dict(values)
    for name, place in personal_columns(table).items():
        value = sealed.get(name)
        if value and not isinstance(value, Sealed):
            sealed[name] = key.seal(place, value)
    return sealed


def month_of(at: datetime) -> str:
    """Whose key takes text of nobody in particular: this month's."""
    return f"{MONTH}{at.year:04d}-{at.month:02d}"


def readable_since(session: Session, hall: str) -> datetime:
    """The first moment whose text of nobody in particular was not erased with its month."""
    months = select(PersonalKey.whose).where(
        PersonalKey.hall == hall, PersonalKey.whose.startswith(MONTH)
    )
    first = months.order_by(PersonalKey.whose).limit(1)
    oldest = session.connection().execute(first).scalar_one_or_none()
    if oldest is None:
        return datetime.max.replace(tzinfo=UTC)
    return datetime.fromisoformat(f"{oldest.removeprefix(MONTH)}-01").replace(tzinfo=UTC)


def erase(session: Session, hall: str, whose: str) -> bool:
    """Deletes somebody's data key: all that was written under it can be read by nobody any more.

    On this PC at once, on others within five minutes. False when there was none. Call it in the
    last step of a unit of work that has written down that and why it was done.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":  # else the key would lie on in the freed page
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
    deleted = delete(PersonalKey).where(PersonalKey.hall == hall, PersonalKey.whose == whose)
    key_id = connection.execute(deleted.returning(PersonalKey.key_id)).scalar_one_or_none()
    if key_id is not None:
        row = {"hall": hall, "key_id": key_id, "whose": whose}
        connection.execute(insert(DestroyedKey), row)
    cipher = cipher_of(session)
    cipher.forget()
    # until the commit others still read it, and it would be kept once more
    event.listen(session, "after_commit", lambda _session: cipher.forget(), once=True)
    return key_id is not None


def _decrypted(key: "AESGCM", packed: bytes, bound_to: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag

    try:
        return key.decrypt(packed[:_NONCE], packed[_NONCE:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise PersonalDamaged from error


def _bound_to(hall: str, place: str) -> bytes:
    """Associated data: a value opens only in the hall and column for which it was written."""
    return f"{hall}/{place}".encode()


def _owner(row: Mapping[Any, Any]) -> bytes:
    """The same for a data key: nobody else's, of no other moment."""
    made_at = row["made_at"].astimezone(UTC).isoformat(timespec="microseconds")
    return f"{row['hall']}/{row['key_id']}/{row['whose']}/{made_at}".encode()


def _aes(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # slow to load: when needed

    return AESGCM(key)


@cache
def _steady(index: bytes) -> "AESSIV":
    """AES-256-SIV (RFC 5297): the same text gives the same ciphertext, and nothing else does."""
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    return AESSIV(hmac.digest(index, b"hidden", "sha512"))
