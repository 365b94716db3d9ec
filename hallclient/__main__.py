"""`python -m hallclient`: the window without arguments, the command line with them.

The window's way imports no command-line library: what the clerk waits for comes first.
"""

import sys


def main() -> int:
    """Runs the program; returns its exit status."""
    if "--multiprocessing-fork" in sys.argv:  # a helper of ours, in the packed program
        from multiprocessing import freeze_support

        freeze_support()
    if len(sys.argv) == 1:
        from hallclient.app import run_window

        return run_window()
    from hallclient.cli import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
