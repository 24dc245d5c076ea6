"""Pages as scanners give them: tilted, noisy, blurred, stamped; and the texts to be recognised."""

import shutil
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from ingest.sources.recognition import tesseract

PAPER = (252, 250, 244)
_RED = (226, 60, 70)

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None or tesseract.missing() is not None,
    reason="Tesseract with Vietnamese is missing (apt-get install tesseract-ocr tesseract-ocr-vie)",
)


def stamped(image: Image.Image, x: float, y: float, radius: float) -> Image.Image:
    """Return an image with a round red stamp over its text; places are shares of its width."""
    width = image.width
    stamp = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(stamp)
    for part, thickness in [(1.0, 0.1), (0.7, 0.05)]:
        reach = radius * width * part
        circle = [x * width - reach, y * width - reach, x * width + reach, y * width + reach]
        draw.ellipse(circle, outline=_RED, width=max(int(thickness * radius * width), 1))
    draw.regular_polygon((x * width, y * width, radius * width * 0.4), 5, fill=_RED)
    return ImageChops.multiply(image, stamp)


def scanned(image: Image.Image, angle: float = 1.5, blur: float = 0.5, noise: float = 8.0) -> Image.Image:
    """Return an image as a poor scanner gives it."""
    tilted = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=PAPER)
    grey = np.asarray(tilted.filter(ImageFilter.GaussianBlur(blur)), dtype=np.float64)
    noisy = 20 + 0.88 * grey + np.random.default_rng(5).normal(0, noise, grey.shape)
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def file(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    """Return an image as a file."""
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()
