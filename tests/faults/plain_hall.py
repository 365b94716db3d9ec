"""A hall in plain ints and dicts: what every event of a day ought to come to.

It knows nothing of the program but the words of a day script and the codes of refusals. Amounts
are fen. `play` takes an event in and returns the code, "" for well.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.journeys.scripts import FLOAT_FEN

METHODS = ("pos", "wechat", "alipay", "transfer")
LIMIT = 3
"""Numbers that one document may hold: `document_limit` of the script's policy."""
SIM_FEE = 1_000

type Event = dict[str, Any]


@dataclass
class Sale:
    """An order that was taken: what came in, by tender, and what went out."""

    paid: Counter[str]
    cards: Counter[int] = field(default_factory=Counter)
    mobile: str = ""
    sim: str = ""
    final: bool = False
    undone: bool = False


@dataclass
class PlainHall:
    """The state of the hall.

    Attributes:
        tills: by counter, the tenders that ought to lie in an open till; fen by method.
        paused: counters whose sign hangs out.
        counted: by counter, what was counted and not approved yet: counted less expected.
        waiting: by counter, cash that was counted there.
        owed: by counter, the shortage that its last approved shift still owes.
        holders: by mobile, who holds it; "" for a number of the pool.
        plans: by mobile in service.
        closed: business days closed.
    """

    holders: dict[str, str]
    plans: dict[str, str]
    sims: set[str]
    cards: Counter[int]
    tills: dict[int, Counter[str]] = field(default_factory=dict)
    paused: set[int] = field(default_factory=set)
    counted: dict[int, dict[str, int]] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    owed: dict[int, int] = field(default_factory=dict)
    sold: dict[str, Sale] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)
    vouchers: set[tuple[str, str]] = field(default_factory=set)
    safe: int = 0
    over: int = 0
    short: int = 0
    closed: int = 0
    worked: bool = False

    def play(self, event: Event) -> str:
        """The code that the event comes to, or several with `|` between: one of them is told.

        When it is "" the hall has changed accordingly.
        """
        does = getattr(self, f"_{event['do']}")
        return str(does(event.get("counter", 0), event))

    def held_by(self, holder: str) -> int:
        """Numbers that somebody holds."""
        return sum(each == holder for each in self.holders.values())

    # the till

    def _open_shift(self, counter: int, _event: Event) -> str:
        if counter in self.tills:
            return "till.shift-open"
        self.tills[counter] = Counter(cash=FLOAT_FEN)
        self.worked = True
        return ""

    def _open(self, counter: int) -> str:
        return "" if counter in self.tills else "till.closed"

    def _at_work(self, counter: int) -> str:
        """A counter that pauses takes no orders; its cash may still be moved."""
        return self._open(counter) or ("till.paused" if counter in self.paused else "")

    def _cash_drop(self, counter: int, event: Event) -> str:
        if refused := self._open(counter):
            return refused
        self.tills[counter]["cash"] -= event["amount_fen"]
        self.safe += event["amount_fen"]
        return ""

    def _transfer(self, counter: int, event: Event) -> str:
        if refused := self._open(counter):
            return refused
        if event["to_counter"] not in self.tills:
            return "transfer.counter-closed"
        self.tills[counter]["cash"] -= event["amount_fen"]
        self.tills[event["to_counter"]]["cash"] += event["amount_fen"]
        return ""

    def _pay(self, counter: int, event: Event, sign: int) -> str:
        if refused := self._open(counter):
            return refused
        voucher = event["do"], event["voucher"]
        if voucher in self.vouchers:
            return "cash.voucher-used"
        self.vouchers.add(voucher)
        self.tills[counter]["cash"] += sign * event["amount_fen"]
        return ""

    def _pay_in(self, counter: int, event: Event) -> str:
        return self._pay(counter, event, 1)

    def _pay_out(self, counter: int, event: Event) -> str:
        return self._pay(counter, event, -1)

    def _pause(self, counter: int, _event: Event) -> str:
        if refused := self._at_work(counter):
            return refused
        self.paused.add(counter)
        return ""

    def _resume_service(self, counter: int, _event: Event) -> str:
        if refused := self._open(counter):
            return refused
        if counter not in self.paused:
            return "till.not-paused"
        self.paused.remove(counter)
        return ""

    def _count(self, counter: int, event: Event) -> str:
        if refused := self._open(counter):
            return refused
        held = self.tills.pop(counter)
        self.paused.discard(counter)
        cash = sum(int(face) * pieces for face, pieces in event["denominations"].items())
        found = {"cash": cash} | {name: event["tenders"].get(name, 0) for name in METHODS}
        self.counted[counter] = {name: fen - held[name] for name, fen in found.items()}
        self.waiting[counter] = cash
        self.owed.pop(counter, None)
        return ""

    def _approve_shift(self, counter: int, _event: Event) -> str:
        if counter not in self.counted:
            return "till.approved" if counter in self.owed else "till.shift-unknown"
        wrong = self.counted.pop(counter).values()
        self.over += sum(max(0, fen) for fen in wrong)
        self.owed[counter] = sum(max(0, -fen) for fen in wrong)
        self.short += self.owed[counter]
        cash = self.waiting.pop(counter)
        self.safe += cash - min(FLOAT_FEN, cash)
        return ""

    def _make_good(self, counter: int, event: Event) -> str:
        if event["amount_fen"] > self.owed.get(counter, 0):
            return "short.more-than-owed"
        self.owed[counter] -= event["amount_fen"]
        self.short -= event["amount_fen"]
        self.safe += event["amount_fen"]
        return ""

    # orders

    def _order(self, counter: int, event: Event) -> str:
        if refused := self._at_work(counter):
            return refused
        (line,) = event["lines"]
        wanted = getattr(self, f"_wanted_{line['kind']}")
        refused, due = wanted(line, event["customer"])
        if refused:
            return str(refused)
        if refused := self._unpaid(event["tenders"], due):
            return refused
        paid = self._take(counter, event["tenders"], due)
        sale = Sale(paid)
        getattr(self, f"_give_{line['kind']}")(line, event["customer"], sale)
        self.sold[event["id"]] = sale
        return ""

    def _unpaid(self, tenders: list[Event], due: int) -> str:
        given = sum(tender["amount_fen"] for tender in tenders)
        if given < due:
            return "tender.short"
        used = self.references & {tender.get("reference", "") for tender in tenders}
        return "tender.reference" if used else ""

    def _take(self, counter: int, tenders: list[Event], due: int) -> Counter[str]:
        """Cash gives change; what is paid otherwise is paid exactly."""
        paid = Counter({t["method"]: t["amount_fen"] for t in tenders if t["method"] != "cash"})
        self.references |= {t["reference"] for t in tenders if t["method"] != "cash"}
        if any(tender["method"] == "cash" for tender in tenders):
            paid["cash"] = due - paid.total()
        self.tills[counter].update(paid)
        return paid

    def _wanted_recharge(self, line: Event, _customer: Any) -> tuple[str, int]:
        return "", line["amount_fen"]

    def _give_recharge(self, line: Event, customer: Any, sale: Sale) -> None:
        """Nothing but a promise to the network."""

    def _wanted_value_card(self, line: Event, _customer: Any) -> tuple[str, int]:
        left, due = self.cards[line["face_fen"]], line["face_fen"] * line["count"]
        if left >= line["count"]:
            return "", due
        return ("stock.short" if left else "stock.unavailable"), due

    def _give_value_card(self, line: Event, _customer: Any, sale: Sale) -> None:
        sale.cards[line["face_fen"]] = line["count"]
        self.cards.subtract(sale.cards)

    def _wanted_new_number(self, line: Event, customer: Any) -> tuple[str, int]:
        free = self.holders.get(line["mobile"]) == "" and line["iccid"] in self.sims
        full = self.held_by(customer["name"]) >= LIMIT
        reasons = {"stock.unavailable": not free, "document.limit": full}
        return "|".join(code for code, holds in reasons.items() if holds), line["deposit_fen"]

    def _give_new_number(self, line: Event, customer: Any, sale: Sale) -> None:
        self.holders[line["mobile"]] = customer["name"]
        self.plans[line["mobile"]] = line["plan"]
        self.sims.remove(line["iccid"])
        sale.mobile, sale.sim = line["mobile"], line["iccid"]

    def _foreign(self, line: Event, customer: Any) -> str:
        holder = self.holders.get(line["mobile"], "")
        if not holder:
            return "subscription.unknown"
        return "" if holder == customer["name"] else "subscription.foreign"

    def _wanted_plan_change(self, line: Event, customer: Any) -> tuple[str, int]:
        if refused := self._foreign(line, customer):
            return refused, 0
        return ("plan.same" if self.plans[line["mobile"]] == line["plan"] else ""), 0

    def _give_plan_change(self, line: Event, _customer: Any, sale: Sale) -> None:
        self.plans[line["mobile"]] = line["plan"]
        self._later_act(line["mobile"])
        sale.final = True

    def _wanted_sim_replacement(self, line: Event, customer: Any) -> tuple[str, int]:
        if refused := self._foreign(line, customer):
            return refused, 0
        return ("" if line["iccid"] in self.sims else "stock.unavailable"), SIM_FEE

    def _give_sim_replacement(self, line: Event, _customer: Any, sale: Sale) -> None:
        self.sims.remove(line["iccid"])
        self._later_act(line["mobile"])
        sale.final = True

    def _later_act(self, mobile: str) -> None:
        """What came before can no longer be undone on its own."""
        for sale in self.sold.values():
            sale.final = sale.final or (sale.mobile == mobile and not sale.undone)

    def _reverse(self, counter: int, event: Event) -> str:
        sale = self.sold[event["order"]]
        if refused := self._at_work(counter):
            return refused
        if sale.undone:
            return "order.reversed"
        sale.undone = True
        self.tills[counter].subtract(sale.paid)
        self.cards.update(sale.cards)
        if sale.mobile:
            self.holders[sale.mobile] = ""
            self.sims.add(sale.sim)
            del self.plans[sale.mobile]
        return ""

    def _reprint(self, _counter: int, _event: Event) -> str:
        return ""

    # the day

    def _restart(self, _counter: int, _event: Event) -> str:
        return ""

    def _close_day(self, _counter: int, event: Event) -> str:
        if not self.worked:
            return "day.nothing"
        if self.tills:
            return "day.shift-open"
        if self.counted:
            return "day.shift-unapproved"
        if event["deposit_fen"] != self.safe:
            return "day.deposit-mismatch"
        self.safe, self.worked = 0, False
        self.closed += 1
        return ""
