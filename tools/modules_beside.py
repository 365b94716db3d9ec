"""The first thing that a packed program runs: its modules lie beside it, not in it.

PyInstaller's own start, which comes next, looks where this says. Nothing can be imported yet.
"""

import sys

sys._pyinstaller_pyz = f"{sys._MEIPASS}/modules.pyz"  # type: ignore[attr-defined]
