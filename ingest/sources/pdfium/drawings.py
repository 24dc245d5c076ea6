"""What is drawn on a PDF page: the lines of tables, and how much of the page images cover."""

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2.raw as pdfium
from pypdfium2 import PdfMatrix, PdfPage

from ingest.sources.pdfium import Handle
from ingest.sources.pdfium.frame import Frame
from ingest.sources.source import Box

# Points: a drawn shape that is no thicker is a line; a shorter one is part of a letter or a sign.
_THICKEST = 3.0
_SHORTEST = 6.0
# A page with more strokes than this is a picture, and its lines are no table's.
_MOST_STROKES = 20_000
_DEEPEST_FORM = 8

_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawings:
    """The lines of a page, as thin boxes; the share of it that images cover; how many strokes it has in all."""

    rules: list[Box]
    covered: float
    strokes: int


def drawings(page: PdfPage, frame: Frame) -> Drawings:
    """Return what is drawn on a page besides text."""
    rules: list[Box] = []
    covered, strokes = 0.0, 0
    for kind, handle, matrix in _objects(page.raw, PdfMatrix(), 0):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            covered += _visible_area(frame.box(*_own(handle, matrix).on_rect(0, 0, 1, 1)), frame)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and strokes < _MOST_STROKES:
            strokes += pdfium.FPDFPath_CountSegments(handle)
            rules.extend(frame.box(*box) for box in _thin(handle, matrix))
    page_area = frame.width * frame.height
    return Drawings(
        rules if strokes < _MOST_STROKES else [], min(covered / page_area, 1.0) if page_area else 0.0, strokes
    )


def _objects(parent: Handle, matrix: PdfMatrix, depth: int) -> Iterator[tuple[int, Handle, PdfMatrix]]:
    """Yield the kind and handle of all that is no text, and the matrix of what it stands in."""
    if depth:
        count, get = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
    else:
        count, get = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
    for index in range(count(parent)):
        handle = get(parent, index)
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            yield from _objects(handle, _own(handle, matrix), depth + 1)
        elif kind != pdfium.FPDF_PAGEOBJ_TEXT:
            yield kind, handle, matrix


def _own(handle: Handle, matrix: PdfMatrix) -> PdfMatrix:
    """Return the matrix from an object's own places to those of the page."""
    raw = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, raw)
    return PdfMatrix.from_raw(raw).multiply(matrix)


def _visible_area(box: Box, frame: Frame) -> float:
    width = min(box.right, frame.width) - max(box.left, 0.0)
    return max(width, 0.0) * max(min(box.bottom, frame.height) - max(box.top, 0.0), 0.0)


def _thin(path: Handle, matrix: PdfMatrix) -> Iterator[tuple[float, float, float, float]]:
    """Yield left, bottom, right, top of the straight lines of a path, drawn or filled."""
    fill, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroked)
    for shape in _shapes(path, _own(path, matrix)):
        parts: Iterable[Sequence[_Point]] = pairwise(shape) if stroked.value else [shape]
        for points in parts:
            box = _around(points)
            short, long = sorted((box[2] - box[0], box[3] - box[1]))
            if short <= _THICKEST and long >= _SHORTEST:
                yield box


def _around(points: Sequence[_Point]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _shapes(path: Handle, matrix: PdfMatrix) -> Iterator[list[_Point]]:
    """Yield the points of each connected part of a path; curves are left out."""
    x, y = ctypes.c_float(), ctypes.c_float()
    shape: list[_Point] = []
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind != pdfium.FPDF_SEGMENT_LINETO and shape:
            yield shape
            shape = []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        shape.append(matrix.on_point(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment) and kind == pdfium.FPDF_SEGMENT_LINETO:
            shape.append(shape[0])
    if shape:
        yield shape
