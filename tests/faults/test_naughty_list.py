"""The big list of naughty strings goes in, and comes back the same wherever it is seen again.

Same means: as one line without control characters (`base.text.printable`), which is what the
program says it keeps; on paper a character without a glyph is its code point (field rules 5).
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import openpyxl
import pypdfium2
import pytest

from hallclient.base.ids import new_id
from hallclient.base.language import use_language
from hallclient.base.money import Fen
from hallclient.counter import service as counter
from hallclient.counter.rules import RefuseService, ReverseAsk
from hallclient.custody import service as custody
from hallclient.customers import service as customers
from hallclient.customers.rules import AmendCustomer
from hallclient.devices.printers import PdfFolder
from hallclient.duty import service as duty
from hallclient.paper import service as paper
from hallclient.paper.fonts import face
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, Role
from hallclient.stock import service as stock
from hallclient.stock.rules import ReceiveRange
from hallclient.till import service as till
from hallclient.till.rules import PauseAsk, PayAsk, ReasonMissing, ResumeAsk, TextTooLong
from tests.counter.conftest import new_number, person, recharge
from tests.faults.arena import Arena
from tests.faults.conftest import PASSWORD, Hall, receipts
from tests.faults.ground import refusal
from tests.faults.naughty import UNWRITABLE, as_kept, big_list, squeezed
from tests.faults.tally import Tally

ACCENTS = re.compile("([\u0300-\u036f])\\1+")

type Field = Callable[[Hall, str, int], Callable[[], str]]
"""Puts a text somewhere; the call that comes back reads what is kept there."""


def words(pdf: Path) -> str:
    """All text of a paper."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def alike(text: str) -> str:
    """Without blanks, which may be line ends; letters taken apart as a reader of papers does.

    It also reads one accent where the same one stands there many times over.
    """
    return ACCENTS.sub(r"\1", squeezed(unicodedata.normalize("NFKD", text)))


def on_paper(text: str) -> str:
    """As it is drawn."""
    return alike(face().drawable(text))


def paid_in(hall: Hall, texts: Sequence[str]) -> dict[str, str]:
    """Cash paid in and out for every reason of a list: by number of its slip, what is kept."""
    kept = {}
    for number, text in enumerate(texts):
        way: Literal["in", "out"] = "in" if number % 2 else "out"
        ask = PayAsk(new_id(), way, Fen(10), text, f"V{number}", hall.sign("m1"))
        try:
            kept[till.pay(hall.desk, ask).number] = as_kept(text)
        except (ReasonMissing, TextTooLong) as refused:
            assert bool(as_kept(text)) == isinstance(refused, TextTooLong)  # noqa: PT017 - either
    assert len(kept) > len(texts) * 9 // 10
    return kept


@pytest.mark.parametrize(("where", "every"), [("embedded", 1), ("served", 8)])
def test_it_comes_back_from_database_paper_and_workbook(
    arena: Arena, tmp_path: Path, where: str, every: int
) -> None:
    """All of them in a file, every eighth on a server."""
    use_language("zh")
    with getattr(arena, where)().opened() as hall:
        comes_back(hall, big_list()[::every], tmp_path)


def comes_back(hall: Hall, texts: Sequence[str], folder: Path) -> None:
    kept, papers = paid_in(hall, texts), folder / "papers"
    found = {each.number: each.reason for each in till.my_till(hall.desk).movements}
    assert found == kept
    waiting: dict[str, str] = {}
    while paper.waiting(hall.desk):
        paper.print_waiting(hall.desk, PdfFolder(papers), 1_000, hurry=True)
    for file in papers.iterdir():
        number = next((number for number in kept if number in file.name), "")
        if number:
            waiting[number] = alike(words(file))
    assert waiting.keys() == kept.keys()
    lost = {n: kept[n] for n, said in waiting.items() if on_paper(kept[n]) not in said}
    assert lost == {}
    shift_id = hall.count_with(hall.desk)
    duty.export_shift(hall.manager, shift_id, folder / "shift.xlsx")
    cells = {cell.partition(" ")[2] for cell in texts_of(folder / "shift.xlsx")}
    assert set(kept.values()) <= cells  # behind the voucher's number


def texts_of(path: Path) -> set[str]:
    """Every text of a workbook; a formula is none."""
    book = openpyxl.load_workbook(path)
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    found = {str(cell.value) for cell in cells if cell.data_type in "sn" and cell.value is not None}
    book.close()
    return found


def reversal_reason(hall: Hall, text: str, _: int) -> Callable[[], str]:
    sold = hall.sell(recharge(amount="20"))
    ask = ReverseAsk(sold.order_no, text, hall.sign("m1"), new_id())
    counter.reverse(hall.desk, ask)
    return lambda: counter.reverse(hall.desk, ask).reason  # sent again: as it was kept


def pause_reason(hall: Hall, text: str, _: int) -> Callable[[], str]:
    try:
        till.pause(hall.desk, PauseAsk(new_id(), text, 10))
    finally:
        refusal(Tally(), lambda: till.resume(hall.desk, ResumeAsk(new_id())))
    return lambda: next(
        each.reason for each in reversed(till.my_till(hall.desk).movements) if each.reason
    )


def staff_name(hall: Hall, text: str, number: int) -> Callable[[], str]:
    code = f"n{number}"
    staff.add_person(hall.manager, AddPerson(code, text, Role.CLERK, PASSWORD, new_id()))
    return lambda: next(each.name for each in staff.people(hall.manager) if each.code == code)


def custody_description(hall: Hall, text: str, number: int) -> Callable[[], str]:
    serial = f"B{number:06d}"
    ask = replace(receipts(new_id()), description=text, first=serial, last=serial)
    item = custody.receive(hall.desk, ask, hall.sign("m1")).number
    return lambda: next(
        each.description for each in custody.register(hall.desk) if each.number == item
    )


def address(hall: Hall, text: str, number: int) -> Callable[[], str]:
    if number == 0:
        hall.sell(new_number(1), customer=person())
    (found,) = customers.find(hall.desk, "19900000001")
    ask = AmendCustomer(found.customer_id, "13800138000", text, "核对", new_id())
    customers.amend(hall.desk, ask)
    return lambda: customers.unmask(hall.desk, found.customer_id, "核对", new_id()).address


def refused_service(hall: Hall, text: str, _: int) -> Callable[[], str]:
    request = new_id()
    counter.refuse_service(hall.desk, RefuseService("recharge", text, request))
    return lambda: text


def batch(hall: Hall, text: str, number: int) -> Callable[[], str]:
    serial = f"07{number:09d}"
    ask = ReceiveRange("value_card", serial, serial, new_id(), Fen(3_000), text)
    stock.receive(hall.manager, ask)
    return lambda: text


FIELDS: tuple[Field, ...] = (
    reversal_reason,
    pause_reason,
    staff_name,
    custody_description,
    address,
    refused_service,
    batch,
)


@pytest.mark.parametrize("put", FIELDS, ids=lambda put: put.__name__)
def test_each_field_keeps_it_or_says_why_not(arena: Arena, put: Field) -> None:
    """Each string in one of them, the unwritable in all; every fourth on a server too."""
    start = FIELDS.index(put)
    texts = (*UNWRITABLE, *big_list()[start :: len(FIELDS)])
    for ground, some in ((arena.embedded(), texts), (arena.served(), texts[::4])):
        with ground.opened() as hall:
            taken = sum(kept_or_refused(hall, put, text, n) for n, text in enumerate(some))
        assert taken > len(some) // 3


def kept_or_refused(hall: Hall, put: Field, text: str, number: int) -> bool:
    """Whether it was kept, then as it was; a refusal is a sentence."""
    tally, reads = Tally(), list[Callable[[], str]]()
    code = refusal(tally, lambda: reads.append(put(hall, text, number)))
    assert tally.unclear == [], text
    if code:
        assert code.count(".") == 1
        return False
    kept = reads[0]()
    if not as_kept(text):  # nothing of it can be kept: what was there before stays
        return True
    assert kept in (text, as_kept(text), as_kept(text)[: len(kept)]), text
    assert len(kept) >= min(30, len(as_kept(text)))
    return True
