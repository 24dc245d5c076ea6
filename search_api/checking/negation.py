"""Negations: a quotation that begins right behind one says the opposite of the plan, in the plan's own words."""

from ingest.language.folding import canonical
from ingest.language.phrases import word_set
from search_api.checking.atoms import Atoms

NEGATIONS = word_set("không chưa chẳng chả chớ đừng cấm trừ miễn")
# "không được …", "không phải …": what stands between a negation and what it denies.
_HELPING = word_set("được phải thể nên cần bị để")
# "hàng không", "phòng không", "hay không", "trên không": no negation.
_NONE_BEHIND = word_set("hàng phòng hay có trên số quân")


def negation_before(plan: Atoms, place: int) -> int:
    """Return how many words of a plan right before atom `place` deny what begins there, 0 where none do."""
    for words in (1, 2):
        helping = all(_word(plan, place - n) in _HELPING for n in range(1, words))
        if helping and _joined(plan, place, words) and _word(plan, place - words) in NEGATIONS:
            return 0 if _word(plan, place - words - 1) in _NONE_BEHIND else words
    return 0


def _joined(plan: Atoms, place: int, words: int) -> bool:
    """True where only blanks part so many words from the atom behind them."""
    if place < words or place >= len(plan):
        return False
    gaps = (
        plan.text[int(plan.ends[n - 1]) : int(plan.starts[n])] for n in range(place - words + 1, place + 1)
    )
    return all(gap.isspace() for gap in gaps)


def _word(plan: Atoms, place: int) -> str:
    return canonical(plan.span(place, place + 1).of(plan.text)) if 0 <= place < len(plan) else ""
