"""The log: a rotating file, one JSON object a line, without personal data."""

import logging
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from hallclient.ui.crash import without_personal_data

FILE_BYTES = 2_000_000
FILES_KEPT = 5


def open_log(folder: Path | None = None) -> Callable[[str], None]:
    """A way to write a line; the file is opened, and structlog loaded, with the first one."""
    place = folder or user_data_path("hallclient", False) / "log"
    written: list[Any] = []

    def write(line: str) -> None:
        if not written:
            written.append(_logger(place))
        written[0].info(line)

    return write


def _logger(folder: Path) -> Any:
    import structlog

    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "hallclient.log", maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8"
    )
    plain = logging.getLogger("hallclient")
    plain.setLevel(logging.INFO)
    plain.propagate = False
    plain.addHandler(handler)
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.add_log_level,
            _redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return structlog.get_logger("hallclient")


def _redact(_logger: Any, _method: str, event: Any) -> Any:
    """Last before writing: whatever a line holds, no number of a person leaves the program."""
    return event | {
        key: without_personal_data(value)
        for key, value in event.items()
        if isinstance(value, str) and key != "timestamp"
    }
