"""A disk that remembers, forgets and fails, under SQLite: its own file system layer, listened to.

A VFS (sqlite.org/vfs.html) is registered that is the system's own but for opening, writing,
syncing, truncating and deleting: these are written down, and may be told to fail. From the log
follows what could lie on the disk if the power went at any moment: what was synced, and of the
rest whatever part. No compiler, no other library: ctypes finds SQLite where Python has it.
"""

import _sqlite3
import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    byref,
    c_char_p,
    c_int,
    c_int64,
    c_void_p,
    cast,
    string_at,
)
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

SECTOR: Final = 512
"""Bytes that a disk writes whole or not at all."""

FULL: Final = 13
FSYNC_FAILED: Final = 1034
"""SQLite's result codes."""

_OPEN_READONLY: Final = 0x1
_OPEN_READWRITE: Final = 0x2
_OPEN_CREATE: Final = 0x4
_OPEN_MAIN: Final = 0x100

# a path is handed on as the pointer it is: SQLite keeps it as long as the file is open
Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
Delete = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
Close = CFUNCTYPE(c_int, c_void_p)
Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
Sync = CFUNCTYPE(c_int, c_void_p, c_int)


class _Vfs(Structure):
    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("path_most", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", Open),
        ("delete", Delete),
        ("rest", c_void_p * 14),
    )


class _Methods(Structure):
    _fields_ = (
        ("version", c_int),
        ("close", Close),
        ("read", c_void_p),
        ("write", Write),
        ("truncate", Truncate),
        ("sync", Sync),
        ("rest", c_void_p * 13),
    )


class _File(Structure):
    _fields_ = (("methods", POINTER(_Methods)),)


@dataclass(frozen=True)
class Step:
    """Something that happened on the disk, or that a caller was told (`mark`).

    Attributes:
        what: `write`, `truncate`, `sync`, `delete` or `mark`.
        name: the file's name; of a mark, what was told.
        at: offset of a write; size after a truncate; 1 for a delete that was synced.
        content: what was written.
    """

    what: str
    name: str
    at: int = 0
    content: bytes = b""


type Plan = Callable[[Step], int]
"""Is asked before each step; 0 lets it happen, a result code of SQLite refuses it."""


@dataclass
class Disk:
    """The log of one folder's disk, and the plan of its failures.

    Attributes:
        before: what lay there already, as synced, by file name.
    """

    folder: Path
    steps: list[Step] = field(default_factory=list)
    plan: Plan | None = None
    read_only: bool = False
    before: dict[str, bytes] = field(default_factory=dict)

    def mark(self, told: str) -> None:
        """Writes down that a caller was told something from here on."""
        self.steps.append(Step("mark", told))

    def asked(self, step: Step) -> int:
        """Puts the step down unless the plan refuses it."""
        refused = self.plan(step) if self.plan else 0
        if not refused:
            self.steps.append(step)
        return refused


def is_durable(name: str) -> bool:
    """Whether the file outlives the processes that use it: shared memory does not."""
    return not name.endswith("-shm")


def sqlite_library() -> ctypes.CDLL | None:
    """SQLite as Python has it; None where its functions cannot be called from outside."""
    for place in (getattr(_sqlite3, "__file__", None), None):
        with suppress(OSError, AttributeError):
            library = ctypes.CDLL(place)
            library.sqlite3_vfs_find.restype = POINTER(_Vfs)
            return library
    return None


class _Layer:
    """The VFS: one for the life of the process, as open files keep pointing to it."""

    def __init__(self) -> None:
        self.disk: Disk | None = None
        library = sqlite_library()
        if library is None:
            raise RuntimeError("SQLite's functions cannot be called here")
        self._library = library
        self._own = self._library.sqlite3_vfs_find(None)
        self._names: dict[int, tuple[Disk, str]] = {}
        self._tables: dict[int, tuple[_Methods, Any]] = {}
        self._vfs = _Vfs()
        ctypes.memmove(byref(self._vfs), self._own, ctypes.sizeof(_Vfs))
        self._vfs.name = b"listening"
        self._vfs.next = None
        self._vfs.open, self._vfs.delete = Open(self._open), Delete(self._delete)

    def register(self) -> None:
        self._library.sqlite3_vfs_register(byref(self._vfs), 1)

    def unregister(self) -> None:
        self._library.sqlite3_vfs_unregister(byref(self._vfs))

    def _open(self, _vfs: int, path: int | None, file: int, flags: int, out: Any) -> int:
        disk, name = self._known(path)
        if disk is not None and disk.read_only and flags & _OPEN_MAIN:
            flags = flags & ~(_OPEN_READWRITE | _OPEN_CREATE) | _OPEN_READONLY
        code = int(self._own.contents.open(cast(self._own, c_void_p), path, file, flags, out))
        if code == 0 and disk is not None:
            self._names[file] = disk, name
            self._listen_to(cast(file, POINTER(_File)).contents)
        return code

    def _known(self, path: int | None) -> tuple[Disk | None, str]:
        if path is None or self.disk is None:
            return None, ""
        file = Path(string_at(path).decode())
        return (self.disk if file.parent == self.disk.folder else None), file.name

    def _listen_to(self, file: Any) -> None:
        """Points the file to a table of methods that is its own but for four of them."""
        place = cast(file.methods, c_void_p).value or 0
        if place not in self._tables:
            own = file.methods.contents
            table = _Methods()
            ctypes.memmove(byref(table), byref(own), ctypes.sizeof(_Methods))
            table.close = Close(lambda f: self._close(own, f))
            table.write = Write(lambda f, *write: self._write(own, f, *write))
            table.truncate = Truncate(lambda f, size: self._truncate(own, f, size))
            table.sync = Sync(lambda f, flags: self._sync(own, f, flags))
            self._tables[place] = table, own
        file.methods = ctypes.pointer(self._tables[place][0])

    def _close(self, own: Any, file: int) -> int:
        self._names.pop(file, None)
        return int(own.close(file))

    def _write(self, own: Any, file: int, content: int, size: int, at: int) -> int:
        disk, name = self._names[file]
        refused = disk.asked(Step("write", name, at, string_at(content, size)))
        return refused or int(own.write(file, content, size, at))

    def _truncate(self, own: Any, file: int, size: int) -> int:
        disk, name = self._names[file]
        return disk.asked(Step("truncate", name, size)) or int(own.truncate(file, size))

    def _sync(self, own: Any, file: int, flags: int) -> int:
        disk, name = self._names[file]
        return disk.asked(Step("sync", name)) or int(own.sync(file, flags))

    def _delete(self, _vfs: int, path: int, synced: int) -> int:
        disk, name = self._known(path)
        if disk is not None and (refused := disk.asked(Step("delete", name, synced))):
            return refused
        return int(self._own.contents.delete(cast(self._own, c_void_p), path, synced))


_LAYERS: list[_Layer] = []


@contextmanager
def listening(folder: Path) -> Iterator[Disk]:
    """Databases that are opened from here on in the folder lie on this disk."""
    if not _LAYERS:
        _LAYERS.append(_Layer())
    layer = _LAYERS[0]
    files = [path for path in folder.iterdir() if path.is_file() and is_durable(path.name)]
    layer.disk = Disk(folder.resolve(), before={path.name: path.read_bytes() for path in files})
    layer.register()
    try:
        yield layer.disk
    finally:
        layer.unregister()
        layer.disk = None


def after_power_cut(disk: Disk, steps: int, chance: Random) -> dict[str, bytes]:
    """What could lie on the disk when the power went after so many steps, by file name.

    Synced writes are there; of those since, chance lets none, all or any of them be there, one
    perhaps in part, a sector at a time.
    """
    synced: dict[str, bytes | None] = dict(disk.before)
    waiting: dict[str, list[Step]] = {}
    for step in disk.steps[:steps]:
        if step.what == "sync":
            synced[step.name] = applied(synced.get(step.name), waiting.pop(step.name, []))
        elif step.what == "delete" and step.at:
            synced[step.name] = None
            waiting.pop(step.name, None)
        elif step.what != "mark":
            waiting.setdefault(step.name, []).append(step)
    for name, left in waiting.items():
        synced[name] = applied(synced.get(name), some_of(left, chance))
    return {name: content for name, content in synced.items() if content is not None}


def applied(content: bytes | None, steps: list[Step]) -> bytes | None:
    """A file's content after the steps; None when it is not there."""
    now = None if content is None else bytearray(content)
    for step in steps:
        if step.what == "delete":
            now = None
            continue
        now = bytearray() if now is None else now
        if step.what == "truncate":
            del now[step.at :]
            continue
        now.extend(bytes(max(0, step.at - len(now))))
        now[step.at : step.at + len(step.content)] = step.content
    return None if now is None else bytes(now)


def some_of(steps: list[Step], chance: Random) -> list[Step]:
    """Which of the steps that nobody synced reached the disk."""
    way = chance.choice(("none", "all", "first", "any", "any"))
    if way in ("none", "all"):
        return steps if way == "all" else []
    if way == "first":
        kept = steps[: chance.randint(0, len(steps))]
    else:
        kept = [step for step in steps if chance.random() < 0.6]
    return [torn(step, chance) if chance.random() < 0.1 else step for step in kept]


def torn(step: Step, chance: Random) -> Step:
    """A write of which only some sectors reached the disk: the first ones."""
    if step.what != "write" or len(step.content) <= SECTOR:
        return step
    sectors = chance.randint(0, len(step.content) // SECTOR)
    return Step(step.what, step.name, step.at, step.content[: sectors * SECTOR])
