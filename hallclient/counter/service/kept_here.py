"""Drafts (草稿) that the database could not take: kept on this PC, encrypted, and brought home.

Only while the database is away; what it takes is in the database alone.
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select

from hallclient.base.errors import Away, HallError, OutcomeUnknown
from hallclient.counter.guests import GuestAt, guest_by_ticket
from hallclient.counter.keeping import draft_content, draft_from
from hallclient.counter.records import Draft
from hallclient.counter.rules import CompletedOrder, OrderDraft
from hallclient.counter.service.completing import SUBJECT, complete
from hallclient.counter.service.drafting import save_draft
from hallclient.store.audit import subject_of
from hallclient.store.desk import Desk
from hallclient.store.keys import Keys
from hallclient.store.trouble import DatabaseBusy, DatabaseFull, DatabaseReadOnly

_NONCE: Final = 12
_NOT_TAKEN: Final = (Away, OutcomeUnknown, DatabaseBusy, DatabaseFull, DatabaseReadOnly)
_BOUND_TO: Final = b"draft on this PC"


@dataclass(frozen=True)
class KeptDraft:
    """A draft as it lies here; `sent` when it is not known whether its order was taken."""

    draft: OrderDraft
    hall: str
    clerk: str
    counter: int
    saved_at: datetime
    sent: bool


class DraftsHere:
    """A folder of this PC with one encrypted file for each draft; used from one lane only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: set[str] = set()

    def save(self, desk: Desk, draft: OrderDraft) -> None:
        """Saves a draft in the database, else here; raises what `save_draft` raises but Away."""
        try:
            save_draft(desk, draft)
        except Away:
            self.keep(desk, draft)
        except _NOT_TAKEN:
            self.keep(desk, draft)
            raise
        else:
            self.forget(draft.request_id)

    def complete(
        self, desk: Desk, draft: OrderDraft, guest_at: GuestAt = guest_by_ticket
    ) -> CompletedOrder:
        """Puts the order on the books; when they cannot be reached the draft is kept here."""
        try:
            order = complete(desk, draft, guest_at)
        except _NOT_TAKEN as error:
            self.keep(desk, draft, sent=isinstance(error, OutcomeUnknown))
            raise
        self.forget(draft.request_id)
        return order

    def keep(self, desk: Desk, draft: OrderDraft, *, sent: bool = False) -> None:
        """Writes the draft durably; a disk that takes nothing leaves it on the screen alone."""
        text = json.dumps(
            {
                "draft": draft.request_id,
                "hall": desk.hall,
                "clerk": desk.clerk,
                "counter": desk.counter,
                "saved_at": desk.now().isoformat(),
                "sent": sent,
                "content": draft_content(draft),
            }
        )
        file = self._file(draft.request_id)
        part = file.with_suffix(".part")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as out:
                out.write(_sealed(desk.keys, text))
                out.flush()
                os.fsync(out.fileno())
            part.replace(file)
        except OSError:
            return
        self._held.add(draft.request_id)

    def forget(self, draft_id: str) -> None:
        """The draft is in the database, on the books or gone."""
        if draft_id not in self._held:
            return
        with suppress(OSError):  # somebody else has it open: it goes with the next
            self._file(draft_id).unlink(missing_ok=True)
            self._held.discard(draft_id)

    def bring_home(self, desk: Desk) -> tuple[str, ...]:
        """Puts what lies here into the database, whoever typed it.

        Returns the numbers of the orders whose answer was lost and that were taken. Raises Away;
        what is not home or not told yet stays here, and what is refused keeps nothing else from
        going home.
        """
        taken: dict[str, str] = {}
        for kept in tuple(self._kept(desk.keys)):
            if kept.hall != desk.hall:
                continue
            try:
                number = self._bring(desk.acting(kept.clerk, kept.counter), kept)
            except Away:
                raise
            except HallError:  # as when somebody noted a payment there that is not known here
                continue
            self._held.add(kept.draft.request_id)
            if number and kept.sent:
                taken[kept.draft.request_id] = number
            else:
                self.forget(kept.draft.request_id)
        for draft_id in taken:  # only now: had the database gone away, nobody would be told
            self.forget(draft_id)
        return tuple(taken.values())

    def _bring(self, desk: Desk, kept: KeptDraft) -> str:
        """The number of the order that the draft has become, "" while it is none."""
        number, saved_at = _found(desk, kept.draft.request_id)
        if number or (saved_at is not None and saved_at > kept.saved_at):
            return number
        save_draft(desk, kept.draft)
        number, _ = _found(desk, kept.draft.request_id)  # it may have committed meanwhile
        return number

    def _kept(self, keys: Keys) -> Iterator[KeptDraft]:
        """What lies here and was written with these keys; anything else is left alone."""
        for file in sorted(self._folder.glob("*.draft")):
            try:
                text = _opened(keys, file.read_text("ascii", errors="replace"))
                kept = None if text is None else _kept_from(text)
            except (OSError, KeyError, TypeError, ValueError):  # another version may have written
                continue
            if kept is not None:
                yield kept

    def _file(self, draft_id: str) -> Path:
        """Named by a digest: an id from elsewhere is never part of a path."""
        return self._folder / f"{hashlib.sha256(draft_id.encode()).hexdigest()[:32]}.draft"


def _found(desk: Desk, draft_id: str) -> tuple[str, datetime | None]:
    """The number of the order, "" while there is none; when the database's draft was saved."""
    query = select(Draft.saved_at).where(Draft.hall == desk.hall, Draft.draft_id == draft_id)
    with desk.read() as session:
        subject = subject_of(session, desk.hall, draft_id) or ""
        return subject.removeprefix(SUBJECT), session.scalars(query).one_or_none()


def _kept_from(text: str) -> KeptDraft:
    """Raises KeyError, TypeError, ValueError."""
    kept = json.loads(text)
    return KeptDraft(
        draft_from(kept["draft"], kept["content"]),
        kept["hall"],
        kept["clerk"],
        kept["counter"],
        datetime.fromisoformat(kept["saved_at"]),
        kept["sent"],
    )


def _sealed(keys: Keys, text: str) -> str:
    """Key version and text, encrypted with the newest of the keys that wrap personal data."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # slow to load

    version = max(keys.personal)
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(keys.personal[version]).encrypt(nonce, text.encode(), _BOUND_TO)
    return f"{version}.{base64.b64encode(nonce + sealed).decode('ascii')}"


def _opened(keys: Keys, sealed: str) -> str | None:
    """The text, None when it was not written with one of these keys or is not whole."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    version, _dot, packed = sealed.partition(".")
    try:
        key = keys.personal[int(version)]
        raw = base64.b64decode(packed, validate=True)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], _BOUND_TO).decode()
    except (InvalidTag, KeyError, ValueError):
        return None
