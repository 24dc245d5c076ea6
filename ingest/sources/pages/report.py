"""What happened to the pages of a document, as messages."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from operator import itemgetter

from ingest.messages import Message, Value, message


def told(reasons: Mapping[int, Message], happened: Message) -> Iterator[Message]:
    """Yield a message for each reason why something happened to pages, which are named by number."""
    pages: dict[Message, list[int]] = defaultdict(list)
    for page, reason in sorted(reasons.items(), key=itemgetter(0)):
        pages[reason].append(page)
    for reason, numbers in pages.items():
        told: dict[str, Value] = {"pages": _runs(numbers), "happened": happened, "reason": reason}
        if len(numbers) == 1:
            yield message("Page %(pages)s was %(happened)s: %(reason)s", **told)
        else:
            yield message("Pages %(pages)s were %(happened)s: %(reason)s", **told)


def _runs(numbers: list[int]) -> str:
    """Return ascending numbers with those that follow one another as "3–7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(start) if start == end else f"{start}–{end}" for start, end in runs)
