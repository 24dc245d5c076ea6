"""What happened to the pages of a document, as sentences."""

from collections import defaultdict
from collections.abc import Iterator, Mapping


def told(reasons: Mapping[int, str], happened: str) -> Iterator[str]:
    """Yield a sentence for each reason why something happened to pages, which are named by number."""
    pages: dict[str, list[int]] = defaultdict(list)
    for page, reason in sorted(reasons.items()):
        pages[reason].append(page)
    for reason, numbers in pages.items():
        was = "Page {} was" if len(numbers) == 1 else "Pages {} were"
        yield f"{was.format(_runs(numbers))} {happened}: {reason}"


def _runs(numbers: list[int]) -> str:
    """Return ascending numbers with those that follow one another as "3–7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(start) if start == end else f"{start}–{end}" for start, end in runs)
