"""Personal text at rest: opens for who has the keys, and only where it was written."""

import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, text

from hallclient.base.clock import ScriptClock
from hallclient.custody.records import CustodyCount
from hallclient.store.audit import act
from hallclient.store.blind import MARK_LENGTH, blind
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.integrity import check_store
from hallclient.store.keys import KeyMissing, Keys
from hallclient.store.personal import (
    ERASED,
    Cipher,
    DataKey,
    KeyVersion,
    PersonalDamaged,
    PersonalKey,
    cipher_of,
    erase,
    month_of,
)
from hallclient.store.unit_of_work import Store

NOTE = "李样例把印章落在三号台了"
PLACE = "custody_counts.note"

written = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
same_desk = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def key_of(desk: Desk, whose: str) -> DataKey:
    with desk.write() as session:
        return cipher_of(session).key_for(session, desk.hall, whose, desk.now())


def cipher(desk: Desk) -> Cipher:
    with desk.read() as session:
        return cipher_of(session)


def keep(desk: Desk, number: int, note: str, whose: str = "") -> None:
    row = {"number": number, "at": desk.now(), "by": "C1", "witness": "C2", "custodian": ""}
    with act(desk, "custody.count") as doing:
        doing.whose = whose
        doing.add(CustodyCount, [row | {"entries": 0, "note": note}])


def notes(desk: Desk) -> list[str]:
    with desk.read() as session:
        return list(session.scalars(select(CustodyCount.note).order_by(CustodyCount.number)))


def stored(desk: Desk) -> list[str]:
    with desk.read() as session:
        return list(session.scalars(text("SELECT note FROM custody_counts ORDER BY number")))


@pytest.fixture
def another(store_url: str, store: Store, clock: ScriptClock) -> Iterator[Callable[[Keys], Desk]]:
    """The same database, opened with other keys."""
    made: list[Store] = []

    def open_with(keys: Keys) -> Desk:
        made.append(Store(open_engine(store_url)))
        return Desk(made[-1], clock, keys, "H001", 1)

    yield open_with
    for each in made:
        each.close()


@same_desk
@given(written)
def test_what_is_encrypted_opens_as_it_was(desk: Desk, text_: str) -> None:
    key = key_of(desk, "someone")
    first, second = key.seal(PLACE, text_), key.seal(PLACE, text_)
    assert cipher(desk).opened(PLACE, first) == text_ == cipher(desk).opened(PLACE, second)
    assert first != second


@same_desk
@given(written, st.data())
def test_one_bit_changed_is_refused(desk: Desk, text_: str, data: st.DataObject) -> None:
    head, _, packed = key_of(desk, "someone").seal(PLACE, text_).rpartition(".")
    raw = bytearray(b64decode(packed))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(PersonalDamaged):
        cipher(desk).opened(PLACE, f"{head}.{b64encode(raw).decode()}")


@pytest.mark.parametrize("spoilt", ["李样例", "1.H001.x", "1.H001.0.a!", "2.H001.0.AAAA", "...."])
def test_what_this_program_never_wrote_is_refused(desk: Desk, spoilt: str) -> None:
    with pytest.raises(PersonalDamaged):
        cipher(desk).opened(PLACE, spoilt)


def test_a_value_opens_only_in_its_column_and_hall_and_under_its_key(desk: Desk) -> None:
    sealed = key_of(desk, "someone").seal(PLACE, NOTE)
    other = key_of(desk, "somebody else").seal(PLACE, NOTE)
    form, hall, key_id, packed = sealed.split(".")
    with pytest.raises(PersonalDamaged):
        cipher(desk).opened("orders.parties", sealed)
    with pytest.raises(PersonalDamaged):
        cipher(desk).opened(PLACE, f"{form}.H002.{key_id}.{packed}")
    with pytest.raises(PersonalDamaged):
        cipher(desk).opened(PLACE, f"{form}.{hall}.{other.split('.')[2]}.{packed}")


def test_a_row_of_one_person_put_in_the_place_of_another_breaks_the_seal(
    desk: Desk, tamper: Callable[[str], None]
) -> None:
    keep(desk, 1, "甲的备注", "one")
    keep(desk, 2, "乙的备注", "two")
    one, _ = stored(desk)
    tamper(f"UPDATE custody_counts SET note = '{one}' WHERE number = 2")
    with desk.read() as session:
        codes = [fault.code for fault in check_store(session, desk.hall, desk.keys.audit)]
    assert "audit.digest" in codes


def test_what_is_stored_says_nothing_and_what_is_read_says_all(desk: Desk) -> None:
    keep(desk, 1, NOTE)
    keep(desk, 2, "")
    assert notes(desk) == [NOTE, ""]
    assert NOTE not in stored(desk)[0]
    with desk.read() as session:
        assert list(check_store(session, desk.hall, desk.keys.audit)) == []


def test_a_remark_about_an_act_is_encrypted_and_under_its_mac(desk: Desk) -> None:
    with act(desk, "draft.settle") as doing:
        doing.remark = NOTE
    with desk.read() as session:
        assert session.scalars(text("SELECT remark FROM audit")).one().startswith("1.H001.")
        assert list(check_store(session, desk.hall, desk.keys.audit)) == []


def test_the_column_takes_no_clear_text(desk: Desk) -> None:
    row = {"hall": "H001", "number": 1, "at": desk.now(), "by": "", "witness": "", "seal": ""}
    row |= {"custodian": "", "entries": 0, "note": NOTE}
    with pytest.raises(Exception, match=PLACE), desk.write() as session:
        session.execute(insert(CustodyCount), [row])


def test_an_erased_person_is_gone_and_the_seals_hold(desk: Desk) -> None:
    keep(desk, 1, NOTE, "someone")
    keep(desk, 2, NOTE, "somebody else")
    with desk.write() as session:
        assert erase(session, desk.hall, "someone")
        assert not erase(session, desk.hall, "nobody")
    assert notes(desk) == [ERASED, NOTE]
    with desk.read() as session:
        assert list(check_store(session, desk.hall, desk.keys.audit)) == []


def test_who_is_read_while_they_are_being_erased_is_gone_with_the_commit(desk: Desk) -> None:
    keep(desk, 1, NOTE, "someone")
    with desk.write() as session:
        erase(session, desk.hall, "someone")
        assert notes(desk) == [NOTE]  # somebody at another page, before the commit
    assert notes(desk) == [ERASED]


def test_who_comes_back_after_erasure_gets_a_key_that_opens_nothing_old(desk: Desk) -> None:
    keep(desk, 1, NOTE, "someone")
    with desk.write() as session:
        erase(session, desk.hall, "someone")
    keep(desk, 2, "又来了", "someone")
    assert notes(desk) == [ERASED, "又来了"]


def test_a_key_of_a_unit_that_was_rolled_back_is_used_by_nobody(desk: Desk) -> None:
    def refused() -> None:
        with desk.write() as session:
            cipher_of(session).key_for(session, desk.hall, "someone", desk.now())
            raise KeyError

    with pytest.raises(KeyError):
        refused()
    keep(desk, 1, NOTE, "someone")
    cipher(desk).forget()
    assert notes(desk) == [NOTE]


def test_two_counters_that_need_the_months_key_at_once_share_one(desk: Desk) -> None:
    ready, found = threading.Barrier(2, timeout=20), []

    def work() -> None:
        ready.wait()
        with desk.write_beside() as session:
            whose = month_of(desk.now())
            key = cipher_of(session).key_for(session, desk.hall, whose, desk.now())
            found.append(key.seal(PLACE, NOTE))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    cipher(desk).forget()
    assert [cipher(desk).opened(PLACE, each) for each in found] == [NOTE, NOTE]
    with desk.read() as session:
        assert session.scalar(select(func.count()).select_from(PersonalKey)) == 1


def test_with_another_key_nothing_opens(desk: Desk, another: Callable[[Keys], Desk]) -> None:
    keep(desk, 1, NOTE)
    with pytest.raises(PersonalDamaged):
        notes(another(Keys(audit=b"x" * 32)))


def test_a_data_key_of_a_version_that_is_not_here_is_asked_for(
    desk: Desk, another: Callable[[Keys], Desk], tamper: Callable[[str], None]
) -> None:
    keep(desk, 1, NOTE)
    tamper("UPDATE personal_keys SET version = 2")
    with pytest.raises(PersonalDamaged):
        notes(another(Keys(audit=b"k" * 32)))
    with desk.write() as session:
        row = {"version": 2, "proof": "", "made_at": desk.now()}
        session.execute(insert(KeyVersion), [row])
    with pytest.raises(KeyMissing):
        notes(another(Keys(audit=b"k" * 32)))


@given(written, written)
def test_a_mark_is_the_same_for_the_same_text_under_the_same_key_only(one: str, two: str) -> None:
    mark = blind(b"k" * 32, "mobile", one)
    assert len(mark) == MARK_LENGTH
    assert (mark == blind(b"k" * 32, "mobile", two)) == (one == two)
    assert mark != blind(b"l" * 32, "mobile", one)
    assert mark != blind(b"k" * 32, "name", one)


def test_nothing_has_no_mark() -> None:
    assert blind(b"k" * 32, "mobile", "") == ""
