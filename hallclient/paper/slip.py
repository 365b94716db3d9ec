"""The numbered slip of cash that moved inside the hall (投款报告 and its kin), 80 mm roll.

Source: service standards 8.1 (number, amount, witness; S1-CA-03, S2-KA-26) and 8.3 (the
deposit slip by denomination and the sealed bag, both sign; S2-KA-25, S2-KA-27).
"""

from hallclient.base.clock import shown_time
from hallclient.base.language import N_
from hallclient.base.money import in_words, yuan
from hallclient.paper.marks import copy_mark, signature_line
from hallclient.paper.receipt import LABELS, MARGIN, WIDTH
from hallclient.paper.sheet import Cell, Sheet
from hallclient.paper.values import CashSlip
from hallclient.paper.wording import (
    SIGNATURES,
    SLIP_FIRSTS,
    SLIP_OTHERS,
    SLIP_SECONDS,
    SLIP_SIGNATURES,
    SLIPS,
    Say,
    wording,
)


def slip(value: CashSlip) -> bytes:
    """The slip as a PDF of one page, 80 mm wide."""
    say = wording(value.language)
    sheet = Sheet(WIDTH, None, MARGIN)
    sheet.write(value.hall_name, size=11, align="centre", heavy=True)
    sheet.write(say(SLIPS[value.kind]), size=12, align="centre")
    copy_mark(sheet, say, value.copy)
    sheet.rule()
    for label, text in _facts(value):
        sheet.pair(say(label), text, at=LABELS[value.language])
    sheet.rule(dash=2)
    _pieces(sheet, say, value)
    sheet.sum(say(N_("Amount")), f"¥{yuan(value.amount_fen)}", size=13, heavy=True)
    sheet.write(f"人民币{in_words(value.amount_fen)}")
    sheet.rule()
    for label in SLIP_SIGNATURES.get(value.kind, SIGNATURES):
        signature_line(sheet, say(label), size=8)
    return sheet.pdf(value.number)


def _facts(value: CashSlip) -> list[tuple[str, str]]:
    facts = [
        (N_("Slip no."), value.number),
        (N_("Business day"), value.business_date.isoformat()),
        (N_("Time"), shown_time(value.at)),
        (N_("Hall / counter"), f"{value.hall} / {value.counter}" if value.counter else value.hall),
        (
            SLIP_FIRSTS.get(value.kind, N_("Clerk")),
            f"{value.clerk} {value.clerk_name}".strip(),
        ),
        (
            SLIP_SECONDS.get(value.kind, N_("Witness")),
            f"{value.witness} {value.witness_name}".strip(),
        ),
        (SLIP_OTHERS.get(value.kind, N_("Note")), value.other),
        (N_("Reason"), value.reason),
    ]
    return [(label, text) for label, text in facts if text]


def _pieces(sheet: Sheet, say: Say, value: CashSlip) -> None:
    """Face, pieces and amount of every denomination."""
    if not value.denominations:
        return
    third = sheet.inner / 3
    rows = [(say(N_("Face value")), say(N_("Number")), say(N_("Amount")))] + [
        (yuan(row.face_fen), str(row.pieces), yuan(row.face_fen * row.pieces))
        for row in value.denominations
    ]
    for row in rows:
        cells = [
            Cell(sheet.left + column * third, third, text, "right")
            for column, text in enumerate(row)
        ]
        sheet.row(cells, size=8)
    sheet.rule(dash=2)
