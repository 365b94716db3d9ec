"""The sample day of `resources/sample/day.json`: every business and tender, and what goes wrong."""

from datetime import date, timedelta
from typing import Any

from hallclient.play import people
from hallclient.play.generate import WEIGHTS, DayWriter, Till


def sample_day(*, seed: int = 7, on: date = date(2026, 11, 20)) -> dict[str, Any]:
    """The sample day: three counters, every kind and tender, and what goes wrong in a real hall."""
    writer = DayWriter(seed, 3, on)
    first, second, third = writer.tills
    writer.open_all()
    _each_kind(writer)
    _some_orders(writer, 18)
    _documents(writer, second)
    _money_refusals(writer, first)
    writer.add("cash_drop", first, amount_fen=20000, witness=second.clerk)
    first.cash, writer.safe = first.cash - 20000, writer.safe + 20000
    _some_orders(writer, 12)
    _half_done(writer, third)
    writer.add("transfer", second, to_counter=third.number, amount_fen=10000, witness="M001")
    second.cash, third.cash = second.cash - 10000, third.cash + 10000
    _undone(writer, first)
    _some_orders(writer, 16)
    writer.minute = 17 * 60 + 40  # the first counter closes before the hall does
    _closing_refusals(writer, first)
    writer.close_all({second.number: 500, third.number: -1000})
    return writer.script()


def _some_orders(writer: DayWriter, count: int) -> None:
    for index in range(count):
        writer.chance_order(writer.tills[index % len(writer.tills)], 4)


def _each_kind(writer: DayWriter) -> None:
    """One order of each kind, and one split between two tenders, before chance has its way."""
    for index, kind in enumerate(WEIGHTS):
        line, total, customer = writer.makers[kind]()
        writer.order(writer.tills[index % 3], [line], total, customer, pause=3)
    writer.add("pause", writer.tills[0], reason="小休")
    writer.add("resume_service", writer.tills[0])
    for method in ("pos", "wechat", "alipay", "transfer"):
        till = writer.tills[1]
        line, total, _ = writer.makers["value_card"]()
        tenders = writer.tenders(till, total, method)
        writer.add("order", till, id=f"o{writer.next_of('order')}", customer=None, lines=[line],
                   tenders=tenders)  # fmt: skip
    line, total, _ = writer.makers["recharge"]()
    line["amount_fen"] = total = 20000
    writer.order(writer.tills[2], [line], total, None, split=True)


def _documents(writer: DayWriter, till: Till) -> None:
    """An agent, an organisation, a foreigner's card, and documents that will not do."""
    chance = writer.chance
    agent = writer.person(people.resident_number(chance))
    line, _, customer = writer.makers["plan_change"]()
    writer.order(till, [line], 0, customer, agent=agent)
    writer.unit_order(till, 4)
    foreigner = writer.person(
        people.permanent_resident_number(chance), "permanent-resident-id", entry="reader"
    )
    line, total = writer.opening(foreigner | {"name": "SAMPLE MARIA"})
    writer.order(till, [line], total, foreigner | {"name": "SAMPLE MARIA"})
    good = people.resident_number(chance)
    wrong = good[:-1] + ("1" if good[-1] != "1" else "2")
    writer.refused(till, writer.person(wrong))
    expired = writer.person(people.resident_number(chance))
    expired["document"]["valid_until"] = (writer.on - timedelta(days=1)).isoformat()
    writer.refused(till, expired)
    child = date(writer.on.year - 9, 3, 1)
    writer.refused(till, writer.person(people.resident_number(chance, born=child)))
    nowhere = f"100000{good[6:17]}"
    writer.refused(till, writer.person(nowhere + people.mod_11_2(nowhere)))
    keen = writer.person(people.resident_number(chance))
    for _ in range(5):
        line, total = writer.opening(keen)
        writer.order(till, [line], total, keen, pause=2)
    writer.refused(till, keen)


def _money_refusals(writer: DayWriter, till: Till) -> None:
    """Too little money, no reference, a reference used before: nothing is left in the books."""
    line, total, _ = writer.makers["recharge"]()
    short = [{"method": "cash", "amount_fen": total - 10}]
    writer.add("order", till, customer=None, lines=[line], tenders=short)
    bare = [{"method": "wechat", "amount_fen": total}]
    writer.add("order", till, customer=None, lines=[line], tenders=bare)
    used = next(tender for event in writer.events if event["do"] == "order"
                for tender in event["tenders"] if tender.get("reference"))  # fmt: skip
    again = [{"method": used["method"], "amount_fen": total, "reference": used["reference"]}]
    writer.add("order", till, customer=None, lines=[line], tenders=again)


def _half_done(writer: DayWriter, till: Till) -> None:
    """The power fails in the middle of an order; the draft is offered back and paid."""
    line, total, _ = writer.makers["recharge"]()
    writer.add("draft", till, id="half", customer=None, lines=[line])
    writer.add("restart", None)
    writer.add("resume", till, draft="half", id="half-paid",
               tenders=writer.tenders(till, total, "cash"))  # fmt: skip
    line, total, _ = writer.makers["value_card"]()
    writer.add("draft", till, id="dropped", customer=None, lines=[line])
    writer.add("void", till, draft="dropped")


def _undone(writer: DayWriter, till: Till) -> None:
    """A reprint, and a reversal: not by the clerk alone, from elsewhere, and not twice."""
    line, total, _ = writer.makers["value_card"]()
    tenders = writer.tenders(till, total, "cash")
    writer.add("order", till, id="regretted", customer=None, lines=[line], tenders=tenders)
    writer.add("reprint", till, order="regretted")
    undo: dict[str, Any] = {"order": "regretted", "reason": "顾客选错面值"}
    writer.add("reverse", till, **undo, approver=till.clerk)
    writer.add("reverse", till, **undo, approver=writer.tills[1].clerk)
    writer.add("reverse", till, **undo, approver="M001", id="undone", remote=True)
    till.cash -= total
    writer.add("reverse", till, **undo, approver="M001")


def _closing_refusals(writer: DayWriter, till: Till) -> None:
    """A face that no till holds, and a day that cannot be closed yet."""
    writer.add("count", till, denominations={"200": 1})
    writer.add("close_day", None, by="M001", bag="B1", witness=till.clerk, deposit_fen=0)
