"""The spooler: paper never decides, nothing is lost, nothing is printed twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError
from hallclient.devices.patient_printer import PaperDoubtful
from hallclient.devices.printers import FolderUnusable, PdfFolder, PrinterFailed
from hallclient.paper import book, checks, service
from hallclient.paper.records import PrintJob
from hallclient.paper.rules import CLAIM_LASTS, Copied, PaperUnknown, delay, paper_name
from hallclient.paper.values import OrderForm, Receipt
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.store.integrity import check_store

SUBJECT = "order/H001202611220100001"


class Tray:
    """A printer that keeps what it printed, and refuses while it is told to."""

    def __init__(self, *, repeatable: bool = False) -> None:
        self.repeatable = repeatable
        self.papers: list[tuple[str, bytes]] = []
        self.refusal: Exception | None = None
        self.asked = 0

    def print(self, pdf: bytes, name: str) -> None:
        self.asked += 1
        if self.refusal is not None:
            raise self.refusal
        self.papers.append((name, pdf))

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.papers]


@pytest.fixture
def tray() -> Tray:
    return Tray()


@pytest.fixture
def order(desk: Desk, a_receipt: Receipt, a_form: OrderForm) -> Callable[..., None]:
    """Commits an act that asks for a receipt and a form."""

    def commit(subject: str = SUBJECT, at: Desk = desk) -> None:
        with act(at, "order.complete") as doing:
            doing.subject = subject
            papers = [("receipt", a_receipt.to_payload()), ("form", a_form.to_payload())]
            book.enqueue_all(doing, subject, papers)

    return commit


def copies(desk: Desk, kind: str | None = None) -> tuple[Copied, ...]:
    with act(desk, "order.reprint") as doing:
        return book.enqueue_copies(doing, SUBJECT, kind)


def test_the_papers_of_an_order_come_out_in_order_and_once(desk, order, tray) -> None:
    order()
    printed = service.print_waiting(desk, tray)
    assert [(paper.name, paper.code) for paper in printed] == [
        ("receipt-H001202611220100001", ""),
        ("form-H001202611220100001", ""),
    ]
    assert service.print_waiting(desk, tray) == ()
    assert tray.names == [paper.name for paper in printed]
    assert service.waiting(desk) == ()


def test_an_order_that_rolls_back_asks_for_nothing(desk, a_receipt, tray) -> None:
    class Refused(HallError):
        code = "test"
        sentence = "no"

    def order_that_is_refused() -> None:
        with act(desk, "order.complete") as doing:
            book.enqueue(doing, "receipt", SUBJECT, a_receipt.to_payload())
            raise Refused

    with pytest.raises(Refused):
        order_that_is_refused()
    assert service.print_waiting(desk, tray) == ()


@pytest.mark.duty("S2-KA-18")
def test_copies_are_counted_and_marked_and_say_what_the_original_says(
    desk, order, tray, read
) -> None:
    order()
    assert [copy.copy for copy in copies(desk, "receipt")] == [1]
    assert [(copy.kind, copy.copy) for copy in copies(desk)] == [("receipt", 2), ("form", 1)]
    service.print_waiting(desk, tray)
    texts = {name: read(pdf).text for name, pdf in tray.papers}
    number = "H001202611220100001"
    assert sorted(texts) == [
        f"form-{number}",
        f"form-{number}-copy-1",
        f"receipt-{number}",
        f"receipt-{number}-copy-1",
        f"receipt-{number}-copy-2",
    ]
    original = texts[f"receipt-{number}"]
    assert texts[f"receipt-{number}-copy-2"].replace("补打 2\n", "") == original


def test_a_copy_of_nothing_is_refused(desk) -> None:
    with pytest.raises(PaperUnknown, match="没有可补打"):
        copies(desk)


@pytest.mark.parametrize("hours", [1, 24])
def test_a_printer_dead_for_a_day_loses_nothing_and_blocks_no_order(
    desk, clock: ScriptClock, order, tray, hours: int
) -> None:
    tray.refusal = PrinterFailed()
    for number in range(hours * 4):
        order(f"order/H0012026112201{number:04d}")  # raises nothing
        service.print_waiting(desk, tray)
        clock.set(clock.now() + timedelta(minutes=15))
    waiting = service.waiting(desk)
    assert len(waiting) == hours * 8
    assert {job.code for job in waiting if job.tries} == {"printer.failed"}
    tray.refusal = None
    while service.print_waiting(desk, tray):
        pass
    assert len(set(tray.names)) == len(tray.names) == hours * 8
    assert service.waiting(desk) == ()


def test_a_failed_job_is_left_alone_for_a_growing_while(desk, clock, order, tray) -> None:
    order()
    tray.refusal = PrinterFailed()
    assert [paper.code for paper in service.print_waiting(desk, tray)] == ["printer.failed"] * 2
    assert service.print_waiting(desk, tray) == ()
    clock.set(clock.now() + delay(1))
    assert len(service.print_waiting(desk, tray)) == 2
    clock.set(clock.now() + delay(1))
    assert service.print_waiting(desk, tray) == ()
    assert [job.tries for job in service.waiting(desk)] == [2, 2]


def test_a_person_need_not_wait_for_it(desk, order, tray) -> None:
    order()
    tray.refusal = PrinterFailed()
    service.print_waiting(desk, tray)
    tray.refusal = None
    assert [paper.code for paper in service.print_waiting(desk, tray, hurry=True)] == ["", ""]


def test_delays_grow_and_stay_within_five_minutes() -> None:
    delays = [delay(tries) for tries in range(1, 2000)]
    assert delays == sorted(delays)
    assert delays[0] == timedelta(seconds=5)
    assert delays[-1] == timedelta(minutes=5)


def test_a_dead_printer_is_not_tried_once_for_each_paper(desk, order, tray) -> None:
    for number in range(5):
        order(f"order/{number}")
    tray.refusal = PrinterFailed()
    service.print_waiting(desk, tray)
    assert tray.asked == 2


def test_one_paper_that_cannot_be_drawn_holds_up_nobody(desk, order, tray, a_receipt) -> None:
    with act(desk, "order.complete") as doing:
        book.enqueue(doing, "receipt", "order/1", {"not": "a receipt"})
        book.enqueue(doing, "hologram", "order/2", a_receipt.to_payload())
    order()
    codes = {paper.subject: paper.code for paper in service.print_waiting(desk, tray)}
    assert codes == {"order/1": "paper.unreadable", "order/2": "paper.unreadable"}
    codes = {paper.subject: paper.code for paper in service.print_waiting(desk, tray)}
    assert codes == {SUBJECT: ""}
    assert {job.code for job in service.waiting(desk)} == {"paper.unreadable"}


def test_a_bug_in_a_driver_is_told_and_its_job_stays_in_sight(desk, order, tray) -> None:
    order()
    tray.refusal = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        service.print_waiting(desk, tray)
    assert {job.code for job in service.waiting(desk)} == {"paper.unreadable", ""}
    tray.refusal = None
    assert len(service.print_waiting(desk, tray)) == 1


def test_two_lanes_never_print_the_same_job(desk, order, tray) -> None:
    order()

    class Sly(Tray):
        """While it prints, another lane comes by."""

        def print(self, pdf: bytes, name: str) -> None:
            super().print(pdf, name)
            service.print_waiting(desk, tray)

    first = Sly()
    service.print_waiting(desk, first)
    assert sorted(first.names + tray.names) == sorted(set(first.names + tray.names))
    assert len(first.names + tray.names) == 2


def crash_while_printing(desk: Desk, tray: Tray) -> None:
    """The job is claimed, the paper is out, and nobody is there to write it down."""
    from unittest.mock import patch

    with (
        patch.object(service, "_settle", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        service.print_waiting(desk, tray, limit=1)


def test_an_interrupted_job_is_shown_and_not_repeated_by_itself(desk, clock, order, tray) -> None:
    order()
    crash_while_printing(desk, tray)
    clock.set(clock.now() + CLAIM_LASTS)
    service.print_waiting(desk, tray)
    assert len(tray.names) == 2  # the crashed one and the other paper
    (job,) = service.waiting(desk)
    assert (job.interrupted, job.code) == (True, "printer.interrupted")
    service.retry(desk, job.job_id, "r1")
    service.retry(desk, job.job_id, "r1")  # a repeat changes nothing
    service.print_waiting(desk, tray)
    assert service.waiting(desk) == ()
    with pytest.raises(PaperUnknown):
        service.retry(desk, job.job_id, "r2")


def test_a_paper_that_a_driver_kept_is_as_one_that_was_interrupted(
    desk, clock, order, tray
) -> None:
    """It may have come out: nothing repeats it by itself, and a person sees it."""
    order()
    tray.refusal = PaperDoubtful()
    first, second = service.print_waiting(desk, tray)
    assert (first.code, second.code) == ("printer.doubtful", "printer.doubtful")
    tray.refusal = None
    clock.set(clock.now() + CLAIM_LASTS)
    assert service.print_waiting(desk, tray) == ()
    assert [job.interrupted for job in service.waiting(desk)] == [True, True]


def test_on_a_folder_an_interrupted_job_is_simply_done_again(desk, clock, order, tmp_path) -> None:
    order()
    folder = PdfFolder(tmp_path / "papers")
    crash_while_printing(desk, folder)
    clock.set(clock.now() + CLAIM_LASTS)
    service.print_waiting(desk, folder)
    assert service.waiting(desk) == ()
    assert len(list((tmp_path / "papers").iterdir())) == 2


def test_each_counter_prints_its_own_papers(desk, order, tray) -> None:
    order(at=desk.acting("C02", counter=2))
    assert service.print_waiting(desk, tray) == ()
    assert [job.counter for job in service.waiting(desk, every_counter=True)] == [2, 2]
    assert service.waiting(desk) == ()


def test_a_folder_that_cannot_be_written_says_why(desk, order, tmp_path) -> None:
    order()
    (tmp_path / "papers").write_text("not a folder")
    codes = [paper.code for paper in service.print_waiting(desk, PdfFolder(tmp_path / "papers"))]
    assert codes == [FolderUnusable.code] * 2


@pytest.mark.duty("S2-KA-18")
def test_the_books_of_papers_add_up_until_somebody_changes_them(desk, order, tray, tamper) -> None:
    order()
    copies(desk)
    service.print_waiting(desk, tray)

    def faults() -> set[str]:
        with desk.read() as session:
            return {fault.code for fault in checks.check(session, desk.hall)}

    assert faults() == set()
    tamper("UPDATE papers SET copy = 7 WHERE copy = 1 AND kind = 'receipt'")
    with desk.write() as session:
        session.execute(update(PrintJob).values(done_at=None).where(PrintJob.place == 1))
    assert faults() == {"paper.copies", "paper.state"}


def test_a_changed_paper_breaks_its_seal(desk, order, tamper) -> None:
    order()
    tamper("UPDATE papers SET payload = replace(payload, 'A', 'B')")
    with desk.read() as session:
        found = {fault.code for fault in check_store(session, desk.hall, desk.keys.audit)}
    assert "audit.digest" in found


def test_the_job_keeps_when_it_was_done(desk, clock, order, tray) -> None:
    order()
    service.print_waiting(desk, tray)
    with desk.read() as session:
        assert set(session.scalars(select(PrintJob.done_at))) == {clock.now()}


@pytest.mark.parametrize(
    ("kind", "subject", "copy", "name"),
    [
        ("receipt", "order/H001202611220100001", 0, "receipt-H001202611220100001"),
        ("form", "order/H001202611220100001", 2, "form-H001202611220100001-copy-2"),
        ("slip", "drop/20261122/01/003", 0, "slip-drop-20261122-01-003"),
        ("receipt", "order/../../etc/passwd", 0, "receipt-passwd"),
    ],
)
def test_names_of_papers_are_plain(kind: str, subject: str, copy: int, name: str) -> None:
    assert paper_name(kind, subject, copy) == name


def test_a_paper_changed_from_outside_holds_up_no_other(desk, order, tray, tamper) -> None:
    order()
    tamper("UPDATE papers SET payload = replace(payload, 'A', 'B') WHERE kind = 'receipt'")
    codes = {printed.kind: printed.code for printed in service.print_waiting(desk, tray)}
    assert codes == {"receipt": "paper.unreadable", "form": ""}


def test_a_paper_that_somebody_has_seen_waits_no_longer(desk, clock, order, tray) -> None:
    order()
    crash_while_printing(desk, tray)
    clock.set(clock.now() + CLAIM_LASTS)
    service.print_waiting(desk, tray)
    (job,) = service.waiting(desk)
    service.came_out(desk, job.job_id, "r1")
    service.came_out(desk, job.job_id, "r1")  # a repeat changes nothing
    assert service.waiting(desk) == ()
    with pytest.raises(PaperUnknown):
        service.came_out(desk, job.job_id, "r2")


def test_a_paper_that_waits_has_come_out_for_nobody(desk, order) -> None:
    order()
    job, _other = service.waiting(desk)
    with pytest.raises(PaperUnknown):
        service.came_out(desk, job.job_id, "r1")
    assert len(service.waiting(desk)) == 2
