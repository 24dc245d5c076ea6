"""Images of pages made fit for recognition: even paper, upright, level, at one resolution."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from ingest.sources.pages.words import turned
from ingest.sources.source import Box

# What Tesseract reads best, and fast enough.
RESOLUTION = 200
# Pixels: a larger sheet is taken at a lower resolution. A3 fits.
LONGEST_SIDE = 3_400
# Paper is at least this light, ink at most this.
_DARKEST_PAPER = 32
_INK = 128
# The paper's shade is taken from squares of so many pixels, as of most of their neighbours.
_SQUARE = 16
_NEIGHBOURS = 9
_PAPER_SHARE = 80
# Pixels: a full stop is larger than a speck, and like the dot of an i it stands near a letter.
_SPECK_INK = 190
_LARGEST_SPECK = 9
_FAR_FROM_LETTERS = 7
# Degrees: pages lie no further off level; what is less than the least does no harm.
_MOST_SKEW = 8.0
_LEAST_SKEW = 0.2
_STEPS = ((0.5, _MOST_SKEW), (0.1, 0.5), (0.05, 0.1))
# So many dark points show which way lines run; with fewer there are no lines.
_POINTS_TO_LOOK_AT = 20_000
_FEW_POINTS = 200
# Lines across the image that stand out so much more than those along it mean that it lies on its side.
_SIDEWAYS = 1.5
# A drawn line is no shorter and no thicker (points), no lighter, and has few breaks; the strokes of
# large letters are thicker.
_SHORTEST_RULE = 28.0
_THICKEST_RULE = 2.5
_RULE_INK = 190
_RULE_FILLED = 0.9

TURNS = (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PageImage:
    """A grey page as it is recognised, its dots per inch, and the lines drawn on it, in points.

    `turn` counts the quarter turns to the right by which it stands otherwise than in the file.
    """

    image: Image.Image
    resolution: float
    rules: list[Box]
    turn: int = 0

    @property
    def width(self) -> float:
        """The width of the page in points."""
        return self.image.width * 72 / self.resolution

    @property
    def height(self) -> float:
        """The height of the page in points."""
        return self.image.height * 72 / self.resolution

    def turned(self, turn: int) -> "PageImage":
        """Return the page turned to the right by 1, 2 or 3 quarters."""
        rules = [turned(box, turn, self.width, self.height) for box in self.rules]
        whole = (self.turn + turn) % 4
        return PageImage(self.image.transpose(TURNS[turn - 1]), self.resolution, rules, whole)


def red_channel(image: Image.Image) -> Image.Image:
    """Return an image as grey, by its red: so ink of red stamps is as light as paper."""
    if image.mode.startswith("I;16"):
        image = Image.fromarray((np.asarray(image) // 256).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image.convert("RGBA"))
    return image.convert("RGB").getchannel("R")


def prepared(image: Image.Image, resolution: tuple[float, float]) -> PageImage:
    """Return the grey image of a page, of so many dots per inch across and down, fit for recognition."""
    across, down = resolution
    longest = max(image.width / across, image.height / down)
    target = min(float(RESOLUTION), LONGEST_SIDE / longest)
    size = (max(round(image.width * target / across), 1), max(round(image.height * target / down), 1))
    scaled = image.resize(size, Image.Resampling.BICUBIC)
    level, turn = _level(Image.fromarray(_clean(_even(np.asarray(scaled)))))
    rules = _rules(np.asarray(level), 72 / target)
    _erase(level, rules, target / 72)
    return PageImage(level, target, rules, turn)


def _erase(image: Image.Image, rules: Iterable[Box], pixel: float) -> None:
    """Take away level lines, which hide text from the recogniser; a point is so many pixels.

    Those that stand upright help it to keep words of neighbouring cells apart.
    """
    draw = ImageDraw.Draw(image)
    for rule in rules:
        if rule.right - rule.left > rule.bottom - rule.top:
            edges = (rule.left * pixel, rule.top * pixel - 1, rule.right * pixel, rule.bottom * pixel)
            draw.rectangle(edges, fill=255)


def _even(grey: Grey) -> Grey:
    """Return an image with its paper white, also where a shadow lies on it."""
    height, width = grey.shape
    squares = Image.fromarray(grey).resize(
        (max(width // _SQUARE, 1), max(height // _SQUARE, 1)), Image.Resampling.BOX
    )
    paper = ndimage.percentile_filter(np.asarray(squares), _PAPER_SHARE, size=_NEIGHBOURS)
    shade = np.asarray(Image.fromarray(paper).resize((width, height), Image.Resampling.BILINEAR))
    lightened = grey * (np.float32(255) / np.maximum(shade, _DARKEST_PAPER).astype(np.float32))
    even: Grey = np.minimum(lightened, 255).astype(np.uint8)
    return even


def _clean(grey: Grey) -> Grey:
    """Return an image without specks: dots that are smaller than a full stop, and far from any letter."""
    labels, _ = ndimage.label(grey < _SPECK_INK, structure=np.ones((3, 3)))
    small = np.bincount(labels.ravel()) <= _LARGEST_SPECK
    small[0] = False
    letters = ndimage.maximum_filter((labels > 0) & ~small[labels], size=2 * _FAR_FROM_LETTERS + 1)
    specks = ndimage.maximum_filter(small[labels] & ~letters, size=3)
    return np.asarray(np.where(specks, 255, grey), np.uint8)


def _level(image: Image.Image) -> tuple[Image.Image, int]:
    """Return an image turned so that its lines run across, and by how many quarters to the right.

    Which side is up is not known.
    """
    dark = np.asarray(image) < _INK
    skew, clear = _skew(dark)
    sideways_skew, sideways_clear = _skew(dark.T)
    turn = 0
    if sideways_clear > _SIDEWAYS * clear:
        image, skew, turn = image.transpose(Image.Transpose.ROTATE_90), -sideways_skew, 3
    if abs(skew) < _LEAST_SKEW:
        return image, turn
    return image.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255), turn


def _skew(dark: NDArray[np.bool_]) -> tuple[float, float]:
    """Return by how many degrees lines fall towards the right, and how clearly they stand out."""
    scale = max(1, max(dark.shape) // 1200)
    ys, xs = np.nonzero(dark[::scale, ::scale])
    if len(xs) < _FEW_POINTS:
        return 0.0, 0.0
    every = max(1, len(xs) // _POINTS_TO_LOOK_AT)
    xs, ys = xs[::every], ys[::every]
    best = 0.0
    for step, reach in _STEPS:
        # Rows as thick as a line rises from one step to the next, so that none is passed over.
        thickness = max(dark.shape[1] / scale * np.tan(np.radians(step)) / 2, 1.0)
        angles = np.arange(best - reach, best + reach + step / 2, step)
        clearness = [_clearness(xs, ys, angle, thickness) for angle in angles]
        best = float(angles[int(np.argmax(clearness))])
    return best, _clearness(xs, ys, best, 1.0)


def _clearness(xs: NDArray[np.intp], ys: NDArray[np.intp], angle: float, thickness: float) -> float:
    """Return how sharply full rows and empty ones alternate once an image is turned by so many degrees."""
    rows = ((ys - xs * np.tan(np.radians(angle))) / thickness).astype(np.intp)
    filled = np.bincount(rows - rows.min()).astype(np.float64)
    return float((np.diff(filled) ** 2).sum()) / len(xs)


def _rules(grey: Grey, point: float) -> list[Box]:
    """Return the lines drawn along and down an image of which a pixel is so many points."""
    height, width = (length // 2 * 2 for length in grey.shape)
    halves = [grey[y:height:2, x:width:2] for y in (0, 1) for x in (0, 1)]
    # Half the size is enough, and a line of one pixel stays.
    ink = np.minimum.reduce(halves) < _RULE_INK
    return [box for axis in (1, 0) for box in _rules_along(ink, axis, 2 * point)]


def _rules_along(ink: NDArray[np.bool_], axis: int, point: float) -> list[Box]:
    """Return the lines along an axis: runs of ink with few breaks."""
    shortest = max(round(_SHORTEST_RULE / point), 3)
    filled = ndimage.uniform_filter1d(ink.astype(np.float32), shortest, axis=axis) > _RULE_FILLED
    runs = ndimage.maximum_filter1d(filled.astype(np.uint8), shortest, axis=axis).astype(bool) & ink
    labels, _ = ndimage.label(runs, structure=np.ones((3, 3)))
    boxes = [_in_points(place, point) for place in ndimage.find_objects(labels)]
    return [box for box in boxes if _is_rule(box)]


def _is_rule(box: Box) -> bool:
    thickness, length = sorted((box.right - box.left, box.bottom - box.top))
    return length >= _SHORTEST_RULE and thickness <= _THICKEST_RULE


def _in_points(place: tuple[slice, ...], point: float) -> Box:
    (top, bottom), (left, right) = ((side.start * point, side.stop * point) for side in place)
    return Box(left, top, right, bottom)
