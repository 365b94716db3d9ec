"""Plays a day script from its first event to its last, refusals included, and leaves the papers."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from hallclient.base.errors import HallError, Several
from hallclient.base.language import tr
from hallclient.hall import HallPlace
from hallclient.play.drafting import check_lines
from hallclient.play.outcome import Done, Outcome
from hallclient.play.papers import leave_papers, leave_workbook, receipt_name
from hallclient.play.parts import Event
from hallclient.play.script import DayScript, ScriptWrong
from hallclient.play.stage import Stage, set_stage
from hallclient.play.summary import summarise, write_summary
from hallclient.settings import load_settings
from hallclient.store.keys import FileKeyStore

LEFT_BY_PLAY: Final = ("receipts", "reports", "screens", "hall.db", "hall.db-wal", "hall.db-shm")


class Hands(Protocol):
    """Carries out events: through the widgets, or straight through the services."""

    def perform(self, event: Event) -> Done:
        """Does what the event says; raises HallError when the hall refuses."""
        ...

    def close(self) -> None:
        """Puts away what was opened."""
        ...


@dataclass(frozen=True)
class Played:
    """A played day."""

    summary: dict[str, Any]
    out: Path

    def headline(self) -> str:
        """One line for the person who waited."""
        events = self.summary["events"]
        refused = sum(1 for event in events if not event["ok"])
        return tr(
            "{events} events played, {refused} refused; see {path}",
            events=len(events), refused=refused, path=self.out / "summary.json",
        )  # fmt: skip


def play_script(
    script: DayScript, out: Path, *, database_url: str | None = None, through_services: bool = False
) -> Played:
    """Plays the script and leaves books, papers, workbooks and summary in `out`.

    A folder that an earlier play left is made anew; a database of anybody else is never touched.
    Raises ScriptWrong, HallExists.
    """
    check_lines(script)
    _clear(out)
    out.mkdir(parents=True, exist_ok=True)
    write_summary({"unfinished": True}, out)  # so that a play that was broken off can be cleared
    url = database_url or f"sqlite:///{out / 'hall.db'}"
    place = HallPlace(url, FileKeyStore(load_settings().keys_folder))
    with _prepared(script, out, place, own=database_url is None) as stage:
        hands = _hands(stage, through_services=through_services)
        try:
            outcomes = list(_play(stage, hands))
        finally:
            hands.close()
        desk = stage.desk(stage.founder)
        summary = summarise(desk, script.date, outcomes, out)
    write_summary(summary, out)
    return Played(summary, out)


@contextmanager
def _prepared(script: DayScript, out: Path, place: HallPlace, *, own: bool) -> Iterator[Stage]:
    """The stage; a script that turns out to be wrong before its first event leaves nothing.

    A named database (not `own`) then holds a hall without business, which is for its owner to drop.
    """
    try:
        with set_stage(script, out, place) as stage:
            yield stage
    except ScriptWrong:
        if own:
            _clear(out)
            if not any(out.iterdir()):
                out.rmdir()
        raise


def _play(stage: Stage, hands: Hands) -> Iterator[Outcome]:
    for index, event in enumerate(stage.script.events):
        stage.set_time(event)
        yield _one(stage, hands, index, event)


def _one(stage: Stage, hands: Hands, index: int, event: Event) -> Outcome:
    what = event.model_dump()["do"]
    try:
        done = hands.perform(event)
    except HallError as error:
        first = error.errors[0] if isinstance(error, Several) else error
        return Outcome(index, event.id, what, ok=False, code=first.code, message=str(first))
    leave_papers(stage, event.counter or 0)
    leave_workbook(stage, event, done)
    receipt = receipt_name(stage, event, done)
    return Outcome(
        index, event.id, what, ok=True, number=done.number, receipt=receipt, done_at=done.done_at
    )


def _hands(stage: Stage, *, through_services: bool) -> Hands:
    if through_services:
        from hallclient.play.services import ServiceHands

        return ServiceHands(stage)
    from hallclient.play.widgets import WidgetHands

    return WidgetHands(stage)


def _clear(out: Path) -> None:
    """Takes away what an earlier play left, known by its summary."""
    if not (out / "summary.json").is_file():
        return
    for name in (*LEFT_BY_PLAY, "summary.json"):
        path = out / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
