"""The window's composition root: one client is one PC of the hall."""

import sys


def run_window() -> int:
    """Opens the client on this PC's hall; returns its exit status.

    Only what the sign-in page needs is imported before it is drawn; the database layer loads
    behind it while the clerk types.
    """
    from PySide6.QtWidgets import QApplication

    from hallclient.app.client import Client, Opening
    from hallclient.app.log import open_log
    from hallclient.look import first_look
    from hallclient.ui.crash import CrashCare

    application = QApplication(sys.argv[:1])
    opening = Opening(first_look())
    care = CrashCare(opening.crash_folder, opening.clock.now, open_log())
    care.install()
    client = Client(application, opening)
    client.start()
    try:
        return application.exec()
    finally:
        client.close()
        care.uninstall()
