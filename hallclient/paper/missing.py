"""The slip of what a customer has to bring (补资料单), 80 mm roll: what, why, and where to.

Source: S1-FG-05: explained kindly, with the list and the nearest hall.
"""

from hallclient.base.clock import shown_time
from hallclient.base.language import N_
from hallclient.paper.marks import SMALL, copy_mark
from hallclient.paper.receipt import LABELS, MARGIN, WIDTH
from hallclient.paper.sheet import Cell, Sheet
from hallclient.paper.values import MissingSlip
from hallclient.paper.wording import wording

_INDENT = 12


def missing(value: MissingSlip) -> bytes:
    """The slip as a PDF of one page, 80 mm wide."""
    say = wording(value.language)
    sheet = Sheet(WIDTH, None, MARGIN)
    sheet.write(value.hall_name, size=11, align="centre", heavy=True)
    sheet.write(say(N_("What to bring")), size=12, align="centre")
    copy_mark(sheet, say, value.copy)
    sheet.rule()
    for label, text in _facts(value):
        sheet.pair(say(label), text, at=LABELS[value.language])
    sheet.rule(dash=2)
    for place, paper in enumerate(value.papers, 1):
        sheet.write(f"{place}. {paper.name}", size=10, heavy=True)
        sheet.row((Cell(sheet.left + _INDENT, sheet.inner - _INDENT, paper.why),), size=SMALL)
        sheet.gap(3)
    sheet.rule(dash=2)
    if value.nearest:
        sheet.write(say(N_("Nearest hall, if that is easier for you:")), size=SMALL)
        sheet.write(value.nearest, size=9.5, heavy=True)
        sheet.write(value.nearest_hours, size=SMALL)
        sheet.rule(dash=2)
    show = N_("Show this slip to the guide when you come back: nothing is asked again.")
    sheet.write(say(show), size=SMALL)
    return sheet.pdf(value.number)


def _facts(value: MissingSlip) -> list[tuple[str, str]]:
    facts = [
        (N_("Slip no."), value.number),
        (N_("Business"), value.purpose),
        (N_("Time"), shown_time(value.at)),
        (N_("Open until"), value.closing_time),
        (N_("Slip holds until"), value.until.isoformat() if value.until else ""),
    ]
    return [(label, text) for label, text in facts if text]
