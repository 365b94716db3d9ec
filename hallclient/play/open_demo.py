"""The window on a demo hall: its people, stock and customers in place, its day not begun."""

import sys
from pathlib import Path

import typer

from hallclient import hall as house
from hallclient.play.demo import how_the_display_opens, who_may_sign_in
from hallclient.play.script import DayScript
from hallclient.play.stage import PASSWORD, furnish
from hallclient.settings import load_settings
from hallclient.store.keys import FileKeyStore

FILE = "demo-hall.db"


def open_demo(out: Path, script: DayScript) -> int:
    """Opens the client on the demo hall in `out`, made when it is not there yet."""
    from PySide6.QtWidgets import QApplication

    from hallclient.app import let_window_go_first, unhook_imports
    from hallclient.app.client import Opening
    from hallclient.app.start import WindowRun
    from hallclient.devices.reader_simulator import SimulatedReader
    from hallclient.look import first_look

    place = house.HallPlace(f"sqlite:///{out / FILE}", FileKeyStore(load_settings().keys_folder))
    if not (out / FILE).exists():
        furnish(script, place)
    typer.echo(who_may_sign_in(script, PASSWORD))
    typer.echo(how_the_display_opens(place.url))
    unhook_imports()
    let_window_go_first()
    application = QApplication(sys.argv[:1])
    opening = Opening(
        first_look(),
        place=place,
        counter=script.counters[0].number if script.counters else 1,
        papers=out / "receipts",
        reports=out / "reports",
        reader=SimulatedReader(),
    )
    return WindowRun(application, None, opening, out / "crash").until_closed()
