"""Text that breaks programs, in every field that takes text: kept, or refused in a sentence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.base.text import printable
from hallclient.counter import service as counter
from hallclient.counter.rules import (
    LineDraft,
    OrderDraft,
    OrderQuery,
    RefuseService,
    ReverseAsk,
    SettleUnknown,
    TenderDraft,
    TenderState,
)
from hallclient.customers import service as customers
from hallclient.customers.rules import (
    AmendCustomer,
    DocumentDraft,
    DocumentKind,
    FaceResult,
    PartyDraft,
)
from hallclient.devices.printers import PdfFolder
from hallclient.duty import service as duty
from hallclient.duty.rules import HandBagAsk
from hallclient.paper import service as paper
from hallclient.policy import service as policy
from hallclient.policy.rules import ChangePolicy
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, AuditQuery, Role
from hallclient.till import service as till
from hallclient.till.rules import (
    ApproveAsk,
    CountAsk,
    DropAsk,
    PauseAsk,
    PayAsk,
    RecountAsk,
)
from tests.conftest import ON_POSTGRESQL
from tests.counter.conftest import cash, new_number, person, recharge
from tests.duty.conftest import TENDERS, pieces_for
from tests.faults.conftest import PASSWORD, Hall

NAUGHTY = {
    "right to left": "مرحبا \u202egnp.exe",
    "emoji": "👩‍👩‍👧‍👦 🇨🇳 ☺",
    "combining": "Z̸̡̢a̵͕l̴̰g̶̱o" + "\u0301" * 30,
    "zero width": "a\u200bb\ufeffc\u2060",
    "nul": "a\x00b",
    "control": "a\x07b\x1b[31mred\r\nline\tend",
    "quotes": 'O\'Brien "x" `y` ; DROP TABLE orders; --',
    "markup": "<b>bold</b><img src=x onerror=alert(1)>&amp;",
    "formula": '=1+1+cmd|" /C calc"!A0',
    "at": "@SUM(1,1)",
    "percent": "%s%n%d%x 100%",
    "braces": "{name} {0} {short:>10} {",
    "path": "../../../../etc/passwd\\..\\C:\\con",
    "long": "长" * 10_000,
    "surrogate": "a\ud800b",
    "plane 2": "𠮷𡃁𪚥",
    "blank": " \u3000\u00a0\t ",
    "number": "1e309 NaN -0 ٣٤",
}
TEXTS = pytest.mark.parametrize("text", NAUGHTY.values(), ids=NAUGHTY)


def taken(call: Callable[[], object]) -> bool:
    """Whether it was done; a refusal must be a whole sentence. Any other error fails the test."""
    try:
        call()
    except HallError as refusal:
        sentence = str(refusal)
        assert sentence
        sentence.encode()
        return False
    return True


def latin(text: str) -> PartyDraft:
    """A customer with a passport, whose name is the text."""
    document = DocumentDraft(DocumentKind.PASSPORT, "E12345678", text, valid_until="20400301")
    return PartyDraft(document, face=FaceResult.MATCH)


@TEXTS
def test_in_an_order(hall: Hall, text: str, tmp_path: Path) -> None:
    order = hall.paid(recharge(amount="20"))
    fields = {"mobile": text, "amount": text, text: "1"}
    drafts = [replace(order, request_id=new_id(), lines=(LineDraft("recharge", fields),))]
    drafts += [
        replace(order, request_id=new_id(), lines=(LineDraft("recharge", {**good, name: text}),))
        for good in ({"mobile": "13800138000", "amount": "20"},)
        for name in ("mobile", "amount")
    ]
    drafts += [
        replace(order, request_id=new_id(), tenders=(TenderDraft("pos", "20", text),)),
        replace(order, request_id=new_id(), tenders=(TenderDraft(text, text, text),)),
        replace(order, request_id=new_id(), lines=(LineDraft(text, {}),)),
        replace(order, request_id=new_id(), acknowledged=order.acknowledged | {text}),
        replace(order, request_id=new_id(), customer=latin(text)),
        replace(order, request_id=new_id(), customer=person(text)),
        replace(order, request_id=new_id(), customer=person(name=text)),
        replace(order, request_id=new_id(), customer=person(mobile=text)),
        replace(
            order,
            request_id=new_id(),
            customer=person(face=FaceResult.NOT_POSSIBLE, face_reason=text),
            signatures={"face": hall.sign("m1")},
        ),
    ]
    for draft in drafts:
        taken(lambda draft=draft: counter.save_draft(hall.desk, draft))
        counter.drafts(hall.desk)
        taken(lambda draft=draft: counter.quote(hall.desk, draft))
        taken(lambda draft=draft: counter.complete(hall.desk, draft))
    lowered = replace(
        hall.draft(new_number(1), customer=person()),
        signatures={"price": hall.sign("m1")},
        tenders=(cash("500"),),
    )
    line = replace(lowered.lines[0], price="1", price_reason=text)
    taken(lambda: counter.complete(hall.desk, replace(lowered, lines=(line,))))
    hall.desk.clock.set(hall.desk.now() + timedelta(minutes=1))  # type: ignore[attr-defined]
    paper.print_waiting(hall.desk, PdfFolder(tmp_path / "papers"), 100)
    assert paper.waiting(hall.desk) == ()
    for pdf in (tmp_path / "papers").iterdir():
        pypdfium2.PdfDocument(pdf).close()


@TEXTS
def test_what_a_clerk_writes_comes_back(hall: Hall, text: str, tmp_path: Path) -> None:
    """Reasons and notes: as typed, but for control characters, in papers and workbooks too."""
    desk, manager = hall.desk, hall.manager
    sold = hall.sell(recharge(amount="20"))
    unknown = OrderDraft(
        new_id(),
        lines=(recharge(),),
        tenders=(TenderDraft("pos", "50", "", TenderState.UNKNOWN),),
    )
    counter.park_unknown(desk, unknown)
    settle = SettleUnknown(unknown.request_id, 0, settled=False, note=text, request_id=new_id())
    if not taken(lambda: counter.settle_unknown(desk, settle)):
        counter.settle_unknown(desk, replace(settle, note="查过", request_id=new_id()))
    counter.drop_draft(desk, unknown.request_id)
    taken(
        lambda: counter.reverse(
            desk,
            ReverseAsk(sold.order_no, text, hall.sign("m1"), new_id(), receipt_missing=text),
        )
    )
    taken(lambda: counter.refuse_service(desk, RefuseService("recharge", text, new_id())))
    taken(lambda: counter.refuse_service(desk, RefuseService(text, text, new_id())))
    taken(lambda: till.pay(desk, PayAsk(new_id(), "in", Fen(100), text, text, hall.sign("c3"))))
    taken(lambda: till.pause(desk, PauseAsk(new_id(), text, 10)))
    second = hall.at("c2", 2)
    note = CountAsk(new_id(), pieces_for(53_000), dict.fromkeys(TENDERS, 0), note=text)
    if not taken(lambda: till.count(second, note)):
        till.count(second, replace(note, note="", request_id=new_id()))
    shift_id = till.shifts_of_day(manager)[-1].shift_id
    none = dict.fromkeys(TENDERS, 0)
    taken(
        lambda: till.recount(
            second,
            RecountAsk(new_id(), shift_id, pieces_for(53_000), none, hall.sign("m1"), text),
        )
    )
    approve = ApproveAsk(new_id(), shift_id, text, early_released=True)
    if not taken(lambda: till.approve_shift(manager, approve)):
        till.approve_shift(manager, replace(approve, note="", request_id=new_id()))
    hall.approve(hall.count_with(desk))
    taken(lambda: hall.close(bag_number=text))
    bag = hall.close().bag_number if duty.last_closed(manager) is None else "B1"
    taken(lambda: duty.hand_over_bag(manager, HandBagAsk(bag, text, hall.sign("c1"), new_id())))
    duty.export_day(manager, tmp_path / "day.xlsx", None)
    duty.export_shift(manager, shift_id, tmp_path / "shift.xlsx")
    for name in ("day.xlsx", "shift.xlsx"):
        assert_no_formula_of(tmp_path / name, text)
    paper.print_waiting(desk, PdfFolder(tmp_path / "papers"), 100)
    assert paper.waiting(desk) == ()


def assert_no_formula_of(path: Path, text: str) -> None:
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith(text[:5]):
                    assert cell.data_type != "f"
    book.close()


def test_in_what_is_looked_for(hall: Hall) -> None:
    for number, text in enumerate(NAUGHTY.values()):
        looks_for(hall, text, number)


def looks_for(hall: Hall, text: str, number: int) -> None:
    """Searches, and the archive of the customer who is found."""
    if number == 0:
        hall.sell(new_number(1), customer=person())
    desk = hall.desk
    customer_id = customers.find(desk, "19900000001")[0].customer_id
    taken(lambda: counter.find_orders(desk, OrderQuery(text=text)))
    taken(lambda: customers.look_up(desk, text, new_id()))
    taken(lambda: customers.find(desk, text))
    taken(lambda: customers.view(desk, text))
    taken(lambda: customers.unmask(desk, customer_id, text, new_id()))
    taken(
        lambda: customers.amend(
            desk, AmendCustomer(customer_id, "13800138000", text, text, new_id())
        )
    )
    taken(lambda: customers.amend(desk, AmendCustomer(customer_id, text, "地址", "核对", new_id())))
    taken(lambda: counter.order_of(desk, text))
    taken(lambda: counter.reprint(desk, text, new_id()))
    taken(lambda: counter.hold(desk, "d1", "number", text))
    taken(lambda: counter.drop_draft(desk, text))
    taken(lambda: till.count_result(desk, text))
    taken(lambda: staff.audit_log(hall.manager, AuditQuery(actor=text, action=text)))


def test_in_names_of_people_and_settings(hall: Hall) -> None:
    for number, text in enumerate(NAUGHTY.values()):
        named(hall, text, number)


def named(hall: Hall, text: str, number: int) -> None:
    """People, passwords, signatures, settings."""
    code = f"n{number}"
    manager = hall.manager
    taken(lambda: staff.sign_in(hall.at("", 1), text, text))
    taken(lambda: staff.sign(hall.desk, text, text, text))
    taken(lambda: staff.sign(hall.desk, "m1", PASSWORD, text))
    if taken(
        lambda: staff.add_person(manager, AddPerson(code, text, Role.CLERK, PASSWORD, new_id()))
    ):
        (added,) = [each for each in staff.people(manager) if each.code == code]
        added.name.encode()
    taken(
        lambda: staff.add_person(manager, AddPerson(f"p{number}", "某", Role.CLERK, text, new_id()))
    )
    for key in ("hall_name", "money_contact", "closing_time", "till_limit_fen", text):
        ask = ChangePolicy(key, text, hall.desk.now(), new_id())
        taken(lambda ask=ask: policy.change(manager, ask))
    drop = DropAsk(new_id(), Fen(100), replace(hall.sign("c2"), name=text, mac=text))
    assert not taken(lambda: till.cash_drop(hall.desk, drop))


@pytest.mark.skipif(ON_POSTGRESQL, reason="the same on both")
def test_a_sentence_with_braces_in_its_facts_is_still_a_sentence() -> None:
    class Odd(HallError):
        code = "odd"
        sentence = "This is odd: {what}."

    for text in NAUGHTY.values():
        assert str(Odd(what=text)) == f"This is odd: {printable(text)}."
