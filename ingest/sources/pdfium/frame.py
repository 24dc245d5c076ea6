"""Places on a PDF page, whose axis points upwards and which may be shown turned, as places on paper."""

from dataclasses import dataclass

from pypdfium2 import PdfPage

from ingest.sources.pages.words import turned
from ingest.sources.source import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page, and how many quarter turns to the right it is shown turned."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @classmethod
    def of(cls, page: PdfPage) -> "Frame":
        """Return the frame of a page."""
        left, bottom, right, top = page.get_bbox()
        return cls(left, bottom, right, top, page.get_rotation() // 90 % 4)

    @property
    def width(self) -> float:
        """The width of the page as it is shown, in points."""
        return self.top - self.bottom if self.turn % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """The height of the page as it is shown, in points."""
        return self.right - self.left if self.turn % 2 else self.top - self.bottom

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a box of the file as it is shown."""
        upright = Box(left - self.left, self.top - top, right - self.left, self.top - bottom)
        if not self.turn:
            return upright
        return turned(upright, self.turn, self.right - self.left, self.top - self.bottom)

    def shows(self, box: Box) -> bool:
        """True where the middle of a box of the shown page lies on it."""
        across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        return 0 <= across <= self.width and 0 <= down <= self.height
