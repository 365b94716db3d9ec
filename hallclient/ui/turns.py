"""Long work on the UI thread, a piece in each turn of the event loop."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer


def in_turns(context: QObject, pieces: Iterator[None], done: Callable[[], object]) -> None:
    """Runs an iterator to its end, a piece in each turn of the loop, then calls `done`.

    Keys and drawing come between the pieces. Nothing more happens once `context` is gone.
    """

    def piece() -> None:
        for _ in pieces:
            QTimer.singleShot(0, context, piece)
            return
        done()

    piece()
