"""`python -m training.lint` lints the word lists: malformed lines, wrong script, pairs that stand twice."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from index.glossary.lint import english_faults, side_faults
from training.tokenizer import normaliser

HEADER = "english\tvietnamese"
SEPARATOR = "; "
LISTS = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class _Sense:
    """One line of a list: where it stands and the terms of both sides."""

    where: str
    english: tuple[str, ...]
    vietnamese: tuple[str, ...]


def lint(paths: Iterable[Path]) -> list[str]:
    """Return the faults of word lists as "file, line n: reason"; pairs are compared over all lists."""
    faults: list[str] = []
    senses: list[_Sense] = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError as error:
            at = path.read_bytes().count(b"\n", 0, error.start) + 1
            faults.append(f"{path.name}, line {at}: not UTF-8 ({error.reason})")
            continue
        if not lines or lines[0] != HEADER:
            faults.append(f"{path.name}, line 1: the header must be {HEADER.replace(chr(9), ' ')} with a tab")
            continue
        for number, line in enumerate(lines[1:], 2):
            sense = _sense(f"{path.name}, line {number}", line)
            reasons = list(_own_faults(sense)) if sense else ["two columns with terms are needed"]
            faults += [f"{path.name}, line {number}: {reason}" for reason in reasons]
            senses += [sense] if sense else []
    return [*faults, *_faults_between(senses)]


def _sense(where: str, line: str) -> _Sense | None:
    cells = [tuple(cell.split(SEPARATOR)) for cell in line.split("\t")]
    whole = len(cells) == 2 and all(term.strip() for cell in cells for term in cell)
    return _Sense(where, *cells) if whole else None


def _own_faults(sense: _Sense) -> Iterator[str]:
    yield from english_faults(sense.english)
    yield from side_faults("english", sense.english)
    yield from side_faults("vietnamese", sense.vietnamese)


def _faults_between(senses: Iterable[_Sense]) -> Iterator[str]:
    """Yield pairs that stand twice, and circles.

    A pair stands twice where the model reads the same twice: y for i is another spelling, and may
    stand beside it. Words share senses in both directions, so that longer ways from a term to
    itself are no fault; a pair that stands the other way round elsewhere is one: there a column
    has slipped.
    """
    seen: dict[tuple[str, str], str] = {}
    normalise = normaliser().normalize_str
    for sense in senses:
        for english, vietnamese in product(sense.english, sense.vietnamese):
            pair = normalise(english), normalise(vietnamese)
            first = seen.setdefault(pair, sense.where)
            if first is not sense.where:
                yield f"{sense.where}: {english} = {vietnamese} stands already in {first}"
            turned = seen.get(pair[::-1], sense.where) if pair[0] != pair[1] else sense.where
            if turned is not sense.where:
                yield f"{sense.where}: {english} = {vietnamese} stands the other way round in {turned}"


def main() -> int:
    """Print the faults; exit code 1 where there are any."""
    paths = sorted(LISTS.glob("*.tsv"))
    faults = lint(paths)
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    sys.stdout.write(f"{len(paths)} word lists, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
