"""`python -m hallclient`: the window without arguments, the command line with them.

The window's way imports no command-line library: what the clerk waits for comes first.
"""

import sys


def main() -> int:
    """Runs the program; returns its exit status."""
    if not getattr(sys, "frozen", False):
        return start()
    if "--multiprocessing-fork" in sys.argv:  # a helper of ours
        from multiprocessing import freeze_support

        freeze_support()
    from hallclient.app.installed import run_whole

    return run_whole(start)


def start() -> int:
    """The window or the command line, as the arguments say."""
    if len(sys.argv) == 1:
        from hallclient.app import run_window

        return run_window()
    from hallclient.cli import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
