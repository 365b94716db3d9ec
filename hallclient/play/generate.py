"""Makes day scripts: a busy, believable day of a hall, the same for the same seed.

The writer keeps a plain model of every till beside the script, so that it can count what ought to
lie in the drawer; the program under the script has to come to the same sums by its own way.
"""

import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from hallclient.base.money import FACES
from hallclient.base.places import resources
from hallclient.play import people

OPENING: Final = 8 * 60 + 15
CLOSING: Final = 18 * 60
FLOAT: Final = {5000: 4, 2000: 5, 1000: 10, 500: 10, 100: 40, 50: 20, 10: 50}
METHODS: Final = ("cash", "cash", "cash", "wechat", "wechat", "alipay", "pos", "transfer")
WEIGHTS: Final = {
    "recharge": 44, "value_card": 16, "new_number": 16, "plan_change": 12, "sim_replacement": 12,
}  # fmt: skip
BESIDES: Final = {
    "M001": "duty_manager", "M002": "duty_manager", "A001": "auditor",
    "G001": "guide", "V002": "vip",
}  # fmt: skip
"""Who works at no counter: V002 is the host of the VIP lounge."""
TIERS: Final = ("diamond", "gold", "silver", "gold", "silver")
"""Of the first subscribers; in force for years, as the drinks keep: a demo is opened on any day."""
LONG: Final = "2036-12-31"
DRINKS: Final = {"tea": 60, "coffee": 60, "water": 48, "cola": 24, "paper_cups": 200, "sugar": 150}
SIM_FEE: Final = 1000
SUBSCRIBERS: Final = 24


@dataclass
class Till:
    """What the writer knows of one counter."""

    number: int
    clerk: str
    cash: int = 0
    by_method: Counter[str] = field(default_factory=Counter)


@dataclass
class Known:
    """A customer with a number in service, and the plan last chosen for it."""

    customer: dict[str, Any]
    mobile: str
    plan: str


def greedy(amount: int) -> dict[str, int]:
    """The amount (fen, whole jiao) in the fewest notes and coins, as a script writes them."""
    pieces: dict[str, int] = {}
    for face in FACES:
        count, amount = divmod(amount, face)
        if count:
            pieces[str(int(face))] = count
    if amount:
        raise ValueError("a till holds whole jiao")
    return pieces


def plan_codes() -> dict[str, int]:
    """Plan codes on sale with the prepaid deposit (fen) that each asks at opening."""
    with (resources() / "standards" / "catalog.toml").open("rb") as file:
        plans = tomllib.load(file)["plans"]
    return {plan["code"]: int(plan.get("deposit_fen", 0)) for plan in plans}


class DayWriter:
    """Writes the events of one day, in order."""

    def __init__(self, seed: int, counters: int, on: date) -> None:
        self.chance = Random(seed)  # noqa: S311 - a sample day, not a secret
        self.on = on
        self.events: list[dict[str, Any]] = []
        self.tills = [Till(number, f"C{number:03d}") for number in range(1, counters + 1)]
        self.plans = plan_codes()
        self.minute = float(OPENING)
        self.safe = 0
        self.taken: Counter[str] = Counter()
        self.known = [self._subscriber(number) for number in range(SUBSCRIBERS)]
        self.makers = {
            "recharge": self._recharge, "value_card": self._value_card,
            "new_number": self._new_number, "plan_change": self._plan_change,
            "sim_replacement": self._sim_replacement,
        }  # fmt: skip

    # what the hall holds

    def next_of(self, what: str) -> int:
        """The next unused running number of a kind of stock or reference."""
        self.taken[what] += 1
        return self.taken[what]

    def number(self) -> str:
        """A number of the pool."""
        return f"1990000{self.next_of('number'):04d}"

    def sim(self) -> str:
        """A SIM card of the hall."""
        return people.iccid(100_000 + self.next_of("sim"))

    def _subscriber(self, number: int) -> Known:
        born = date(self.chance.randint(1955, 2003), self.chance.randint(1, 12), 15)
        customer = self.person(people.resident_number(self.chance, born=born))
        return Known(customer, f"1980000{number:04d}", min(self.plans))

    def person(self, number: str, kind: str = "resident-id", **more: Any) -> dict[str, Any]:
        """A customer with a document that is valid for some years."""
        valid = self.on + timedelta(days=self.chance.randint(400, 3000))
        document = {"kind": kind, "number": number, "valid_until": valid.isoformat()}
        return {"name": people.person_name(self.chance), "document": document} | more

    # lines: the fields, what they cost, and who must be there

    def _recharge(self) -> tuple[dict[str, Any], int, dict[str, Any] | None]:
        amount = self.chance.choice((3000, 5000, 5000, 10000, 10000, 20000, 4990, 12350))
        mobile = self.chance.choice(self.known).mobile
        return {"kind": "recharge", "mobile": mobile, "amount_fen": amount}, amount, None

    def _value_card(self) -> tuple[dict[str, Any], int, dict[str, Any] | None]:
        face, count = self.chance.choice((3000, 5000, 10000)), self.chance.randint(1, 3)
        return {"kind": "value_card", "face_fen": face, "count": count}, face * count, None

    def _new_number(self) -> tuple[dict[str, Any], int, dict[str, Any] | None]:
        customer = self.person(
            people.resident_number(self.chance),
            entry=self.chance.choice(("reader", "reader", "typed")),
        )
        return *self.opening(customer), customer

    def opening(self, customer: dict[str, Any]) -> tuple[dict[str, Any], int]:
        """A new number for this customer, who is known from now on."""
        plan = self.chance.choice(sorted(self.plans))
        deposit = max(self.plans[plan], self.chance.choice((5000, 10000)))
        mobile = self.number()
        self.known.append(Known(customer, mobile, plan))
        line = {"kind": "new_number", "mobile": mobile, "iccid": self.sim(), "plan": plan}
        return line | {"deposit_fen": deposit}, deposit

    def _plan_change(self) -> tuple[dict[str, Any], int, dict[str, Any] | None]:
        return self.plan_change(self.chance.choice(self.known).mobile)

    def plan_change(self, mobile: str) -> tuple[dict[str, Any], int, dict[str, Any] | None]:
        """Another plan for this number, what it costs, and whose number it is."""
        known = next(one for one in self.known if one.mobile == mobile)
        known.plan = self.chance.choice(sorted(set(self.plans) - {known.plan}))
        line = {
            "kind": "plan_change",
            "mobile": known.mobile,
            "plan": known.plan,
            "effective": self.chance.choice(("now", "next-month")),
        }
        return line, 0, known.customer

    def _sim_replacement(self) -> tuple[dict[str, Any], int, dict[str, Any] | None]:
        known = self.chance.choice(self.known)
        line = {"kind": "sim_replacement", "mobile": known.mobile, "iccid": self.sim()}
        return line, SIM_FEE, known.customer

    # events

    def add(self, do: str, till: Till | None, *, pause: float = 2.0, **more: Any) -> dict[str, Any]:
        """One event, some minutes after the one before."""
        self.minute = min(self.minute + pause, 23 * 60 + 59)
        event: dict[str, Any] = {
            "do": do,
            "at": f"{int(self.minute) // 60:02d}:{int(self.minute) % 60:02d}",
        }
        if till is not None:
            event["counter"] = till.number
        event |= more
        self.events.append(event)
        return event

    def tenders(self, till: Till, total: int, method: str) -> list[dict[str, Any]]:
        """Pays the total one way; cash is given in round notes."""
        if total == 0:
            return []
        till.by_method[method] += total
        if method != "cash":
            reference = f"{method[:2].upper()}{self.on:%m%d}{self.next_of('reference'):07d}"
            return [{"method": method, "amount_fen": total, "reference": reference}]
        till.cash += total
        given = (
            total if total % 10 == 0 and self.chance.random() < 0.4 else -(-total // 5000) * 5000
        )
        return [{"method": "cash", "amount_fen": given}]

    def order(
        self, till: Till, lines: list[dict[str, Any]], total: int, customer: dict[str, Any] | None,
        *, split: bool = False, pause: float = 4.0, **more: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """An order that goes well."""
        methods = [self.chance.choice(METHODS)] if not split else ["wechat", "cash"]
        parts = [total] if not split else [total // 3 // 10 * 10, total - total // 3 // 10 * 10]
        tenders = [
            one
            for method, part in zip(methods, parts, strict=True)
            for one in self.tenders(till, part, method)
        ]
        name = f"o{self.next_of('order')}"
        return self.add("order", till, pause=pause, id=name, customer=customer, lines=lines,
                        tenders=tenders, **more)  # fmt: skip

    def chance_order(self, till: Till, pause: float) -> dict[str, Any]:
        """An order of any kind, now and then with a second line, now and then split."""
        kind = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        line, total, customer = self.makers[kind]()
        lines = [line]
        if self.chance.random() < 0.15:
            more, more_total, _ = self._recharge()
            lines, total = [*lines, more], total + more_total
        split = total > 6000 and self.chance.random() < 0.1
        return self.order(till, lines, total, customer, split=split, pause=pause)

    def unit_order(self, till: Till, pause: float) -> dict[str, Any]:
        """A new number for a unit, through the person who handles it."""
        document = {"kind": "uscc", "number": people.credit_code(self.chance)}
        unit = {"name": "样例科技有限公司", "document": document}
        line, total = self.opening(unit)
        handler = self.person(people.resident_number(self.chance), entry="reader")
        made = self.order(till, [line], total, unit, pause=pause, agent=handler)
        self.known.pop()  # a unit's numbers are served with its handling person only
        return made

    def refused(self, till: Till, customer: dict[str, Any]) -> None:
        """A new number asked for with a document that will not do; the number stays free."""
        before = Counter(self.taken), len(self.known)
        line, total = self.opening(customer)
        self.taken, self.known = before[0], self.known[: before[1]]
        self.add("order", till, customer=customer, lines=[line],
                 tenders=[{"method": "cash", "amount_fen": total}])  # fmt: skip

    def open_all(self) -> None:
        """Each counter counts its float."""
        for till in self.tills:
            pieces = {str(face): count for face, count in FLOAT.items()}
            till.cash = sum(face * count for face, count in FLOAT.items())
            self.add("open_shift", till, float={"denominations": pieces}, handed_by="M001")

    def close_all(self, off: dict[int, int]) -> None:
        """Each counter counts, the manager approves, the day is closed.

        Args:
            off: counter to fen that lie in its drawer beyond (or, negative, short of) the model.
        """
        floated = sum(face * count for face, count in FLOAT.items())
        for till in self.tills:
            counted = till.cash + off.get(till.number, 0)
            tenders = {name: fen for name, fen in sorted(till.by_method.items()) if name != "cash"}
            self.add("count", till, denominations=greedy(counted), tenders=tenders)
            if till.number in off:
                self.add("recount", till, denominations=greedy(counted), tenders=tenders,
                         approver="M001", cause="核对两遍，原因待查")  # fmt: skip
            self.add("approve_shift", till, approver="M001", note="")
            self.safe += counted - floated
            self.minute = max(self.minute, CLOSING)  # whoever comes next closes in time
        bag, witness = f"B{self.on:%Y%m%d}01", self.tills[0].clerk
        self.add("close_day", None, by="M001", bag=bag, witness=witness, deposit_fen=self.safe)

    def script(self) -> dict[str, Any]:
        """The whole script."""
        staff = [
            {"code": till.clerk, "name": people.person_name(self.chance),
             "role": "vip" if till.clerk.startswith("V") else "clerk"}
            for till in self.tills
        ]  # fmt: skip
        staff += [
            {"code": code, "name": people.person_name(self.chance), "role": role}
            for code, role in BESIDES.items()
        ]
        return {
            "hall": {"code": "H001", "name": "示范路营业厅"},
            "date": self.on.isoformat(),
            "staff": staff,
            "counters": [{"number": till.number, "clerk": till.clerk} for till in self.tills],
            "stock": self._stock(),
            "subscribers": [
                {"customer": known.customer, "mobile": known.mobile, "plan": min(self.plans),
                 "iccid": people.iccid(50_000 + index)} | _tier(index)
                for index, known in enumerate(self.known[:SUBSCRIBERS])
            ],
            "events": self.events,
        }  # fmt: skip

    def _stock(self) -> dict[str, Any]:
        cards = defaultdict(list)
        for face in (3000, 5000, 10000):
            first = f"{face:05d}000001"
            last = f"{face:05d}{max(200, 3 * len(self.events)):06d}"
            cards["value_cards"].append({"first": first, "last": last, "face_fen": face})
        numbers = max(60, self.taken["number"] + 20)
        sims = max(120, self.taken["sim"] + 40)
        return {
            "sim_cards": [{"first": people.iccid(100_001), "last": people.iccid(100_000 + sims)}],
            "numbers": [{"first": "19900000001", "last": f"1990000{numbers:04d}"}],
            "invoices": [{"first": "00000001", "last": "00000500"}],
            "drinks": [
                {"goods": goods, "servings": servings, "best_before": LONG}
                for goods, servings in DRINKS.items()
            ],
            **cards,
        }


def _tier(index: int) -> dict[str, Any]:
    """The VIP tier of a subscriber, with the number on the card."""
    if index >= len(TIERS):
        return {}
    card = f"VIP{80_001 + index}"
    return {"vip": {"tier": TIERS[index], "valid_until": LONG, "card": card}}


def busy_day(*, seed: int, counters: int, orders: int, on: date) -> dict[str, Any]:
    """A day with this many good orders and nothing unusual but one difference, in one till."""
    writer = DayWriter(seed, counters, on)
    writer.open_all()
    pause = (17 * 60 + 55 - writer.minute) / max(1, orders)
    for _ in range(orders):
        writer.chance_order(writer.chance.choice(writer.tills), pause)
    writer.minute = max(writer.minute, CLOSING)
    writer.close_all({writer.tills[-1].number: -1000})
    return writer.script()
