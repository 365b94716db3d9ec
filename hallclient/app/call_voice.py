"""The voice of the hall's calls, as the settings of this PC want it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hallclient.queue.rules.spoken import APART_SECONDS, TIMES, SpokenCall

if TYPE_CHECKING:
    from hallclient.devices.sound import VoiceFailed
    from hallclient.settings import Settings


class CallVoice:
    """The voice of this PC's settings; with a folder each call becomes a sound file there."""

    def __init__(
        self,
        settings: "Settings",
        told: "Callable[[VoiceFailed], object]",
        folder: Path | None = None,
    ) -> None:
        from hallclient.devices.voice import (
            ClipVoice,
            FilePlayer,
            PatientVoice,
            Voice,
            voices_here,
        )

        patience = float(settings.voice_seconds)

        def voices() -> tuple[Voice, ...]:
            if folder is not None:
                return (ClipVoice(FilePlayer(folder)),)
            return voices_here(settings.voice, patience)

        self._voice = PatientVoice(voices, patience, told)

    def __call__(self, call: SpokenCall) -> None:
        from hallclient.devices.voice import Spoken

        self._voice.say(Spoken(call.text, call.words, TIMES, APART_SECONDS))

    def close(self) -> None:
        """Ends what is being said, and says nothing more."""
        self._voice.close()
