"""What each paragraph may be: one of its labels, a heading, plain text, or part of the paragraph before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.language.labels import BULLETS, Label
from ingest.reading.outline.costs import WEAK_HEADING, Style, reading_cost
from ingest.reading.paragraphs import Paragraph, ends_finished, is_short, wants_number

NEVER = float("inf")
# A line in capitals or in a heading's style; one in bold; a short line above the first of a series.
_PLAIN_CAPITALS, _PLAIN_BOLD, _HEADING_BOLD, _HEADING_WEAK = 3.0, 0.5, 0.3, 2.0
# A line that looks like an item joined to the line before, and begun there: that one ends in a word
# that wants a number; it is long and has no end, and a dash follows; any label follows, at once or
# below a gap; it is short, as the lines of a list are.
_JOIN_NUMBER, _JOIN_DASH, _JOIN_LONG, _JOIN_APART, _JOIN_SHORT = 0.0, 0.5, 1.5, 3.0, 6.0
_START_NUMBER, _START_DASH, _START_LONG = 4.0, 2.0, 0.5
_LONGEST_HEADING, _LONGEST_WEAK = 250, 100
_LONGEST_ABBREVIATION = 5
_WORD = re.compile(r"[^\W\d_]+")
# The end of a sentence that introduces a list, and heads nothing.
_LEADS_IN = re.compile(r"\b(?:sau|sau đây|dưới đây|gồm|là)\s?:$", re.I)


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph that may be more than plain text, with what each choice costs by itself.

    It `waits` for what stands below it where it ends in ":", and stands `below_text` where the
    paragraph before it has no label.
    """

    number: int
    labels: tuple[tuple[Label, float], ...]
    heading: tuple[Style, float] | None
    plain: float
    join: float
    waits: bool
    below_text: bool


def items_of(paragraphs: Sequence[Paragraph]) -> Iterator[Item]:
    """Yield the paragraphs that may be labelled or headings."""
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        heading = _heading(paragraph, following)
        if paragraph.readings or heading:
            before = paragraphs[number - 1] if number else None
            yield _item(number, paragraph, before, following, heading)


def _item(
    number: int,
    paragraph: Paragraph,
    before: Paragraph | None,
    following: Paragraph | None,
    heading: tuple[Style, float, float] | None,
) -> Item:
    join, start = _seam(before, paragraph)
    labels = tuple(
        (label, start + reading_cost(label, paragraph.text[label.length :])) for label in paragraph.readings
    )
    plain = max((label.strength for label, _ in labels), default=0.0)
    waits = paragraph.text.endswith(":") and following is not None and bool(following.readings)
    below_text = before is not None and not before.readings and not before.row
    if heading:
        style, cost, as_text = heading
        return Item(number, labels, (style, cost), max(plain, as_text), NEVER, waits, below_text)
    return Item(number, labels, None, plain + start, join if labels else NEVER, waits, below_text)


def _heading(paragraph: Paragraph, following: Paragraph | None) -> tuple[Style, float, float] | None:
    """Return the style of a heading without label, its cost, and that of taking it for text."""
    text = paragraph.text
    if paragraph.readings or paragraph.row or len(text) > _LONGEST_HEADING:
        return None
    if ends_finished(text) and not text.endswith(":"):
        return None
    if paragraph.heading_level:
        return ("heading", str(paragraph.heading_level)), 0.0, _PLAIN_CAPITALS
    if all(line.capitals for line in paragraph.lines) and _has_words(text):
        return ("heading", "capitals"), 0.0, _PLAIN_CAPITALS
    if all(line.style.bold for line in paragraph.lines):
        return ("heading", "bold"), _HEADING_BOLD, _PLAIN_BOLD
    return (WEAK_HEADING, _HEADING_WEAK, 0.0) if _may_head(text, following) else None


def _has_words(text: str) -> bool:
    """True for two words at least, or a long one: not for an abbreviation or a sum."""
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    return len(words) > 1 or any(len(word) > _LONGEST_ABBREVIATION for word in words)


def _may_head(text: str, following: Paragraph | None) -> bool:
    """True for a short line above a label that begins a series."""
    if len(text) > _LONGEST_WEAK or not text[0].isupper() or text.endswith(",") or _LEADS_IN.search(text):
        return False
    if not following:
        return False
    return any(label.value[-1:] == (1,) for label in following.readings if label.mark not in BULLETS)


def _seam(before: Paragraph | None, paragraph: Paragraph) -> tuple[float, float]:
    """Return what it costs to join a paragraph to the one before, and to begin a new one there."""
    first = paragraph.lines[0]
    if before is None or before.row or before.is_bare or first.whole or first.heading_level:
        return NEVER, 0.0
    last = before.lines[-1]
    if last.whole or ends_finished(last.text) or last.text.isupper():
        return NEVER, 0.0
    if is_short(last.text):
        return _JOIN_SHORT, 0.0
    if _counts(paragraph) and wants_number(last.text):
        return _JOIN_NUMBER, _START_NUMBER
    # A page ends where it is full, whatever the gap says.
    if first.blank_before and first.page == last.page:
        return _JOIN_APART, 0.0
    return (_JOIN_DASH, _START_DASH) if _is_small_dash(paragraph) else (_JOIN_LONG, _START_LONG)


def _counts(paragraph: Paragraph) -> bool:
    return bool(paragraph.readings) and paragraph.readings[0].mark.startswith(("arabic", "decimal"))


def _is_small_dash(paragraph: Paragraph) -> bool:
    """True for "- xã hội": a dash within words, or an item in small letters."""
    first = paragraph.readings[0] if paragraph.readings else None
    if first is None or first.mark not in BULLETS:
        return False
    following = paragraph.text[first.length :][:1]
    return following.islower() or following.isdigit()
