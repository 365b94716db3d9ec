"""Who comes to the hall on the day of visits, and when: two rushes, a quiet noon."""

from random import Random
from typing import Final

from hallclient.play.waiting_line import Visit

HOURS: Final = {9: 9, 10: 18, 11: 14, 12: 6, 13: 7, 14: 14, 15: 17, 16: 12}
"""How many come in each hour, in proportion."""
LINES: Final = {"A": 76, "B": 12, "C": 12}
NEEDS: Final = {"A": (6, 15), "B": (8, 18), "C": (7, 20), "V": (8, 16)}
PURPOSES: Final = {
    "general": 20, "payment": 26, "new_number": 18, "plan_change": 14, "sim": 12, "card": 10,
}  # fmt: skip
"""What customers of line A come for, in proportion."""
OF_LINE: Final = {"B": "unit", "C": "fault", "V": "vip"}
BUYS: Final = 0.4
FATES: Final = {
    17: "late", 23: "leaves", 26: "gone", 30: "leaves", 33: "leaves", 38: "parks",
    42: "passed on", 44: "wrong line", 49: "wrong line", 57: "leaves", 63: "late", 68: "leaves",
    74: "leaves", 77: "gone", 80: "wrong line", 83: "parks", 86: "passed on", 89: "leaves",
    92: "leaves", 96: "late",
}  # fmt: skip
"""By the order of coming, what goes another way than usual."""
CARE: Final = (12, 36, 66, 81, 99)
BOOKED: Final = (29, 72, 95)
LACKING: Final = {20: ("sim", "identity"), 61: ("new_number", "identity"), 71: ("unit", "licence")}
"""Who is sent home for a paper, and brings it later."""
GUESTS: Final = ("09:12", "10:15", "10:18", "11:05", "14:20", "15:48")
"""When VIP customers come; the third finds the VIP desk taken, the last one's tier has lapsed."""
AFTER_THE_LAST: Final = 17 * 60 + 35
"""Somebody comes when the counters have closed."""


def expected_visitors(chance: Random, count: int) -> list[tuple[int, Visit]]:
    """So many visits with the minute of the day at which each begins."""
    others = count - len(GUESTS) - 1
    hours = chance.choices(list(HOURS), list(HOURS.values()), k=others)
    minutes = sorted(hour * 60 + chance.randrange(60) for hour in hours)
    found = [(minute, _visit(chance, index, minute)) for index, minute in enumerate(minutes, 1)]
    return [*found, *_guests(chance), (AFTER_THE_LAST, Visit("last", "A", "general", 0))]


def _visit(chance: Random, index: int, minute: int) -> Visit:
    line = "A" if index in FATES else chance.choices(list(LINES), list(LINES.values()))[0]
    purpose = OF_LINE.get(line) or chance.choices(list(PURPOSES), list(PURPOSES.values()))[0]
    lacks = ""
    if index in LACKING:
        purpose, lacks = LACKING[index]
        line = "B" if purpose == "unit" else "A"
    least, most = NEEDS[line]
    return Visit(
        name=f"t{index}",
        line=line,
        purpose=purpose,
        needs=chance.randint(least, most),
        buys=chance.random() < BUYS,
        fate=FATES.get(index, ""),
        lacks=lacks,
        care=index in CARE,
        booked=minute + 5 if index in BOOKED else 0,
    )


def _guests(chance: Random) -> list[tuple[int, Visit]]:
    """The subscribers of the hall that have a tier, in their order."""
    least, most = NEEDS["V"]
    found = []
    for index, at in enumerate(GUESTS):
        visit = Visit(f"v{index + 1}", "V", "vip", chance.randint(least, most), buys=True)
        visit.mobile = f"1980000{index:04d}"
        visit.fate = "lapsed" if index == len(GUESTS) - 1 else ""
        found.append((int(at[:2]) * 60 + int(at[3:]), visit))
    return found
