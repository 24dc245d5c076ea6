"""Roman numerals made of I: the recogniser drops strokes ("II." for "III."), and takes "I." for "IL"."""

import re
from dataclasses import replace

import numpy as np
from PIL import Image

from ingest.sources.recognition.tesseract import Seen

_NUMERAL = re.compile(r"(?P<strokes>I[IL]{0,3})(?P<sign>[.,]?)")
_MOST_STROKES = 3
# Strokes are looked for between their serifs: in this part of their height. They are dark for most of
# it, and so thin, in heights.
_BAND = (0.35, 0.65)
_INK = 128
_FILLED = 0.6
_THICKEST = 0.35


def counted(word: Seen, image: Image.Image, resolution: float) -> Seen:
    """Return a word with as many strokes as the image of its page shows, where it is such a numeral."""
    match = _NUMERAL.fullmatch(word.text)
    count = _strokes(word, image, resolution) if match else 0
    if not match or not 0 < count <= _MOST_STROKES:
        return word
    sign = "." if match["strokes"].endswith("L") else match["sign"]
    return replace(word, text="I" * count + sign)


def _strokes(word: Seen, image: Image.Image, resolution: float) -> int:
    """Return how many upright strokes stand in the box of a word, 0 where something else does."""
    box, pixels = word.box, resolution / 72
    height = box.bottom - box.top
    top, bottom = (box.top + part * height for part in _BAND)
    left, top, right, bottom = (round(edge * pixels) for edge in (box.left, top, box.right, bottom))
    band = np.asarray(image.crop((left, top, right, bottom))) < _INK
    if not band.size:
        return 0
    edges = np.diff(np.concatenate(([0], band.mean(axis=0) > _FILLED, [0])).astype(np.int8))
    widths = np.flatnonzero(edges < 0) - np.flatnonzero(edges > 0)
    return len(widths) if all(widths <= _THICKEST * height * pixels) else 0
