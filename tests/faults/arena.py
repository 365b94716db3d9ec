"""Halls to be struck, in files and on a server of our own, each made in a moment from a pattern."""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.faults.ground import Ground, found
from tools import postgres


class Arena:
    """Makes fresh halls under one folder; the server starts when the first one is asked for."""

    def __init__(self, folder: Path, leaving: ExitStack) -> None:
        self._folder = folder
        self._leaving = leaving
        self._numbers = itertools.count(1)
        self._embedded: Ground | None = None
        self._served: Ground | None = None
        self._server: postgres.Server | None = None

    @property
    def server(self) -> postgres.Server:
        """The server, running."""
        if self._server is None:
            self._server = self._leaving.enter_context(postgres.running())
        return self._server

    def folder(self) -> Path:
        """An empty folder."""
        path = self._folder / f"round{next(self._numbers)}"
        path.mkdir(parents=True)
        return path

    def embedded(self) -> Ground:
        """A hall in a file, with a shift open at each counter."""
        if self._embedded is None:
            pattern = self.folder()
            self._embedded = found(f"sqlite:///{pattern / 'hall.db'}", pattern / "keys")
        return self._embedded.copied(self.folder())

    def served(self) -> Ground:
        """The same on the server."""
        if self._served is None:
            self._served = found(self._database("pattern", "template1"), self.folder() / "keys")
        name = f"hall{next(self._numbers)}"
        return Ground(self._database(name, "pattern"), self._served.keys)

    def _database(self, name: str, template: str) -> str:
        postgres.command(self.server.socket, f"CREATE DATABASE {name} TEMPLATE {template}")
        return postgres.url(self.server.socket, name)


@contextmanager
def arena(folder: Path) -> Iterator[Arena]:
    """An arena; its server and its halls are gone afterwards."""
    with ExitStack() as leaving:
        leaving.callback(shutil.rmtree, folder, ignore_errors=True)
        yield Arena(folder, leaving)
