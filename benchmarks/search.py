"""Finding one of 1,000,000 encrypted customers, and recognising a VIP guest among them."""

import itertools
import os
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import insert

from benchmarks import hall
from benchmarks.measure import Figure, alternate
from hallclient import hall as house
from hallclient.base.ids import new_id
from hallclient.customers import service as customers
from hallclient.customers.book import marks
from hallclient.customers.records import Customer, Subscription
from hallclient.customers.rules import DocumentKind, Entry, holder_of, name_keys
from hallclient.store.desk import Desk
from hallclient.store.personal import DataKey, PersonalKey, bind, enciphered
from hallclient.vip import service as vip
from hallclient.vip.rules import Enrol

PART = 5_000
FIRST = 1_700_000_000_000
"""Milliseconds of the first customer's id; the others came one a millisecond."""

CHECKED = date(2026, 11, 1)
MADE = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
WEIGHTS = (72, 71, 68, 54, 45, 31, 22, 21, 20, 19, 17, 15, 13, 13, 12, 12, 11, 11, 10, 10)
"""How often the twenty most frequent surnames occur, in thousandths; half of everybody."""
RARER = (
    "梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华红玉萍鹏志建文国梅春海山仁波宁"
    "贵福生龙元全胜学祥才发新利清飞彬富顺信子昌成康星光天达安岩中茂进林有坚和彪博诚先"
    "敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江浩亮政谦亨奇固之轮翰朗伯宏言若鸣"
    "朋斌梁栋维启克伦翔旭泽晨辰士以建家致树炎德行时泰盛雄琛钧冠策腾楠榕风航弘"
)


@dataclass(frozen=True)
class Person:
    """An invented customer, in clear."""

    place: int
    name: str
    document: str
    mobile: str


def people(count: int) -> Iterator[Person]:
    """Invented people whose names are spread as names are; numbers of nobody."""
    draw = random.Random(20261122)
    surnames = SURNAMES + RARER
    weights = (*WEIGHTS, *(5 for _ in RARER))
    for number in range(count):
        (surname,) = draw.choices(surnames, weights)
        given = "".join(draw.choices(GIVEN, k=1 if draw.random() < 0.15 else 2))
        yield Person(number, surname + given, f"110000{number:012d}", f"1{number + 3 * 10**9:010d}")


def fill(desk: Desk, file: Path, count: int) -> None:
    """The people in the archive, each under a key of their own, with one number in service."""
    tokens = sqlite3.connect(file.with_name("tokens.db"))
    tokens.execute("PRAGMA synchronous=OFF")
    tokens.execute("CREATE TABLE t (token INTEGER, number INTEGER)")
    for part in itertools.batched(people(count), PART, strict=False):
        rows = [_rows(desk, person) for person in part]
        with desk.store.engine.begin() as connection:
            for place, table in enumerate((PersonalKey, Customer, Subscription)):
                connection.execute(insert(table), [row[place] for row in rows])
        pairs = (pair for row in rows for pair in row[3])
        tokens.executemany("INSERT INTO t VALUES (?, ?)", pairs)
    tokens.commit()
    tokens.close()
    books = sqlite3.connect(file)
    books.execute("PRAGMA synchronous=OFF")
    books.execute("ATTACH ? AS other", (str(file.with_name("tokens.db")),))
    books.execute(
        "INSERT INTO customer_tokens (hall, token, number)"
        " SELECT ?, token, number FROM other.t ORDER BY token, number",
        (desk.hall,),
    )
    books.commit()
    books.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    books.close()


def _rows(desk: Desk, person: Person) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], Any]:
    """Key, customer, number in service, tokens: all that the archive keeps of one person."""
    customer_id, index = f"{FIRST + person.place:012x}7{new_id()[13:]}", desk.keys.index
    key, kept = _data_key(desk, customer_id)
    clear = _clear(person) | {"hall": desk.hall, "customer_id": customer_id}
    customer = enciphered(key, Customer, clear | marks.customer_marks(index, clear))
    held = clear | _number()
    columns = Subscription.__table__.columns.keys()
    held = {name: value for name, value in held.items() if name in columns}
    subscription = enciphered(key, Subscription, held | marks.subscription_marks(index, held))
    number = marks.number_of(customer_id)
    tokens = [(token, number) for token in marks.tokens_of(index, person.name)]
    return kept, customer, subscription, tokens


def _data_key(desk: Desk, customer_id: str) -> tuple[DataKey, dict[str, Any]]:
    data, key_id = os.urandom(32), new_id()[-16:]
    kept: dict[str, Any] = {
        "hall": desk.hall,
        "key_id": key_id,
        "whose": customer_id,
        "version": 1,
        "made_at": MADE,
    }
    kept["wrapped"] = bind(desk.store.engine, desk.keys).wrap(data, kept)
    return DataKey(desk.hall, key_id, AESGCM(data)), kept


def _clear(person: Person) -> dict[str, Any]:
    return {
        "organisation": False,
        "name": person.name,
        "holder": holder_of(DocumentKind.RESIDENT_ID, person.document),
        "document_kind": DocumentKind.RESIDENT_ID.value,
        "document_number": person.document,
        "renewed": "",
        "valid_from": "",
        "valid_until": "2040-03-01",
        "entry": Entry.READER.value,
        "mobile": person.mobile,
        "address": "样例市示范路1号",
        "checked_on": CHECKED,
        "created_at": MADE,
        "version": 1,
        "erased_on": None,
    }


def _number() -> dict[str, Any]:
    return {
        "subscription_id": new_id(),
        "iccid": "89860025000000000127",
        "plan": "P39",
        "next_plan": "",
        "next_plan_from": None,
        "state": "active",
        "opened_at": MADE,
    }


def initials(person: Person) -> str:
    """`zwm` for 张伟明."""
    return min((key for key in name_keys(person.name) if key.isascii()), key=len)


def figures(*, quick: bool) -> Iterator[Figure]:
    """Medians through the service, each search for somebody not asked for before."""
    count, rounds = (50_000, 40) if quick else (1_000_000, 200)
    with tempfile.TemporaryDirectory(prefix="hall-bench-") as name:
        folder = Path(name)
        hall.make(folder)
        opened = house.open_hall(hall.place(folder))
        try:
            fill(opened.desk, folder / "hall.db", count)
            sample = _sample(count, rounds)
            yield from _measured(opened.desk, sample, rounds)
            yield from _guests(opened.desk.acting(hall.MANAGER, 0), sample, rounds)
        finally:
            opened.close()


def _sample(count: int, rounds: int) -> Sequence[Person]:
    """People from all over the archive, in no order."""
    step = count // (12 * rounds)
    sample = list(itertools.islice(people(count), 0, None, step))
    random.Random(1).shuffle(sample)
    return sample


def _measured(desk: Desk, sample: Sequence[Person], rounds: int) -> Iterator[Figure]:
    asked = iter(sample)
    goals: dict[str, tuple[Callable[[Person], str], float]] = {
        "exact mobile": (lambda one: one.mobile, 3.0),
        "exact document": (lambda one: one.document, 3.0),
        "name, one character": (lambda one: one.name[0], 10.0),
        "name, two characters": (lambda one: one.name[:2], 10.0),
        "pinyin initials": (initials, 10.0),
    }

    def search(what: str) -> None:
        assert customers.find(desk, goals[what][0](next(asked)))

    works = {what: lambda _number, what=what: search(what) for what in goals}
    times = alternate(works, rounds)
    for what, (_typed, goal) in goals.items():
        yield Figure(f"search: {what}", times[what].median * 1000, None, goal)


def _guests(desk: Desk, sample: Sequence[Person], rounds: int) -> Iterator[Figure]:
    """VIP guests recognised at the door, with tier and form of address."""
    guests = sample[-5 * rounds :]
    for one in guests:
        customer_id = customers.find(desk, one.mobile)[0].customer_id
        vip.enrol(desk, Enrol(new_id(), customer_id, "gold", "2099-12-31", _card(one)))
    asked = iter(guests)
    typed: dict[str, Callable[[Person], str]] = {
        "card": _card,
        "mobile": lambda one: one.mobile,
        "document": lambda one: one.document,
        "name": lambda one: one.name,
    }

    def recognise(what: str) -> None:
        found = vip.recognise(desk, typed[what](next(asked)))
        assert found[0].member is not None or what == "name"

    works = {what: lambda _number, what=what: recognise(what) for what in typed}
    times = alternate(works, rounds)
    for what in typed:
        yield Figure(f"VIP recognised by {what}", times[what].median * 1000, None, 10.0)


def _card(person: Person) -> str:
    return f"VIP{person.place:09d}"
