"""What is read behind the first page."""

from importlib.util import find_spec
from pathlib import Path

import hallclient
from hallclient.app.ahead import PAGES


def test_every_page_of_every_room_is_read_ahead() -> None:
    rooms = Path(hallclient.__file__).parent
    found = {f"hallclient.{path.parent.name}.page" for path in rooms.glob("*/page*")}
    found -= {"hallclient.ui.page"}
    assert {name for name in found if not any(page.startswith(name) for page in PAGES)} == set()
    assert all(find_spec(name) for name in PAGES)
