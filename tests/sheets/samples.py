"""A made-up shift and day, with sums reckoned here independently of the writer."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hallclient.base.clock import from_hall
from hallclient.base.money import Fen
from hallclient.sheets.values import (
    ApprovalRow,
    BusinessTotal,
    CashReckoning,
    DaySheet,
    DenominationRow,
    DepositFacts,
    DifferenceRow,
    HourTotal,
    LineRow,
    MovementRow,
    OrderRow,
    Origin,
    PlaceTotal,
    ReversalRow,
    ShiftRow,
    ShiftSheet,
    Signed,
    TenderTotal,
)

DAY = date(2026, 11, 22)
NINE = from_hall(DAY, 9, 0)
KINDS = ("Recharge", "New number", "Plan change", "SIM replacement", "Value card")
METHODS = ("cash", "pos", "wechat", "alipay", "transfer")


def order(number: int, *, counter: int = 1, clerk: str = "C01") -> OrderRow:
    """The n-th order: every seventh has two lines, tenders take turns, cash gets change."""
    amount = 3_000 + number * 1_237 % 20_000
    lines = [LineRow(KINDS[number % 5], f"138****{number:04d}", Fen(amount))]
    if number % 7 == 0:
        lines.append(LineRow(KINDS[(number + 1) % 5], "卡费", Fen(1_000)))
    due = sum(line.amount_fen for line in lines)
    method = METHODS[number % 5]
    given = -(-due // 10_000) * 10_000 if method == "cash" else 0
    return OrderRow(
        number=f"H00120261122{counter:02d}{number:04d}",
        at=NINE + timedelta(minutes=6 * number % 480, seconds=number % 60),
        counter=counter,
        clerk=clerk,
        customer="样**",
        lines=tuple(lines),
        tenders={method: Fen(due)},
        received_fen=Fen(given),
        change_fen=Fen(given - due if given else 0),
        references="" if method == "cash" else f"T{number:08d}",
    )


def reversal(taken: OrderRow) -> ReversalRow:
    """The whole order taken back an hour later, in the tenders it was paid with."""
    return ReversalRow(
        number=f"R{taken.number[1:]}",
        order=taken.number,
        order_date=DAY,
        at=taken.at + timedelta(hours=1),
        counter=taken.counter,
        clerk=taken.clerk,
        approver="M01",
        reason="=HYPERLINK(1) wrong number",
        lines=tuple(replace(line, amount_fen=Fen(-line.amount_fen)) for line in taken.lines),
        tenders={method: Fen(-fen) for method, fen in taken.tenders.items()},
    )


def totals(
    orders: list[OrderRow], reversals: list[ReversalRow]
) -> tuple[tuple[BusinessTotal, ...], tuple[TenderTotal, ...], tuple[HourTotal, ...]]:
    """By business, tender and hour, added up the slow way."""
    business, tenders, hours = [], [], Counter()
    for kind in KINDS:
        sold = [x.amount_fen for o in orders for x in o.lines if x.business == kind]
        back = [x.amount_fen for r in reversals for x in r.lines if x.business == kind]
        business.append(BusinessTotal(kind, len(sold), Fen(sum(sold)), len(back), Fen(sum(back))))
    for method in METHODS:
        paid = [o.tenders[method] for o in orders if method in o.tenders]
        back = [r.tenders[method] for r in reversals if method in r.tenders]
        tenders.append(TenderTotal(method, len(paid), Fen(sum(paid)), Fen(sum(back))))
    for each in orders:
        hours[(each.at - NINE) // timedelta(hours=1)] += sum(x.amount_fen for x in each.lines)
    counts = Counter((each.at - NINE) // timedelta(hours=1) for each in orders)
    by_hour = tuple(
        HourTotal(NINE + timedelta(hours=hour), counts[hour], Fen(fen))
        for hour, fen in sorted(hours.items())
    )
    return tuple(business), tuple(tenders), by_hour


def pieces(fen: int) -> tuple[DenominationRow, ...]:
    """An amount of whole jiao in as few pieces as it takes."""
    rows = []
    for face in (10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10):
        rows.append(DenominationRow(Fen(face), fen // face))
        fen %= face
    assert fen == 0
    return tuple(rows)


def origin() -> Origin:
    return Origin("H001", "样例路 & 营业厅", DAY, "C01 样一", NINE + timedelta(hours=9))


def shift_sheet(count: int = 60) -> ShiftSheet:
    """A shift: cash one over by rounding to a whole yuan, POS short by 12.00."""
    orders = [order(number) for number in range(1, count + 1)]
    reversals = [reversal(orders[4])] if count > 4 else []
    orders = [
        replace(o, reversed_by=reversals[0].number)
        if reversals and o.number == reversals[0].order
        else o
        for o in orders
    ]
    business, tenders, hours = totals(orders, reversals)
    received = sum(each.received_fen for each in orders)
    change = sum(each.change_fen for each in orders)
    refunds = sum(each.tenders.get("cash", 0) for each in reversals)
    expected = 50_000 + received - change + refunds - 100_000 - 20_000
    counted = -(-expected // 100) * 100 + 100
    by_method = {t.method: t.taken_fen + t.refunded_fen for t in tenders}
    gaps = [
        DifferenceRow(
            "S1",
            1,
            "C01",
            "cash",
            Fen(expected),
            Fen(counted),
            Fen(counted - expected),
            Fen(0),
            "coins",
            "M01",
        )
    ]
    for method in METHODS[1:]:
        lost = 1_200 if method == "pos" else 0
        fen = by_method[method]
        gaps.append(
            DifferenceRow("S1", 1, "C01", method, Fen(fen), Fen(fen - lost), Fen(0), Fen(lost))
        )
    return ShiftSheet(
        origin=origin(),
        shift="H001202611220101",
        counter=1,
        clerk="C01 样一",
        opened_at=NINE,
        counted_at=NINE + timedelta(hours=8, minutes=30),
        early=True,
        order_count=len(orders),
        taken_fen=Fen(sum(x.amount_fen for o in orders for x in o.lines)),
        reversal_count=len(reversals),
        reversed_fen=Fen(sum(x.amount_fen for r in reversals for x in r.lines)),
        cash=CashReckoning(
            Fen(50_000), Fen(received), Fen(change), Fen(refunds), Fen(-120_000), Fen(expected)
        ),
        by_business=business,
        by_tender=tenders,
        orders=iter(orders),
        reversals=iter(reversals),
        float_count=pieces(50_000),
        final_count=pieces(counted),
        differences=tuple(gaps),
        movements=(
            MovementRow(
                "D0001",
                "Drop to the safe",
                NINE + timedelta(hours=3),
                1,
                "C01",
                Fen(-100_000),
                "C02",
            ),
            MovementRow(
                "T0001",
                "Transfer out",
                NINE + timedelta(hours=4),
                1,
                "C01",
                Fen(-20_000),
                "C03",
                "+change",
            ),
        ),
        hours=hours,
        signatures=(
            Signed("Clerk", "C01 样一", NINE + timedelta(hours=8, minutes=30)),
            Signed("Duty manager", "M01 样经理", NINE + timedelta(hours=8, minutes=40)),
            Signed("Finance"),
        ),
    )


def day_sheet(count: int = 40) -> DaySheet:
    """Two counters, one over and one short, one early closing, one reversal."""
    orders = [
        order(number, counter=c, clerk=f"0{c}") for c in (1, 2) for number in range(1, count + 1)
    ]
    reversals = [reversal(orders[2])]
    business, tenders, hours = totals(orders, reversals)
    gaps = (
        DifferenceRow("S1", 1, "01", "cash", Fen(90_000), Fen(90_150), Fen(150), Fen(0)),
        DifferenceRow("S2", 2, "02", "cash", Fen(80_000), Fen(79_000), Fen(0), Fen(1_000), "假币"),
    )

    def place(key: int | str, number: int, label: str) -> PlaceTotal:
        mine = [o for o in orders if o.counter == number]
        back = [r for r in reversals if r.counter == number]
        return PlaceTotal(
            key,
            label,
            len(mine),
            Fen(sum(x.amount_fen for o in mine for x in o.lines)),
            len(back),
            Fen(sum(x.amount_fen for r in back for x in r.lines)),
            gaps[number - 1].over_fen,
            gaps[number - 1].short_fen,
        )

    five = NINE + timedelta(hours=8)
    return DaySheet(
        origin=origin(),
        number=17,
        digest="3f" * 32,
        previous_digest="a9" * 32,
        closed_at=NINE + timedelta(hours=10),
        order_count=len(orders),
        taken_fen=Fen(sum(x.amount_fen for o in orders for x in o.lines)),
        reversal_count=1,
        reversed_fen=Fen(sum(x.amount_fen for r in reversals for x in r.lines)),
        over_fen=Fen(150),
        short_fen=Fen(1_000),
        deposit=DepositFacts(
            "B0001", Fen(169_150), Fen(169_150), "M01 样经理", "01 样一", pieces(169_150)
        ),
        shifts=(
            ShiftRow("S1", 1, "01", NINE, five, "M01", five, 60, "M01", "=1+1"),
            ShiftRow("S2", 2, "02", NINE, five + timedelta(hours=1), "M01", None),
        ),
        by_counter=(place(1, 1, ""), place(2, 2, "")),
        by_clerk=(place("01", 1, "样一"), place("02", 2, "样二")),
        by_business=business,
        by_tender=tenders,
        orders=iter(orders),
        reversals=iter(reversals),
        differences=gaps,
        movements=(
            MovementRow(
                "D0001", "Drop to the safe", NINE + timedelta(hours=3), 1, "01", Fen(-100_000), "02"
            ),
        ),
        hours=hours,
        approvals=(ApprovalRow(five, "Reversal", "R0001", "01", "M01", "wrong number"),),
        signatures=(
            Signed("Duty manager", "M01 样经理", five),
            Signed("Witness"),
            Signed("Finance"),
        ),
    )
