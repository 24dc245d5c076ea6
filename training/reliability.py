"""The reliability curve as an accessible SVG picture."""

import numpy as np
from numpy.typing import NDArray

_SIZE, _LEFT, _TOP = 320, 60, 30
_BINS = 8


def reliability_points(
    probabilities: NDArray[np.float64], truth: NDArray[np.bool_]
) -> list[tuple[float, float, int]]:
    """Return (mean probability, share answerable, count) of bins of equal width, empty ones left out."""
    bins = np.minimum((probabilities * _BINS).astype(int), _BINS - 1)
    points = []
    for number in range(_BINS):
        inside = bins == number
        if inside.any():
            points.append(
                (float(probabilities[inside].mean()), float(truth[inside].mean()), int(inside.sum()))
            )
    return points


def reliability_svg(probabilities: NDArray[np.float64], truth: NDArray[np.bool_]) -> str:
    """Return the curve of stated probability against what was found, with counts."""
    points = reliability_points(probabilities, truth)
    path = " ".join(f"{_x(p):.1f},{_y(s):.1f}" for p, s, _ in points)
    marks = "".join(
        f'<circle cx="{_x(p):.1f}" cy="{_y(s):.1f}" r="{3 + min(9, n**0.5 / 3):.1f}">'
        f"<title>stated {p:.2f}, found {s:.2f}, {n} questions</title></circle>"
        for p, s, n in points
    )
    ticks = "".join(_tick(value) for value in (0, 0.25, 0.5, 0.75, 1))
    rows = ", ".join(f"{p:.2f} → {s:.2f} ({n})" for p, s, n in points)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE + 90} {_SIZE + 90}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="#1b2a41">'
        f"<title>Reliability of the stated probability on the test part</title><desc>{rows}</desc>"
        f'<rect width="100%" height="100%" fill="#ffffff"/>{ticks}'
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#9aa5b1" stroke-dasharray="4 4"/>'
        f'<polyline points="{path}" fill="none" stroke="#0b5c8a" stroke-width="2"/>'
        f'<g fill="#0b5c8a" fill-opacity=".75">{marks}</g>'
        f'<text x="{_x(0.5)}" y="{_y(0) + 45}" text-anchor="middle">stated probability</text>'
        f'<text transform="translate(18 {_y(0.5)}) rotate(-90)" text-anchor="middle">share answerable</text>'
        f"</svg>\n"
    )


def _tick(value: float) -> str:
    return (
        f'<line x1="{_x(value)}" y1="{_y(0)}" x2="{_x(value)}" y2="{_y(1)}" stroke="#e4e7eb"/>'
        f'<line x1="{_x(0)}" y1="{_y(value)}" x2="{_x(1)}" y2="{_y(value)}" stroke="#e4e7eb"/>'
        f'<text x="{_x(value)}" y="{_y(0) + 18}" text-anchor="middle">{value:g}</text>'
        f'<text x="{_x(0) - 8}" y="{_y(value) + 4}" text-anchor="end">{value:g}</text>'
    )


def _x(value: float) -> float:
    return _LEFT + value * _SIZE


def _y(value: float) -> float:
    return _TOP + (1 - value) * _SIZE
