"""Word differences of two provisions: what both say, what only one says, verbatim on both sides."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from ingest.language.folding import canonical
from ingest.language.labels import read_label
from ingest.types import Span

RunKind = Literal["equal", "delete", "insert"]
PieceKind = Literal["equal", "delete", "insert", "shared"]

# A number with its separators is one word: "1.640" is not "1 640", nor "3,5" "3.5".
_TOKEN = re.compile(r"\d+(?:[.,:/–-]\d+)*|[^\W_]+|[^\w\s]|_")
_TYPOGRAPHIC = str.maketrans("“”„«»‘’–—−", '"""""\'\'---')
_CLOSING = frozenset(".;:,…")
# The matcher may take the square of a text's length: a passage has some 350 words at most, and
# of longer texts only the beginning and the end are compared.
MOST_TOKENS = 800
# A word that both texts have amid long changes is chance, and hard to read.
_CHANCE_WORDS, _LONG_CHANGE = 1, 3
# Of texts that share less than this, nearly every word would be marked as added or removed: what
# they share is marked instead. Fewer words in a row are shared by chance.
WORD_FOR_WORD = 0.5
_FEWEST_SHARED = 3


@dataclass(frozen=True, slots=True)
class DifferenceRun:
    """Characters of both texts that are equal, or of one text only; the other span is empty then."""

    kind: RunKind
    left: Span
    right: Span


@dataclass(frozen=True, slots=True)
class Difference:
    """How `right` departs from `left`: the runs tile both texts, in order.

    `shared` is the share of their words that both have, 0 … 1; `changed` counts the words that only
    one has.
    """

    runs: tuple[DifferenceRun, ...]
    shared: float
    changed: int

    @property
    def same(self) -> bool:
        """True where not even a sign differs; label, closing sign, case and blanks aside."""
        return all(run.kind == "equal" for run in self.runs)


@dataclass(frozen=True, slots=True)
class _Words:
    """The tokens of a text between its label and its closing sign.

    `borders` are where each token begins, and where the last one ends; `length` is that of the text.
    """

    keys: tuple[str, ...]
    borders: tuple[int, ...]
    length: int

    def span(self, first: int, last: int) -> Span:
        """Return the characters of tokens `first` to `last` (exclusive), the blanks after them included."""
        return Span(self.borders[first], self.borders[last])


@dataclass(frozen=True, slots=True)
class _Block:
    """Tokens `i` to `j` of the left text and `k` to `m` of the right one."""

    equal: bool
    i: int
    j: int
    k: int
    m: int


def difference(left: str, right: str) -> Difference:
    """Return what `right` says otherwise than `left`, word by word.

    Labels ("2.4.", "a)") and the closing sign of a list item are compared with nothing: they tell
    the place of a provision and not what it says.
    """
    a, b = _words(left), _words(right)
    blocks = _readable(list(_blocks(a.keys, b.keys)), a.keys, b.keys)
    runs = [
        DifferenceRun("equal", Span(0, a.borders[0]), Span(0, b.borders[0])),
        *(run for block in blocks for run in _runs(block, a, b)),
        DifferenceRun("equal", Span(a.borders[-1], a.length), Span(b.borders[-1], b.length)),
    ]
    both = 2 * sum(_count(a.keys[block.i : block.j]) for block in blocks if block.equal)
    total = _count(a.keys) + _count(b.keys)
    return Difference(tuple(_joined(runs)), both / total if total else 1.0, total - both)


def pieces(found: Difference, left: str, right: str) -> Iterator[tuple[PieceKind, str]]:
    """Yield `right` in pieces as a reader should see them: word for word, or what both texts share."""
    if found.shared >= WORD_FOR_WORD:
        yield from word_for_word(found, left, right)
        return
    for run in found.runs:
        words = run.right.of(right)
        told = run.kind == "equal" and len(words.split()) >= _FEWEST_SHARED
        yield "shared" if told else "equal", words


def word_for_word(found: Difference, left: str, right: str) -> Iterator[tuple[PieceKind, str]]:
    """Yield `right` in pieces, with every word that it adds, and every word of `left` that it lacks.

    What is not removed, joined, is `right`; what is removed has the blanks that part it from that.
    """
    for run in found.runs:
        yield run.kind, _removed(run, left, right) if run.kind == "delete" else run.right.of(right)


def split_blanks(words: str) -> tuple[str, str, str]:
    """Return the blanks before a piece, the piece, and the blanks after it: a mark is for words alone."""
    told = words.strip()
    before, after = words.split(told) if told else (words, "")
    return before, told, after


def _removed(run: DifferenceRun, left: str, right: str) -> str:
    """Return the removed words with the blanks that they need where they stand in `right`."""
    _, told, blank = split_blanks(run.left.of(left))
    before, after = right[: run.right.start][-1:], right[run.right.end :][:1]
    parted = left[: run.left.start][-1:].isspace() and before and not before.isspace()
    lead = parted or _run_together(before, told[:1])
    parted = blank and after and not after.isspace() and after not in _CLOSING
    trail = parted or _run_together(told[-1:], after)
    return f"{' ' if lead else ''}{told}{' ' if trail else ''}"


def _run_together(first: str, second: str) -> bool:
    return first.isalnum() and second.isalnum()


def _words(text: str) -> _Words:
    label = read_label(text)
    tokens = list(_TOKEN.finditer(text, label.length if label else 0))
    while tokens and tokens[-1].group() in _CLOSING:
        tokens.pop()
    keys = tuple(canonical(token.group().translate(_TYPOGRAPHIC)) for token in tokens)
    ends = [tokens[-1].end()] if tokens else [0]
    return _Words(keys, tuple([token.start() for token in tokens] + ends), len(text))


def _blocks(left: Sequence[str], right: Sequence[str]) -> Iterator[_Block]:
    """Yield blocks that tile both texts, equal and changed ones in turn."""
    if max(len(left), len(right)) <= MOST_TOKENS:
        for tag, *place in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            yield _Block(tag == "equal", *place)
        return
    shorter = min(len(left), len(right))
    head = next((n for n in range(shorter) if left[n] != right[n]), shorter)
    tail = next((n for n in range(shorter - head) if left[-1 - n] != right[-1 - n]), shorter - head)
    yield _Block(True, 0, head, 0, head)
    yield _Block(False, head, len(left) - tail, head, len(right) - tail)
    yield _Block(True, len(left) - tail, len(left), len(right) - tail, len(right))


def _readable(blocks: Sequence[_Block], left: Sequence[str], right: Sequence[str]) -> list[_Block]:
    """Return blocks with what is equal by chance as changed, and changed neighbours as one."""
    joined: list[_Block] = []
    for n, block in enumerate(blocks):
        around = [blocks[n - 1], blocks[n + 1]] if 0 < n < len(blocks) - 1 else []
        equal = block.equal and not _by_chance(block, around, left, right)
        if joined and not equal and not joined[-1].equal:
            joined[-1] = _Block(False, joined[-1].i, block.j, joined[-1].k, block.m)
        else:
            joined.append(_Block(equal, block.i, block.j, block.k, block.m))
    return joined


def _by_chance(block: _Block, around: Sequence[_Block], left: Sequence[str], right: Sequence[str]) -> bool:
    """True for an equal block of hardly a word between two changes that are longer."""
    if not around:
        return False
    words = _count(left[block.i : block.j])
    changes = (_count(left[b.i : b.j]) + _count(right[b.k : b.m]) for b in around)
    return not words or (words <= _CHANCE_WORDS and min(changes) >= _LONG_CHANGE)


def _runs(block: _Block, a: _Words, b: _Words) -> Iterator[DifferenceRun]:
    left, right = a.span(block.i, block.j), b.span(block.k, block.m)
    if block.equal:
        yield DifferenceRun("equal", left, right)
    else:
        yield DifferenceRun("delete", left, Span(right.start, right.start))
        yield DifferenceRun("insert", Span(left.end, left.end), right)


def _joined(runs: Sequence[DifferenceRun]) -> Iterator[DifferenceRun]:
    """Yield runs without empty ones, equal neighbours as one."""
    held: DifferenceRun | None = None
    for run in runs:
        if run.left.start == run.left.end and run.right.start == run.right.end:
            continue
        if held and held.kind == run.kind == "equal":
            held = DifferenceRun(
                "equal", Span(held.left.start, run.left.end), Span(held.right.start, run.right.end)
            )
            continue
        if held:
            yield held
        held = run
    if held:
        yield held


def _count(keys: Sequence[str]) -> int:
    """Return how many of the tokens are words."""
    return sum(key[0].isalnum() for key in keys)
