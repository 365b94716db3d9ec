"""The customer's screen: the same figures, masked, and a greeting when idle."""

import json
import os
import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from hallclient.ui.customer_screen import CustomerLine, CustomerScreen, CustomerView

VIEW = CustomerView(
    person="Zh*  **1236",
    lines=(CustomerLine("Recharge 138****0000", 10_000), CustomerLine("SIM", 2_350)),
    due_fen=12_350,
)


def test_it_greets_until_an_order_begins(qtbot: QtBot) -> None:
    screen = CustomerScreen("Sample hall")
    qtbot.addWidget(screen)
    assert screen.texts() == ("Sample hall", "Welcome. What may we do for you?")


def test_due_received_and_change_are_shown_as_they_become_known(qtbot: QtBot) -> None:
    screen = CustomerScreen("Sample hall")
    qtbot.addWidget(screen)
    screen.show_order(VIEW)
    assert "123.50" in screen.texts()
    assert "Your change" not in screen.texts()
    screen.show_order(CustomerView(VIEW.person, VIEW.lines, 12_350, 15_000, 2_650))
    assert {"123.50", "150.00", "26.50", "Your change"} <= set(screen.texts())
    screen.greet()
    assert not {"123.50", "150.00", "26.50", "Zh*  **1236"} & set(screen.texts())


def test_the_last_lines_of_a_long_order_are_shown(qtbot: QtBot) -> None:
    screen = CustomerScreen("Sample hall")
    qtbot.addWidget(screen)
    lines = tuple(CustomerLine(f"Line {number}", number * 100) for number in range(20))
    screen.show_order(CustomerView("", lines, 19_000))
    assert "Line 19" in screen.texts()
    assert "Line 3" not in screen.texts()


def test_with_one_screen_it_stays_hidden(qtbot: QtBot) -> None:
    screen = CustomerScreen("Sample hall")
    qtbot.addWidget(screen)
    assert not screen.place()
    assert not screen.isVisible()


TWO_SCREENS = """
from PySide6.QtWidgets import QApplication
from hallclient.base.language import use_language
from hallclient.ui.customer_screen import CustomerScreen
use_language("en")
application = QApplication([])
screen = CustomerScreen("Sample hall")
print(screen.place(), screen.isVisible(), screen.geometry().x(), screen.geometry().width())
"""


def test_with_two_screens_it_fills_the_second(tmp_path: Path) -> None:
    """In a process of its own: Qt's offscreen platform is told of its screens at its start."""
    places = [("clerk", 0, 1366, 768), ("customer", 1366, 1280, 800)]
    screens = [
        {"name": name, "x": x, "y": 0, "width": width, "height": height, "logicalDpi": 96}
        | {"logicalBaseDpi": 96, "dpr": 1}
        for name, x, width, height in places
    ]
    (tmp_path / "screens.json").write_text(json.dumps({"screens": screens}), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", TWO_SCREENS],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen:configfile=screens.json"},
        cwd=tmp_path,  # a colon, as after the letter of a drive, ends the file's name
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", "True", "1366", "1280"]
