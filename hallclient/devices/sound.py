"""Sounds put together from clips (WAV, PCM), and who plays them on this PC."""

import io
import math
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final, Protocol

from hallclient.base.errors import HallError
from hallclient.base.language import N_

MARGIN_SECONDS: Final = 5.0
"""A player that needs so much longer than the sound lasts has hung."""
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_CHIME: Final = ((880.0, 0.0), (659.3, 0.35))
"""Two notes, hertz and the second at which each begins."""
_CHIME_SECONDS: Final = 1.1
_CHIME_RATE: Final = 16_000
_PLAYERS: Final = (("pw-play",), ("paplay",), ("aplay", "-q"))


NEVER: Final = threading.Event()
"""For a sound that nobody stops."""
LOOK_SECONDS: Final = 0.05
"""How often is looked whether something has ended, or has to."""


class VoiceFailed(HallError):
    """The announcement was not heard."""

    code = "voice.failed"
    sentence = N_(
        "Announcements are not heard at this PC. Check its sound device and volume; the screen "
        "shows every call all the same."
    )


@dataclass(frozen=True)
class Sound:
    """Samples of one channel, 16 bit, as WAV holds them."""

    rate: int
    frames: bytes

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.frames) / 2 / self.rate

    def wav(self) -> bytes:
        """As a WAV file."""
        held = io.BytesIO()
        with wave.open(held, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(self.rate)
            out.writeframes(self.frames)
        return held.getvalue()


class Player(Protocol):
    """Plays a sound on this PC."""

    def play(self, sound: Sound, stop: threading.Event = NEVER) -> None:
        """Returns when it was heard to its end; raises VoiceFailed, soon once `stop` is set."""
        ...


def read_clip(file: Path) -> Sound:
    """A clip; raises VoiceFailed when it is not there, or in another format."""
    try:
        with wave.open(str(file)) as clip:
            if (clip.getnchannels(), clip.getsampwidth()) != (1, 2):
                raise VoiceFailed
            return Sound(clip.getframerate(), clip.readframes(clip.getnframes()))
    except (OSError, EOFError, wave.Error) as error:
        raise VoiceFailed from error


def joined(sounds: Sequence[Sound], apart_seconds: float = 0.0) -> Sound:
    """One after another, so far apart; raises VoiceFailed when they are not of one rate."""
    rates = {sound.rate for sound in sounds}
    if len(rates) != 1:
        raise VoiceFailed
    rate = rates.pop()
    between = silence(rate, apart_seconds).frames
    return Sound(rate, between.join(sound.frames for sound in sounds))


def silence(rate: int, seconds: float) -> Sound:
    """Nothing to be heard, for so long."""
    return Sound(rate, bytes(2 * round(rate * seconds)))


def chime(rate: int = _CHIME_RATE) -> Sound:
    """Two notes, the second lower, each dying away: made here, so nobody's but ours."""
    values = []
    for number in range(round(rate * _CHIME_SECONDS)):
        at = number / rate
        value = sum(_note(hertz, at - begins) for hertz, begins in _CHIME)
        values.append(round(32767 * 0.45 * value))
    return Sound(rate, struct.pack(f"<{len(values)}h", *values))


def _note(hertz: float, at: float) -> float:
    if at < 0:
        return 0.0
    swell = min(at / 0.01, 1.0)
    return swell * math.exp(-5 * at) * math.sin(2 * math.pi * hertz * at)


class WindowsPlayer:
    """The system's own `PlaySound`; nothing ends it, `stop` neither: nobody may wait for it."""

    def play(self, sound: Sound, stop: threading.Event = NEVER) -> None:
        if sys.platform == "win32":
            import winsound

            try:
                winsound.PlaySound(sound.wav(), winsound.SND_MEMORY | winsound.SND_NODEFAULT)
            except RuntimeError as error:  # what it raises without a sound device
                raise VoiceFailed from error
        else:
            raise VoiceFailed


class CommandPlayer:
    """A player of the desktop, which is ended when it hangs."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)

    def play(self, sound: Sound, stop: threading.Event = NEVER) -> None:
        try:
            with tempfile.TemporaryDirectory(prefix="hall-voice-") as folder:
                file = Path(folder, "call.wav")
                file.write_bytes(sound.wav())
                run_within([*self._command, str(file)], sound.seconds + MARGIN_SECONDS, stop=stop)
        except OSError as error:  # a full disk
            raise VoiceFailed from error


def run_within(
    command: Sequence[str],
    seconds: float,
    environment: Mapping[str, str] | None = None,
    *,
    stop: threading.Event = NEVER,
) -> bytes:
    """Runs a program to its end and returns what it wrote; no window opens.

    Raises VoiceFailed when it fails, or has to be ended: after so many seconds, or once `stop` is
    set.
    """
    if stop.is_set():
        raise VoiceFailed
    until = monotonic() + seconds
    try:
        with subprocess.Popen(  # noqa: S603 - the system's own programs, words of ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=_NO_WINDOW,
        ) as program:
            while True:
                try:
                    written, _ = program.communicate(timeout=LOOK_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    if stop.is_set() or monotonic() > until:
                        program.kill()
                        raise
    except (OSError, subprocess.SubprocessError) as error:
        raise VoiceFailed from error
    if program.returncode:
        raise VoiceFailed
    return written


def player_here() -> Player | None:
    """What plays sounds on this PC, None where nothing does."""
    if sys.platform == "win32":
        return WindowsPlayer()
    for command in _PLAYERS:
        found = shutil.which(command[0])
        if found is not None:
            return CommandPlayer([found, *command[1:]])
    return None
