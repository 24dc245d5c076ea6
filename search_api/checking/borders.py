"""What a quotation must not leave out at its borders, though the rest is in the plan's own words.

Right behind a negation the words say the opposite, and a part of a number is another number.
"""

from ingest.language.folding import canonical
from ingest.language.phrases import word_set
from search_api.checking.atoms import DIGITS, Atoms

NEGATIONS = word_set("không chưa chẳng chả chớ đừng cấm trừ miễn")
# "không được …", "không phải …": what stands between a negation and what it denies.
_HELPING = word_set("được phải thể nên cần bị để")
# "hàng không", "phòng không", "hay không", "trên không": no negation.
_NONE_BEHIND = word_set("hàng phòng hay có trên số quân")
_WITHIN_NUMBERS = frozenset(".,/")


def left_out_before(plan: Atoms, place: int, quoted: int = 0) -> int:
    """Return how many atoms right before atom `place` must not be left out: of a negation, or of a number.

    None are left out that stand before atom `quoted`, up to which the plan is quoted too.
    """
    count = _number_before(plan, place) or _negation_before(plan, place)
    return count if place - count >= quoted else 0


def left_out_behind(plan: Atoms, place: int, quoted: int) -> int:
    """Return how many atoms from atom `place` on are of the number before it; from atom `quoted` on all is quoted."""
    count = 0
    while (
        _glued(plan, place + count)
        and _glued(plan, place + count + 1)
        and _is_digits(plan, place + count - 1)
        and _is_digits(plan, place + count + 1)
        and _word(plan, place + count) in _WITHIN_NUMBERS
    ):
        count += 2
    return count if place + count <= quoted else 0


def _number_before(plan: Atoms, place: int) -> int:
    count = 0
    while (
        _glued(plan, place - count)
        and _glued(plan, place - count - 1)
        and _is_digits(plan, place - count)
        and _is_digits(plan, place - count - 2)
        and _word(plan, place - count - 1) in _WITHIN_NUMBERS
    ):
        count += 2
    return count


def _negation_before(plan: Atoms, place: int) -> int:
    for words in (1, 2):
        helping = all(_word(plan, place - n) in _HELPING for n in range(1, words))
        if helping and _joined(plan, place, words) and _word(plan, place - words) in NEGATIONS:
            return 0 if _word(plan, place - words - 1) in _NONE_BEHIND else words
    return 0


def _joined(plan: Atoms, place: int, words: int) -> bool:
    """True where only blanks part so many words from the atom behind them."""
    return all(_gap(plan, place - n).isspace() for n in range(words))


def _glued(plan: Atoms, place: int) -> bool:
    """True where nothing parts an atom from the one before it."""
    return 0 < place < len(plan) and plan.starts[place] == plan.ends[place - 1]


def _gap(plan: Atoms, place: int) -> str:
    """Return what stands between an atom and the one before it, "" where there is none."""
    return plan.text[int(plan.ends[place - 1]) : int(plan.starts[place])] if 0 < place < len(plan) else ""


def _is_digits(plan: Atoms, place: int) -> bool:
    return 0 <= place < len(plan) and plan.written[place] == DIGITS


def _word(plan: Atoms, place: int) -> str:
    return canonical(plan.span(place, place + 1).of(plan.text)) if 0 <= place < len(plan) else ""
