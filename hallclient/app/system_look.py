"""The look that the system asks for, followed while the program runs."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from hallclient.devices.wishes import wanted_contrast, wanted_text_size
from hallclient.ui.theme import SYSTEM_CONTRAST, SYSTEM_SCALE
from hallclient.ui.window import MainWindow

if TYPE_CHECKING:
    from hallclient.devices.session_news import News


def read_wishes(application: QApplication) -> bool:
    """Leaves what the system says where the theme looks for it; says whether it is news."""
    said = {SYSTEM_SCALE: wanted_text_size(), SYSTEM_CONTRAST: wanted_contrast()}
    news = [name for name, value in said.items() if application.property(name) != value]
    for name in news:
        application.setProperty(name, said[name])
    return bool(news)


class SystemLook(QObject):
    """Light or dark, more contrast, larger text: as soon as the person says so to the system."""

    def __init__(self, application: QApplication, window: MainWindow) -> None:
        super().__init__(window)
        self._application, self._window = application, window
        application.styleHints().colorSchemeChanged.connect(self._again)

    @Slot()
    def _again(self) -> None:
        read_wishes(self._application)
        self._window.look_again()

    @Slot(object)
    def on_news(self, news: "News") -> None:
        """Some setting of the system was changed: perhaps one of these."""
        from hallclient.devices.session_news import News

        if news is News.SETTING_CHANGED and read_wishes(self._application):
            self._window.look_again()
