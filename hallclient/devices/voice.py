"""Who says the calls of a hall (语音叫号): the system's engine, clips, a chime, nobody."""

import os
import shutil
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import Final, Protocol

from hallclient.base.places import resources
from hallclient.devices.attempt import Attempt
from hallclient.devices.sound import (
    LOOK_SECONDS,
    NEVER,
    Player,
    Sound,
    VoiceFailed,
    chime,
    joined,
    player_here,
    read_clip,
    run_within,
)

WORDS_APART_SECONDS: Final = 0.05
REST_SECONDS: Final = 300.0
"""A voice that failed is left alone for so long; the next one stands in for it."""
STOP_SECONDS: Final = 1.0
"""A voice that is stopped is silent after so long, unless nothing ends it."""
_ASK_SECONDS: Final = 10.0
_FOUND: Final = "chinese-voice"


@dataclass(frozen=True)
class Spoken:
    """What is said, and how: `text` once by an engine that reads Chinese, or `words` as clips.

    Attributes:
        times, apart_seconds: how often, and the silence between.
    """

    text: str
    words: tuple[str, ...]
    times: int = 2
    apart_seconds: float = 2.0


class Voice(Protocol):
    """Says an announcement."""

    def say(self, spoken: Spoken, stop: threading.Event = NEVER) -> None:
        """Returns when it was said to its end, as often as wanted.

        Raises VoiceFailed, soon once `stop` is set.
        """
        ...


class ClipVoice:
    """Puts the shipped clips together, a chime before them, and plays them as one sound."""

    def __init__(self, player: Player, folder: Path | None = None) -> None:
        self._player = player
        self._folder = folder or resources() / "voice"
        self._clips: dict[str, Sound] = {}

    def say(self, spoken: Spoken, stop: threading.Event = NEVER) -> None:
        self._player.play(self.sound(spoken), stop)

    def sound(self, spoken: Spoken) -> Sound:
        """The whole announcement; raises VoiceFailed when a clip is missing."""
        once = joined([self._clip(word) for word in spoken.words], WORDS_APART_SECONDS)
        said = joined([once] * spoken.times, spoken.apart_seconds)
        return joined([chime(once.rate), said])

    def _clip(self, word: str) -> Sound:
        if word not in self._clips:
            self._clips[word] = read_clip(self._folder / f"{word}.wav")
        return self._clips[word]


class FilePlayer:
    """Leaves each sound in a folder instead of playing it: the proof of what was said."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files: list[Path] = []

    def play(self, sound: Sound, stop: threading.Event = NEVER) -> None:
        file = self._folder / f"call-{len(self.files) + 1:04d}.wav"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file.write_bytes(sound.wav())
        except OSError as error:
            raise VoiceFailed from error
        self.files.append(file)


class ChimeVoice:
    """Says nothing: who hears the chime looks at the screen."""

    def __init__(self, player: Player) -> None:
        self._player = player

    def say(self, spoken: Spoken, stop: threading.Event = NEVER) -> None:
        self._player.play(chime(), stop)


class SilentVoice:
    """For a PC on which nothing can be heard."""

    def say(self, spoken: Spoken, stop: threading.Event = NEVER) -> None:
        """Nothing."""


class EngineVoice:
    """The system's own engine, each text in a process that is ended when it hangs.

    Args:
        command: what says the text that stands in `HALL_SAYS`, or behind its words where it wants
            that (`behind`).
        seconds: for the whole announcement, after which it is ended.
        hush: silences an engine that goes on speaking when its process has ended.
    """

    def __init__(
        self, command: Sequence[str], seconds: float, *, behind: bool, hush: Sequence[str] = ()
    ) -> None:
        self._command, self._seconds, self._behind = tuple(command), seconds, behind
        self._hush = tuple(hush)

    def say(self, spoken: Spoken, stop: threading.Event = NEVER) -> None:
        command = [*self._command, spoken.text] if self._behind else self._command
        environment = {**os.environ, "HALL_SAYS": spoken.text}
        until = monotonic() + self._seconds
        try:
            for number in range(spoken.times):
                if number:
                    stop.wait(spoken.apart_seconds)
                run_within(command, until - monotonic(), environment, stop=stop)
        except VoiceFailed:
            if self._hush:
                with suppress(VoiceFailed):
                    run_within(self._hush, STOP_SECONDS)
            raise


SAPI: Final = (
    "$voice = New-Object -ComObject SAPI.SpVoice; "
    "$chinese = $voice.GetVoices('Language=804'); "
    "if ($chinese.Count -eq 0) { exit 3 }; "
    f"Write-Output {_FOUND}; "
    "$voice.Voice = $chinese.Item(0); $voice.Rate = -1; "
    "if ($env:HALL_SAYS) { [void]$voice.Speak($env:HALL_SAYS) }"
)
"""Windows speaks through its own scripting, which every Windows has: 804 is Chinese of China."""


def engine_here(seconds: float) -> EngineVoice | None:
    """The system's engine where it has a Chinese voice, else None; asking takes a moment.

    On Linux that is Speech Dispatcher. Not eSpeak NG itself: as distributions pack it, it knows no
    Chinese characters and spells them out.
    """
    if sys.platform == "win32":
        command = ["powershell", "-NoProfile", "-NonInteractive", "-Command", SAPI]
        return EngineVoice(command, seconds, behind=False) if _answers(command, _FOUND) else None
    if shutil.which("spd-say") and _answers(["spd-say", "-L"], "zh"):
        say = ["spd-say", "-w", "-l", "zh"]
        return EngineVoice(say, seconds, behind=True, hush=["spd-say", "-S"])
    return None


def _answers(command: Sequence[str], sign: str) -> bool:
    """Whether a program ends well, and what it writes holds the sign."""
    try:
        written = run_within(command, _ASK_SECONDS, {**os.environ, "HALL_SAYS": ""})
    except VoiceFailed:
        return False
    return sign in written.decode("utf-8", "replace").lower()


class PatientVoice:
    """The best voice that works, never longer than it may take, and never two at once.

    Each is tried in turn: one that fails, or does not come back, is stopped and left alone for a
    while and the next stands in, so that a broken sound card costs its time once and not at every
    call. Nobody speaks beside one that nothing ends: it hangs, or has not finished yet. What went
    wrong is told once, until it is well again.

    Args:
        voices: made when first wanted, the best first.
        patience: seconds that a voice may take for one announcement.
        told: is handed the refusal, once for each failing.
    """

    def __init__(
        self,
        voices: Callable[[], Sequence[Voice]],
        patience: float,
        told: Callable[[VoiceFailed], object] = lambda _error: None,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._make, self._patience, self._told, self._now = voices, patience, told, now
        self._rests: dict[int, float] = {}
        self._stuck: dict[int, Attempt[None]] = {}
        self._said_so = False
        self._closed = threading.Event()

    @cached_property
    def _voices(self) -> Sequence[Voice]:
        return self._make()

    def say(self, spoken: Spoken) -> None:
        """Raises nothing that a voice may raise: the screen shows the call whatever is heard."""
        for place, voice in enumerate(self._voices):
            if self._closed.is_set() or self._heard_still():
                return
            if self._is_resting(place) or self._hangs(place):
                continue
            if self._says(place, voice, spoken):
                self._said_so = self._said_so and place > 0
                return
            self._rests[place] = self._now() + REST_SECONDS

    def close(self) -> None:
        """Ends what is being said, from any thread, and says nothing more."""
        self._closed.set()

    def _is_resting(self, place: int) -> bool:
        return self._now() < self._rests.get(place, 0.0)

    def _hangs(self, place: int) -> bool:
        stuck = self._stuck.get(place)
        return stuck is not None and stuck.is_alive()

    def _heard_still(self) -> bool:
        """Whether one that was given up may still speak; after its rest it only hangs."""
        return any(self._hangs(place) and self._is_resting(place) for place in self._stuck)

    def _says(self, place: int, voice: Voice, spoken: Spoken) -> bool:
        stop = threading.Event()
        attempt = Attempt(lambda: voice.say(spoken, stop), "voice")
        failed = VoiceFailed()
        if self._ends(attempt):
            try:
                attempt.answer()
            except VoiceFailed as error:
                failed = error
            else:
                return True
        else:
            stop.set()
            attempt.join(STOP_SECONDS)
            self._stuck[place] = attempt
        if not (self._said_so or self._closed.is_set()):
            self._said_so = True
            self._told(failed)
        return False

    def _ends(self, attempt: Attempt[None]) -> bool:
        """Whether it has ended within the patience, and before all was closed."""
        until = monotonic() + self._patience
        attempt.start()
        while attempt.is_alive() and monotonic() < until and not self._closed.is_set():
            attempt.join(min(LOOK_SECONDS, max(0.0, until - monotonic())))
        return not attempt.is_alive()


def voices_here(wanted: str, seconds: float) -> tuple[Voice, ...]:
    """The voices of this PC, the best first.

    Args:
        wanted: `auto`, `system`, `clips`, `chime` or `none`, as in the settings. `auto` takes
            the engine of Windows, whose Chinese voice sounds better than our clips.
        seconds: after which an engine is ended.
    """
    if wanted == "none":
        return (SilentVoice(),)
    found: list[Voice] = []
    asked = wanted == "system" or (wanted == "auto" and sys.platform == "win32")
    if asked and (engine := engine_here(seconds)) is not None:
        found.append(engine)
    player = player_here() or _Nothing()
    if wanted != "chime":
        found.append(ClipVoice(player))
    return (*found, ChimeVoice(player), SilentVoice())


class _Nothing:
    """Stands for the player of a PC that has none."""

    def play(self, sound: Sound, stop: threading.Event = NEVER) -> None:
        raise VoiceFailed
