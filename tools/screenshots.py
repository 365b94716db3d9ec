"""Pictures of every page into docs/manual: the few that the manual shows.

`dev.py screenshots --all --out DIR` takes every page and state in both themes, sizes and
languages; `--only TEXT` keeps to the stops whose name holds the text.
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(ROOT))

from pictures.album import Album  # noqa: E402 - after the path and the platform are set
from pictures.stops import LANGUAGES, whole_tour  # noqa: E402


def main() -> int:
    """Goes on tour once in each language."""
    parser = argparse.ArgumentParser(prog="dev.py screenshots")
    parser.add_argument("--all", action="store_true", help="every page in every look")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "manual", metavar="DIR")
    parser.add_argument("--only", default="", metavar="TEXT")
    parser.add_argument("--language", choices=LANGUAGES)
    arguments = parser.parse_args()
    album = Album(arguments.out, everything=arguments.all, only=arguments.only)
    for language in LANGUAGES:
        if arguments.language in (None, language):
            whole_tour(album, language)
    print(f"{len(album.taken)} pictures in {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
