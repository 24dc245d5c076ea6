"""A quotation beside the plan for the eye: the draft's words in pieces, with what it added and what it lacks."""

from collections.abc import Iterator

from index.snapshot import Snapshot
from ingest.types import Span
from search_api.checking.check import Check
from search_api.checking.quotations import Quotation
from search_api.comparing.differences import Difference, DifferenceRun, PieceKind, word_for_word
from search_api.kit.citations import cite, cite_in_english
from search_api.kit.english_names import english_place


def pieces(snapshot: Snapshot, checked: Check, quotation: Quotation) -> Iterator[tuple[PieceKind, str]]:
    """Yield the words of a quotation in pieces: "insert" is what only the draft has, "delete" what only the plan has."""
    plan = quotation.current or quotation.document
    text = snapshot.text(plan.id) if plan and quotation.changes else ""
    runs = tuple(_runs(quotation))
    return word_for_word(Difference(runs, 1.0, 0), text, checked.draft.text)


def _runs(quotation: Quotation) -> Iterator[DifferenceRun]:
    left, right = 0, quotation.span.start
    for change in quotation.changes:
        # Words that the plan has further up are shown as added, and not taken out there.
        follows = change.plan.start >= left
        start = change.plan.start if follows else left
        end = change.plan.end if follows else left
        yield DifferenceRun("equal", Span(left, start), Span(right, change.draft.start))
        if start < end:
            yield DifferenceRun("delete", Span(start, end), Span(change.draft.start, change.draft.start))
        if change.draft.start < change.draft.end:
            yield DifferenceRun("insert", Span(end, end), change.draft)
        left, right = end, change.draft.end
    yield DifferenceRun("equal", Span(left, left), Span(right, quotation.span.end))


def citation(quotation: Quotation, *, english: bool = False) -> str | None:
    """Return what a person cites a quotation by, None where it stands nowhere.

    Words that run over several provisions are cited from the first to the last of them.
    """
    document = quotation.document
    if document is None:
        return None
    places = list(dict.fromkeys(passage.place for passage in quotation.passages))
    form = cite_in_english if english else cite
    if len(places) == 1:
        return form(document, places[0])
    name = form(document, "").removeprefix(", ")
    if not places:
        return name
    first, last = (english_place(place) if english else place for place in (places[0], places[-1]))
    return f"From {first} to {last}, {name}" if english else f"Từ {first} đến {last}, {name}"
