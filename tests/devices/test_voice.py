"""Calls that are heard, or are not: nobody has to wait for a voice."""

import io
import os
import sys
import threading
import wave
from array import array
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

import pytest

from hallclient.base.places import resources
from hallclient.devices.sound import (
    NEVER,
    CommandPlayer,
    Sound,
    VoiceFailed,
    chime,
    player_here,
    read_clip,
    run_within,
)
from hallclient.devices.voice import (
    REST_SECONDS,
    ChimeVoice,
    ClipVoice,
    EngineVoice,
    FilePlayer,
    PatientVoice,
    SilentVoice,
    Spoken,
    Voice,
    engine_here,
    voices_here,
)

CALL = Spoken(
    "请 A 一零一 号，到 3 号窗口办理",
    ("please", "A", "1", "0", "1", "number-go-to", "3", "at-window"),
)
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="programs of a Linux desktop")


def samples(sound: Sound) -> array[int]:
    return array("h", sound.frames)


def script(folder: Path, name: str, body: str) -> str:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)
    return str(file)


# -- what is heard ---------------------------------------------------------------------------


@pytest.mark.duty("S1-FG-11")
def test_the_spoken_call_is_written_to_a_sound_file(tmp_path: Path) -> None:
    player = FilePlayer(tmp_path / "calls")
    ClipVoice(player).say(CALL)
    (file,) = player.files
    with wave.open(str(file)) as heard:
        shape = heard.getnchannels(), heard.getsampwidth(), heard.getframerate()
        seconds = heard.getnframes() / heard.getframerate()
        loudest = max(map(abs, array("h", heard.readframes(heard.getnframes()))))
    assert shape == (1, 2, 16_000)
    assert 10 < seconds < 15
    assert loudest > 20_000


def test_it_is_said_twice_word_by_word_two_seconds_apart(tmp_path: Path) -> None:
    voice = ClipVoice(FilePlayer(tmp_path))
    once = voice.sound(Spoken(CALL.text, CALL.words, times=1)).frames
    twice = voice.sound(CALL).frames
    said = once[len(chime().frames) :]
    assert twice == once + bytes(2 * 2 * 16_000) + said
    begin = 0
    for word in CALL.words:
        clip = read_clip(resources() / "voice" / f"{word}.wav").frames
        assert said[begin : begin + len(clip)] == clip
        begin += len(clip) + 2 * 800


def test_every_clip_is_heard_and_all_are_of_one_format() -> None:
    clips = [read_clip(file) for file in sorted((resources() / "voice").glob("*.wav"))]
    assert {clip.rate for clip in clips} == {16_000}
    assert all(0.15 < clip.seconds < 2.5 for clip in clips)
    assert all(max(map(abs, samples(clip))) > 20_000 for clip in clips)
    assert sum(len(clip.frames) for clip in clips) < 600_000


def test_a_clip_begins_and_ends_without_a_click() -> None:
    for file in (resources() / "voice").glob("*.wav"):
        values = samples(read_clip(file))
        assert max(abs(values[0]), abs(values[-1])) < 400, file.name


def test_the_chime_is_two_notes_that_die_away() -> None:
    sound = chime()
    values = samples(sound)
    with wave.open(io.BytesIO(sound.wav())) as read:
        assert read.getnframes() == len(values)
    assert max(values[:2000]) > 10_000
    assert max(values[-200:]) < 2_000


@pytest.mark.parametrize("broken", ["missing", "not a sound", "two channels"])
def test_a_clip_that_cannot_be_used_is_said_once_and_the_chime_stands_in(
    tmp_path: Path, broken: str
) -> None:
    file = tmp_path / "please.wav"
    if broken == "not a sound":
        file.write_bytes(b"RIFF")
    elif broken == "two channels":
        with wave.open(str(file), "wb") as out:
            out.setnchannels(2)
            out.setsampwidth(2)
            out.setframerate(16_000)
            out.writeframes(bytes(8))
    played = FilePlayer(tmp_path / "heard")
    told: list[VoiceFailed] = []
    voice = PatientVoice(lambda: (ClipVoice(played, tmp_path), ChimeVoice(played)), 5, told.append)
    voice.say(CALL)
    voice.say(CALL)
    assert [read_clip(file).frames == chime().frames for file in played.files] == [True, True]
    assert [error.code for error in told] == ["voice.failed"]


# -- voices that fail ------------------------------------------------------------------------


class Hangs:
    """A driver that comes back only when it is stopped, or not even then."""

    def __init__(self, *, deaf: bool = False) -> None:
        self.deaf = deaf
        self.may_end = threading.Event()
        self.speaks = threading.Event()
        self.times = 0

    def say(self, spoken: Spoken, stop: threading.Event = NEVER) -> None:
        self.times += 1
        self.speaks.set()
        (self.may_end if self.deaf else stop).wait(20)
        self.speaks.clear()
        if stop.is_set():
            raise VoiceFailed


class Says:
    """A driver that works, or fails while it is told to."""

    def __init__(self, *, fails: bool = False) -> None:
        self.fails = fails
        self.said: list[str] = []

    def say(self, spoken: Spoken, stop: threading.Event = NEVER) -> None:
        if self.fails:
            raise VoiceFailed
        self.said.append(spoken.text)


def patient(
    *voices: Voice, told: list[VoiceFailed] | None = None, now: Sequence[float] = ()
) -> PatientVoice:
    hear = (told if told is not None else []).append
    clock = iter(now)
    return PatientVoice(lambda: voices, 0.05, hear, (lambda: next(clock)) if now else monotonic)


def test_speech_that_never_ends_is_stopped_and_costs_its_time_once() -> None:
    hanging, next_best = Hangs(), Says()
    told: list[VoiceFailed] = []
    voice = patient(hanging, next_best, told=told)
    begun = monotonic()
    for _ in range(3):
        voice.say(CALL)
        assert not hanging.speaks.is_set()
    assert monotonic() - begun < 10
    assert (hanging.times, len(next_best.said), len(told)) == (1, 3, 1)


def test_nobody_speaks_beside_a_voice_that_nothing_ends() -> None:
    speaking, next_best = Hangs(deaf=True), Says()
    told: list[VoiceFailed] = []
    voice = patient(speaking, next_best, told=told)
    voice.say(CALL)
    voice.say(CALL)
    assert (speaking.times, next_best.said, len(told)) == (1, [], 1)
    speaking.may_end.set()
    while voice._hangs(0):
        pass
    voice.say(CALL)
    assert (speaking.times, len(next_best.said)) == (1, 1)


def test_a_voice_that_hangs_is_not_tried_again_before_it_has_come_back() -> None:
    hanging, next_best = Hangs(deaf=True), Says()
    times = [0.0, 1.0, 1.0, *([REST_SECONDS + 2] * 9)]  # by then it only hangs, and says nothing
    voice = patient(hanging, next_best, now=times)
    voice.say(CALL)
    voice.say(CALL)
    assert (hanging.times, len(next_best.said)) == (1, 1)
    hanging.may_end.set()


def test_a_voice_that_is_closed_ends_at_once_and_says_nothing_more() -> None:
    hanging, next_best = Hangs(), Says()
    told: list[VoiceFailed] = []
    voice = PatientVoice(lambda: (hanging, next_best), 20, told.append)
    speaking = threading.Thread(target=voice.say, args=(CALL,))
    speaking.start()
    assert hanging.speaks.wait(5)
    voice.close()
    speaking.join(5)
    assert not speaking.is_alive()
    voice.say(CALL)
    assert (hanging.times, next_best.said, told) == (1, [], [])


def test_a_voice_that_is_well_again_is_heard_and_its_next_failing_is_told() -> None:
    sick, well = Says(fails=True), Says()
    told: list[VoiceFailed] = []
    rest = REST_SECONDS + 1
    voice = patient(
        sick, well, told=told, now=[0, 0, 0, rest, 2 * rest, 2 * rest, 2 * rest, 2 * rest]
    )
    voice.say(CALL)
    sick.fails = False
    voice.say(CALL)
    sick.fails = True
    voice.say(CALL)
    assert (len(sick.said), len(well.said), len(told)) == (1, 2, 2)


def test_where_nothing_is_heard_nobody_waits_and_it_is_told_once() -> None:
    told: list[VoiceFailed] = []
    voice = patient(Says(fails=True), SilentVoice(), told=told)
    for _ in range(2):
        voice.say(CALL)
    assert len(told) == 1
    assert "大屏" in str(told[0])


def test_a_bug_in_a_driver_is_not_taken_for_a_broken_sound_card() -> None:
    class Wrong:
        def say(self, spoken: Spoken, stop: threading.Event = NEVER) -> None:
            raise TypeError("ours")

    with pytest.raises(TypeError, match="ours"):
        patient(Wrong()).say(CALL)


# -- programs of the system ------------------------------------------------------------------


@on_posix
def test_a_player_of_the_desktop_gets_the_whole_sound(tmp_path: Path) -> None:
    copy = tmp_path / "heard.wav"
    program = script(tmp_path, "play", f'cp "$1" {copy}')
    CommandPlayer([program]).play(chime())
    assert copy.read_bytes() == chime().wav()


@on_posix
def test_a_program_that_fails_or_hangs_is_a_voice_that_failed(tmp_path: Path) -> None:
    for body in ("exit 1", "exec sleep 20"):
        begun = monotonic()
        with pytest.raises(VoiceFailed):
            run_within([script(tmp_path, "says", body)], 0.5)
        assert monotonic() - begun < 5
    with pytest.raises(VoiceFailed):
        run_within([str(tmp_path / "not-there")], 1)


@on_posix
def test_a_program_is_ended_when_it_is_stopped(tmp_path: Path) -> None:
    stop = threading.Event()
    begun = tmp_path / "begun"
    program = script(tmp_path, "plays", f"touch {begun}; exec sleep 20")
    failed: list[VoiceFailed] = []

    def play() -> None:
        try:
            CommandPlayer([program]).play(chime(), stop)
        except VoiceFailed as error:
            failed.append(error)

    playing = threading.Thread(target=play)
    playing.start()
    while not begun.exists():
        pass
    stop.set()
    playing.join(5)
    assert (playing.is_alive(), len(failed)) == (False, 1)
    begun.unlink()
    play()
    assert (begun.exists(), len(failed)) == (False, 2)


@on_posix
def test_both_times_share_one_deadline_and_an_engine_that_fails_is_hushed(tmp_path: Path) -> None:
    heard, hushed = tmp_path / "heard", tmp_path / "hushed"
    says = script(tmp_path, "says", f"echo x >> {heard}; exec sleep 2.5")
    hush = script(tmp_path, "hush", f"touch {hushed}")
    engine = EngineVoice([says], 4.0, behind=False, hush=[hush])
    with pytest.raises(VoiceFailed):
        engine.say(Spoken("请", (), times=2, apart_seconds=0.2))
    assert heard.read_text() == "x\nx\n"
    assert hushed.exists()


def test_a_folder_that_cannot_be_made_is_a_voice_that_failed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(VoiceFailed):
        FilePlayer(tmp_path / "file" / "calls").play(chime())


@on_posix
def test_the_systems_engine_says_the_text_as_often_as_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = tmp_path / "heard"
    script(
        tmp_path,
        "spd-say",
        f'if [ "$1" = -L ]; then echo "Mandarin zh-CN"; else echo "$4/$HALL_SAYS" >> {heard}; fi',
    )
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    engine = engine_here(5)
    assert engine is not None
    engine.say(Spoken("请 A 一", (), times=2, apart_seconds=0.01))
    assert heard.read_text("utf-8") == "请 A 一/请 A 一\n" * 2


@on_posix
def test_an_engine_without_a_chinese_voice_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path, "spd-say", 'echo "English en-GB"')
    monkeypatch.setenv("PATH", str(tmp_path))
    assert engine_here(5) is None


@on_posix
def test_a_pc_without_any_player_has_its_voices_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert player_here() is None
    told: list[VoiceFailed] = []
    PatientVoice(lambda: voices_here("auto", 5), 5, told.append).say(CALL)
    assert len(told) == 1


@on_posix
def test_which_voices_a_setting_wants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path, "spd-say", 'echo "Mandarin zh-CN"')
    monkeypatch.setenv("PATH", str(tmp_path))
    kinds = {
        wanted: [type(voice) for voice in voices_here(wanted, 5)]
        for wanted in ("auto", "system", "clips", "chime", "none")
    }
    assert kinds == {
        "auto": [ClipVoice, ChimeVoice, SilentVoice],
        "system": [EngineVoice, ClipVoice, ChimeVoice, SilentVoice],
        "clips": [ClipVoice, ChimeVoice, SilentVoice],
        "chime": [ChimeVoice, SilentVoice],
        "none": [SilentVoice],
    }


@on_posix
def test_a_shell_that_says_nothing_is_no_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for body, found in (("exit 0", False), ("exit 3", False), ("echo chinese-voice", True)):
        script(tmp_path, "powershell", body)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setattr("hallclient.devices.voice.sys.platform", "win32")
        assert (engine_here(5) is not None) is found, body
        monkeypatch.undo()
