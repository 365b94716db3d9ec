"""`python tools/voice.py`: makes the clips of the announcements in resources/voice with eSpeak NG.

The clips are committed, since whoever builds needs no speech engine; see the README beside them.
"""

import math
import shutil
import struct
import subprocess
import sys
import tempfile
import wave
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import ascii_uppercase
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent.parent / "resources" / "voice"
RATE: Final = 16_000
PEAK: Final = 0.8
SILENT: Final = 0.012
"""Of full scale; what is quieter at either end is cut off."""
EDGE_SECONDS: Final = 0.012
"""Left before and after what is heard, faded, so that no clip begins or ends with a click."""
_TAPS: Final = 24

PINYIN, LETTERS = "cmn-latn-pinyin", "cmn"
"""Syllables with their tones written out, and letters as a Chinese speaker names them."""
WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "please": (PINYIN, "qing3"),
    "number-go-to": (PINYIN, "hao4 dao4"),
    "at-window": (PINYIN, "hao4 chuang1 kou3 ban4 li3"),
    **{
        str(number): (PINYIN, syllable)
        for number, syllable in enumerate(
            ["ling2", "yi1", "er4", "san1", "si4", "wu3", "liu4", "qi1", "ba1", "jiu3", "shi2"]
        )
    },
    **{letter: (LETTERS, letter) for letter in ascii_uppercase},
}


def spoken(engine: str, voice: str, text: str) -> tuple[int, Sequence[float]]:
    """The samples a second, and the samples, each within -1 to 1."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "word.wav")
        words = [engine, "-v", voice, "-s", "150", "-p", "55", "-w", str(file), text]
        subprocess.run(words, check=True)
        with wave.open(str(file)) as read:
            rate, frames = read.getframerate(), read.readframes(read.getnframes())
    return rate, [sample / 32768 for sample in array("h", frames)]


def at_rate(samples: Sequence[float], rate: int) -> list[float]:
    """The same at RATE, through a windowed sinc that lets nothing above half of it pass."""
    step, cut = rate / RATE, min(1.0, RATE / rate)
    reach = _TAPS / cut
    found = []
    for number in range(int(len(samples) / step)):
        centre = number * step
        first, last = math.ceil(centre - reach), math.floor(centre + reach)
        total = 0.0
        for index in range(max(first, 0), min(last, len(samples) - 1) + 1):
            at = index - centre
            window = 0.5 + 0.5 * math.cos(math.pi * at / reach)
            phase = math.pi * at * cut
            total += samples[index] * window * cut * (math.sin(phase) / phase if phase else 1.0)
        found.append(total)
    return found


def trimmed(samples: Sequence[float]) -> list[float]:
    """What is heard, as loud as every other clip, with faded edges."""
    heard = [index for index, sample in enumerate(samples) if abs(sample) > SILENT]
    edge = int(EDGE_SECONDS * RATE)
    cut = list(samples[max(heard[0] - edge, 0) : heard[-1] + edge])
    loud = PEAK / max(map(abs, cut))
    for index in range(min(edge, len(cut))):
        cut[index] *= index / edge
        cut[-1 - index] *= index / edge
    return [sample * loud for sample in cut]


def write(name: str, samples: Sequence[float]) -> int:
    """Writes one clip; returns its size."""
    file = FOLDER / f"{name}.wav"
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(struct.pack(f"<{len(samples)}h", *(round(32767 * s) for s in samples)))
    return file.stat().st_size


def main() -> int:
    """Makes every clip anew."""
    engine = shutil.which("espeak-ng")
    if engine is None:
        print("espeak-ng is not on this PC: apt-get install espeak-ng", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    total = 0
    for name, (voice, text) in WORDS.items():
        rate, samples = spoken(engine, voice, text)
        total += write(name, trimmed(at_rate(samples, rate)))
    print(f"{len(WORDS)} clips, {total} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
