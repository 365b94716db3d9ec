"""Writes day scripts event by event, each with what it ought to come to."""

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any, Self

from hallclient.play import people
from hallclient.play.generate import greedy

ON = date(2026, 11, 20)
FLOAT = {"5000": 2, "1000": 10, "100": 50, "50": 20, "10": 100}
"""270 yuan."""
FLOAT_FEN = sum(int(face) * pieces for face, pieces in FLOAT.items())
CLERKS = {1: "C001", 2: "C002", 3: "C003"}


def person(seed: int, name: str = "林一诺", **more: Any) -> dict[str, Any]:
    """An invented grown-up with a resident card that is valid for years."""
    born = date(1970 + seed % 30, 1 + seed % 12, 1 + seed % 28)
    number = people.resident_number(Random(seed), born=born)  # noqa: S311 - an invention
    document = {"kind": "resident-id", "number": number, "valid_until": "2036-01-01"}
    return {"name": name, "document": document} | more


HOLDER = person(1)
"""Has the number 19800000000 in service."""


def sim(number: int) -> str:
    """A SIM card of the hall, from 1."""
    return people.iccid(100_000 + number)


def recharge(fen: int, mobile: str = "19800000000") -> dict[str, Any]:
    """A line."""
    return {"kind": "recharge", "mobile": mobile, "amount_fen": fen}


def new_number(piece: int, plan: str = "light-19", **more: Any) -> dict[str, Any]:
    """A line: the piece-th number of the pool with the piece-th SIM card."""
    mobile = f"1990000{piece:04d}"
    line = {"kind": "new_number", "mobile": mobile, "iccid": sim(piece), "plan": plan}
    return line | {"deposit_fen": 10_000} | more


def cash(fen: int) -> list[dict[str, Any]]:
    """What the customer gives."""
    return [{"method": "cash", "amount_fen": fen}]


def paid(method: str, fen: int, reference: str) -> dict[str, Any]:
    """A payment by anything but cash."""
    return {"method": method, "amount_fen": fen, "reference": reference}


class Script:
    """A day of a small hall; `codes` holds what each event comes to, "" for well."""

    def __init__(self, counters: int = 1, **policy: Any) -> None:
        self.counters = {number: CLERKS[number] for number in range(1, counters + 1)}
        self.policy = policy
        self.events: list[dict[str, Any]] = []
        self.codes: list[str] = []
        self._minute = 8 * 60 + 30

    def add(
        self, do: str, counter: int | None = 1, *, wants: str = "", at: str = "", **fields: Any
    ) -> Self:
        """One event, two minutes after the one before unless a time is given."""
        if at:
            self._minute = int(at[:2]) * 60 + int(at[3:])
        else:
            self._minute += 2
        event = {"do": do, "at": f"{self._minute // 60:02d}:{self._minute % 60:02d}"}
        where = {} if counter is None else {"counter": counter}
        self.events.append(event | where | fields)
        self.codes.append(wants)
        return self

    def open(self, counter: int = 1, **more: Any) -> Self:
        """Opens with the usual float."""
        return self.add("open_shift", counter, float={"denominations": FLOAT}, **more)

    def sell(
        self, lines: list[dict[str, Any]], tenders: list[dict[str, Any]], counter: int = 1,
        customer: Mapping[str, Any] | None = None, **more: Any,
    ) -> Self:  # fmt: skip
        """An order."""
        return self.add("order", counter, customer=customer, lines=lines, tenders=tenders, **more)

    def count(self, fen: int, counter: int = 1, **more: Any) -> Self:
        """Counts this much cash."""
        return self.add("count", counter, denominations=greedy(fen), **more)

    def approve(self, counter: int = 1, by: str = "M001", **more: Any) -> Self:
        """The manager approves."""
        return self.add("approve_shift", counter, approver=by, **more)

    def close(self, deposit: int, *, bag: str = "B1", **more: Any) -> Self:
        """The manager closes the day before clerk C001."""
        fields = {"by": "M001", "bag": bag, "witness": "C001", "deposit_fen": deposit} | more
        return self.add("close_day", None, **fields)

    def plain(self) -> dict[str, Any]:
        """As `hallclient play` reads it."""
        staff = [("C001", "clerk"), ("C002", "clerk"), ("C003", "vip"), ("M001", "duty_manager"),
                 ("M002", "duty_manager"), ("A001", "auditor"), ("G001", "guide")]  # fmt: skip
        return {
            "hall": {"code": "H009", "name": "试验营业厅", "policy": self.policy},
            "date": ON.isoformat(),
            "staff": [{"code": code, "name": f"员工{code}", "role": role} for code, role in staff],
            "counters": [{"number": n, "clerk": clerk} for n, clerk in self.counters.items()],
            "stock": {
                "sim_cards": [{"first": sim(1), "last": sim(30)}],
                "numbers": [{"first": "19900000001", "last": "19900000030"}],
                "value_cards": [
                    {"first": "30000001", "last": "30000040", "face_fen": 3000},
                    {"first": "50000001", "last": "50000040", "face_fen": 5000},
                ],
            },
            "subscribers": [
                {"customer": HOLDER, "mobile": "19800000000", "iccid": people.iccid(9001),
                 "plan": "light-19"},
                {"customer": person(2, "江思远"), "mobile": "19800000001",
                 "iccid": people.iccid(9002), "plan": "light-19"},
            ],
            "events": self.events,
        }  # fmt: skip
