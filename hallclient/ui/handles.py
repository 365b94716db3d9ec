"""Finds a control the way a person names it: by its accessible name.

The same handle serves tests, `play` and a screen reader, in every language: names are
given as English source and translated before they are compared.
"""

from collections.abc import Iterator

from PySide6.QtWidgets import QApplication, QWidget

from hallclient.base.language import tr


class NotFound(LookupError):
    """No visible control, or more than one, has the name; says what is there."""


def find[W: QWidget](root: QWidget, name: str, kind: type[W] = QWidget, **facts: object) -> W:  # type: ignore[assignment, unused-ignore]
    """The one visible control below `root` with this accessible name.

    Args:
        name: English source, `{names}` filled with the facts after translation.
        kind: only controls of this class.
    Raises:
        NotFound: none or several; the message lists the names that are there.
    """
    wanted = tr(name, **facts)
    found = [widget for widget in named(root, kind) if widget.accessibleName() == wanted]
    if len(found) == 1:
        return found[0]
    there = ", ".join(sorted({repr(widget.accessibleName()) for widget in named(root, kind)}))
    count = "no" if not found else f"{len(found)}"
    raise NotFound(f"{count} visible {kind.__name__} named {wanted!r}; there are: {there}")


def named[W: QWidget](root: QWidget, kind: type[W]) -> Iterator[W]:
    """Every visible control below `root`, and `root` itself, that has a name."""
    candidates = [root] if isinstance(root, kind) else []
    for widget in (*candidates, *root.findChildren(kind)):
        if widget.accessibleName() and widget.isVisible():
            yield widget


def find_anywhere[W: QWidget](name: str, kind: type[W], **facts: object) -> W:
    """Like `find`, in whichever window has it; the window in front is asked first.

    Raises NotFound with every window's names.
    """
    windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    windows.sort(key=lambda window: not window.isActiveWindow())
    reasons = []
    for window in windows:
        try:
            return find(window, name, kind, **facts)
        except NotFound as error:
            reasons.append(str(error))
    raise NotFound("; ".join(reasons) or "no window is open")
