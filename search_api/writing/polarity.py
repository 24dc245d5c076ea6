"""Polarity: what a sentence denies its quotes must deny, and what it affirms they must not deny.

Texts in either language are cut into runs of words that a negation governs and runs that none does.
A denied run of the sentence must be nearer to what the quotes deny than to what they affirm, an affirmed
run the other way round; and what the quotes deny must not stand among what the sentence affirms.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search_api.asking.actors import actor_names
from search_api.writing.support import Nearness

# "không quá" bounds a number and "không người lái" is a kind of aircraft: neither denies anything.
_NO_DENIAL = re.compile(
    r"\bkhông (?:quá|vượt quá|dưới|ít hơn|nhiều hơn|sớm hơn|muộn hơn|chậm hơn|chỉ(?! định| đạo| huy| thị)|người lái"
    r"|gian|khí|quân|dây|thường trú|mất tiền|thu tiền|phải trả tiền)\b|\b(?:ngành|đường|cảng|hãng) hàng không\b"
    r"|\b(?:no|not) (?:more|less|fewer|later|earlier|longer) than\b|\bnot only\b|\bnot exceed(?:ing)?\b",
    re.I,
)
_DENIAL = (
    r"\b(?:không|chưa|chẳng|đừng|nghiêm cấm|cấm|(?<!né )tránh|thiếu|từ chối|ngừng|dừng|chấm dứt"
    r"|not|cannot|no|never|without|nor|neither|nobody|nothing|none|unless|(?:prohibit|forbid|refuse|reject|lack|avoid)\w*|bans|banned|stops?|ceases?"
    r")\b|\b\w{1,10}n['’]t\b"
)
# Verbs that open a claim of their own, unless they belong to the negation: "không được", "must not".
_VERB = (
    r"\b(?:(?<!không )(?<!chưa )(?<!cấm )(?:phải|được|vẫn|thì)|must|shall|should|may|can|will|has to|have to|still"
    r"|is|are)\b(?! not\b)"
)
# Words that open a clause of its own; "before 5 o'clock" opens none.
_LINK = (
    r"\b(?:nhưng|trừ|nếu|khi|nhằm|dù|kể từ|but|if|when|until|before|after|except|because|although|even|once|while)\b"
    r"(?!\s+\d)"
)
_MARK = re.compile(rf"(?P<denial>{_DENIAL})|(?P<link>{_LINK})|(?P<verb>{_VERB})|(?P<comma>,)", re.I)
_OPENS_A_CLAIM = re.compile(_VERB, re.I)
_STOP = re.compile(r"[;:()]|[.!?…](?=\s|$)")
_BE_BEFORE = re.compile(r"\b(?:is|are|was|were|be|been)$", re.I)
_BE_AFTER = re.compile(r"\s?(?:be|been|being)\b", re.I)
_CONJUNCTION = re.compile(r",|\b(?:and|và)\b", re.I)
_COORDINATE = re.compile(r"(?:,|\b(?:và|hoặc|and|or))$", re.I)
# What is denied is said in the first words after the negation.
_FIRST_WORDS = 7
_FEWEST_AFFIRMED, _FEWEST_DENIED = 3, 2
# By so much one side must be nearer than the other before it counts; near words score a little anywhere.
_MARGIN, _RATIO = 0.05, 1.1
_CLEAR_OF_A_PREDICATE = 0.25
_CLEAR_OF_A_DENIAL = 0.4


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are affirmed or denied as a whole; `subject` is what a passive denies something of."""

    words: str
    denied: bool
    subject: str = ""

    @property
    def whole(self) -> str:
        """The words with what they are said of."""
        return f"{self.subject} {self.words}".strip()


def statements(text: str) -> list[str]:
    """Return the parts of `text` between full stops, semicolons, colons and brackets."""
    return [part for part in _STOP.split(text) if part.strip()]


def runs(text: str) -> Iterator[Run]:
    """Yield the words of `text` in order, cut where a negation begins or ends."""
    for statement in statements(_NO_DENIAL.sub("", text)):
        yield from _runs(statement)


def denies_otherwise(sentence: str, evidence: str, near: Nearness) -> bool:
    """True where `sentence` affirms what `evidence` denies, or the other way round."""
    mine, theirs = list(runs(sentence)), list(runs(evidence))
    sides = _joined(_denied_with_subjects(theirs)), _joined(run.words for run in theirs if not run.denied)
    return any(_stands_on_the_other_side(run, sides, near) for run in _claims(mine)) or any(
        _is_affirmed(denied, mine, near) for denied in _denials(theirs)
    )


def _runs(statement: str) -> Iterator[Run]:
    start, denied, subject, opening = 0, False, "", ""
    for mark in _MARK.finditer(statement):
        if not _cuts(mark, statement, start, denied=denied):
            continue
        words, after = statement[start : mark.start()].strip(" ,"), statement[mark.end() :]
        negation, next_subject = mark.lastgroup == "denial", ""
        if negation and (_BE_BEFORE.search(words) or _BE_AFTER.match(after)):
            words, next_subject = (words, opening) if denied else _without_subject(words)
        if words:
            yield Run(words, denied, subject)
        opening = opening or words or next_subject
        start, denied, subject = (
            mark.start() if mark.lastgroup == "verb" else mark.end(),
            negation,
            next_subject,
        )
    if words := statement[start:].strip(" ,"):
        yield Run(words, denied, subject)


def _cuts(mark: re.Match[str], statement: str, start: int, *, denied: bool) -> bool:
    """True where a run ends: what a negation governs goes on over the commas of a list."""
    if mark.lastgroup == "comma":
        following = statement[mark.end() :].split(",", 1)[0]
        return denied and _OPENS_A_CLAIM.search(following) is not None
    if mark.lastgroup == "verb":
        # "Not have to report": the verb that the negation stands before belongs to it.
        return denied and statement[start : mark.start()].strip() != ""
    return True


def _without_subject(words: str) -> tuple[str, str]:
    """Return the words before the subject of a passive, and the subject: "X is built and Y are" | not …"."""
    cut = max((match.end() for match in _CONJUNCTION.finditer(words)), default=0)
    return words[:cut].strip(" ,"), words[cut:].strip()


def _denied_with_subjects(theirs: list[Run]) -> Iterator[str]:
    """Yield what is denied with what stands before it, which may name what it is denied of."""
    for before, run in pairwise([Run("", denied=True), *theirs]):
        if run.denied:
            ahead = run.subject if before.denied or _COORDINATE.search(before.words) else before.words
            yield f"{ahead} {run.words}"


def _claims(mine: list[Run]) -> Iterator[Run]:
    """Yield the runs that claim something: not those that only say of what the next one denies."""
    for run, after in pairwise([*mine, Run("", denied=False)]):
        if run.denied or (len(run.words.split()) >= _FEWEST_AFFIRMED and not after.denied):
            yield run


def _stands_on_the_other_side(run: Run, sides: tuple[str, str], near: Nearness) -> bool:
    mine, other = _own_side_first(run, near(_without_bodies(run.whole), sides))
    own, others = _own_side_first(run, near(_predicate(run), sides))
    if others >= _CLEAR_OF_A_PREDICATE and others > own + _MARGIN:
        return True
    return mine < other if run.denied else other > mine * _RATIO and other > mine + _MARGIN


def _own_side_first(run: Run, scores: Sequence[float]) -> tuple[float, float]:
    denied, affirmed = scores
    return (denied, affirmed) if run.denied else (affirmed, denied)


def _predicate(run: Run) -> str:
    """Return the words after the first verb that opens a claim, all of a denied run, which begins there."""
    verb = None if run.denied else _OPENS_A_CLAIM.search(run.words)
    return run.words[verb.end() :] if verb else run.words


def _without_bodies(words: str) -> str:
    """Return `words` without long names of bodies, which say who and would outweigh what is done."""
    rest = words
    for body in actor_names(words):
        if " " in body.words:
            rest = rest.replace(body.words, " ")
    return rest if len(rest.split()) >= _FEWEST_AFFIRMED else words


def _denials(theirs: Iterable[Run]) -> Iterator[str]:
    """Yield the first words of each thing that is denied."""
    for run in theirs:
        for part in run.words.split(",") if run.denied else ():
            words = part.split()[:_FIRST_WORDS]
            if len(words) >= _FEWEST_DENIED:
                yield " ".join(words)


def _is_affirmed(denied: str, mine: list[Run], near: Nearness) -> bool:
    sides = (
        _joined(run.words for run in mine if not run.denied),
        _joined(run.whole for run in mine if run.denied),
    )
    affirmed_here, denied_here = near(denied, sides)
    return affirmed_here >= _CLEAR_OF_A_DENIAL and affirmed_here > denied_here + _MARGIN


def _joined(parts: Iterable[str]) -> str:
    return ". ".join(parts)
