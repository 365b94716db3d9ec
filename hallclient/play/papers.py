"""What a played day leaves behind: receipts as PDF, workbooks of shifts and of the day."""

from hallclient.devices.printers import PdfFolder
from hallclient.duty import service as duty
from hallclient.paper import service as paper
from hallclient.paper.rules import PaperKind, paper_name
from hallclient.play import counter_script as day
from hallclient.play.outcome import Done
from hallclient.play.parts import Event
from hallclient.play.stage import Stage

A_PASS = 200


def leave_papers(stage: Stage, counter: int) -> None:
    """Prints what waits for a counter into the folder of receipts."""
    printer = PdfFolder(stage.receipts)
    desk = stage.desk(stage.founder, counter)
    while paper.print_waiting(desk, printer, A_PASS):
        pass


def receipt_name(stage: Stage, event: Event, done: Done) -> str:
    """The file of the event's own paper, "" when it has none."""
    if not done.number or not isinstance(event, day.Order | day.Resume | day.Reverse | day.Reprint):
        return ""
    name = paper_name(PaperKind.RECEIPT, f"order/{done.number}", done.copy)
    return f"{name}.pdf" if (stage.receipts / f"{name}.pdf").is_file() else ""


def leave_workbook(stage: Stage, event: Event, done: Done) -> None:
    """The shift's workbook when it is approved, the day's when it is closed."""
    if isinstance(event, day.ApproveShift):
        desk = stage.desk(event.approver)
        duty.export_shift(desk, done.number, stage.reports / duty.shift_file(done.number))
    elif isinstance(event, day.CloseDay):
        desk = stage.desk(stage.actor(event))
        closed = duty.last_closed(desk)
        if closed is not None:
            day_file = stage.reports / duty.day_file(closed.business_date)
            duty.export_day(desk, day_file, closed.business_date)
