"""What is fitted to an embedding model: the weights of its fusion, and the confidence.

The cosines of one model say nothing of those of another. `python -m training.confidence` fits the bundled
model, and with `--model FOLDER` another one, whose folder then holds what was fitted. A model that nobody has
fitted weighs little, and its cosines are no reason for confidence.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.as_json import from_json
from index.confidence import FEATURES, Calibration
from index.errors import ModelError
from index.fusion import FusionWeights

FILE_NAME = "plansearch.json"
BUNDLED_FILE = Path(__file__).parent / "confidence.json"
UNKNOWN_FILE = Path(__file__).parent / "confidence_unknown.json"


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights of the fusion and the calibration of the confidence for one embedding model."""

    fusion: FusionWeights
    confidence: Calibration


@dataclass(frozen=True, slots=True)
class Stored:
    """The content of a file of what was fitted; `weights` are of `features`, in their order."""

    fusion: FusionWeights
    features: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float
    low: float
    high: float


@cache
def bundled() -> Fitted:
    """Return what was fitted to the bundled model."""
    return _read(BUNDLED_FILE)


@cache
def unknown() -> Fitted:
    """Return what stands in for a model that nobody has fitted."""
    return _read(UNKNOWN_FILE)


def of_folder(folder: Path) -> Fitted:
    """Return what was fitted to the model in `folder`; raises `ModelError` where that cannot be used."""
    path = folder / FILE_NAME
    if not path.exists():
        return unknown()
    try:
        return _read(path)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{path} cannot be used: it cannot be read, or was fitted to other signals; delete it, or run "
            f"`python -m training.confidence --model {folder}` again"
        ) from error


def stored(fitted: Fitted) -> Stored:
    """Return the content of the file that holds what was fitted."""
    judge = fitted.confidence
    return Stored(fitted.fusion, FEATURES, judge.weights, judge.bias, judge.low, judge.high)


def _read(path: Path) -> Fitted:
    """Read what was fitted; raises `ValueError` for a text that is none, or of other signals."""
    found = from_json(Stored, path.read_text(encoding="utf-8"))
    if found.features != FEATURES or len(found.weights) != len(FEATURES):
        raise ValueError("it was fitted to other signals")
    return Fitted(found.fusion, Calibration(found.weights, found.bias, found.low, found.high))
