"""The customer's screen: the same figures, masked, and a greeting when idle."""

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
