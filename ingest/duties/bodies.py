"""Bodies: where a text names one that can act, and where its name ends.

A name begins with one of the names of bodies and ends where a verb of `duty_words.tsv` begins.
"""

from dataclasses import dataclass

from ingest.language.bodies import BodyName, body_names
from ingest.language.phrases import PhraseTable, Words, word_forms, word_set
from ingest.language.tables import grouped, read_table
from ingest.types import Span

_HEADS = PhraseTable((word_forms(body.name), body) for body in body_names() if body.kind)
_KINDS_OF_WORDS = grouped(read_table("ingest.duties", "duty_words.tsv"), "words", "kind")
_WORDS = PhraseTable(((word_forms(words), kinds) for words, kinds in _KINDS_OF_WORDS.items()), loose=True)
_NO_KINDS: frozenset[str] = frozenset()
_VERBS = frozenset({"act", "name", "manner", "passive", "have", "stop"})
_OF_STATE = frozenset({"passive", "have"})
# A verb right after one of these may be part of the name: "đội tuần tra", "cán bộ phụ trách".
_NAMED_BY_WORK = frozenset({"group", "people"})
# After one of these a verb stands for a thing: "kế hoạch tuyên truyền", "các tổ chức".
_NOMINAL = word_set("các những mọi mỗi từng của việc sự về cuộc đợt")
_NOMINAL_PAIRS = frozenset(
    {("công", "tác"), ("nhiệm", "vụ"), ("hoạt", "động"), ("kế", "hoạch"), ("chương", "trình"), ("quy", "chế")}
)
# A clause about the body goes on until one of these: "đơn vị bị đề cập trong tin giả phải …".
_MODALS = word_set("phải cần")
_MODAL_PAIRS = frozenset({("có", "trách"), ("chịu", "trách"), ("không", "được")})
_LONGEST_NAME = 90  # words


@dataclass(frozen=True, slots=True)
class Body:
    """A body in a text: its words from `first` to `last` (exclusive) and its verb, if one follows."""

    first: int
    last: int
    verb: int | None
    kind: str

    def span(self, words: Words) -> Span:
        """Return the characters of the name; a bracket that it opens is closed."""
        start, end = words.starts[self.first], words.ends[self.last - 1]
        name = words.text[start:end]
        closed = name.count("(") > name.count(")") and words.text[end : end + 1] == ")"
        return Span(start, end + closed)


def body_at(words: Words, index: int, limit: int, *, heading: bool = False) -> Body | None:
    """Return the body whose name begins at word `index`, its verb before word `limit`; None for none.

    In a heading a body is also described by what is done to it: "đơn vị được phỏng vấn".
    """
    begin, head = _find_head(words, index)
    if head is None or begin > limit:
        return None
    limit = min(limit, begin + _LONGEST_NAME)
    end = _name_end(words, begin, limit, head.kind in _NAMED_BY_WORK, heading)
    return Body(index, end, end if end < limit else None, head.kind)


def begins_body(words: Words, index: int) -> bool:
    """True where the name of a body begins at word `index`."""
    return _find_head(words, index)[1] is not None


def is_quantified(words: Words, index: int) -> bool:
    """True for "các", "mỗi", "05" at word `index`."""
    return _quantifier(words, index) > 0


def kinds_at(words: Words, index: int) -> tuple[int, frozenset[str]]:
    """Return the length and the kinds of the phrase of `duty_words.tsv` at word `index`."""
    length, kinds = _WORDS.at(words, index)
    return length, kinds or _NO_KINDS


def is_verb(words: Words, index: int) -> bool:
    """True where a verb, or what goes before one, begins: not a part of a name, not made a noun."""
    _, kinds = kinds_at(words, index)
    return bool(kinds & _VERBS) and "inner" not in kinds and not _is_nominal(words, index, kinds)


def _quantifier(words: Words, index: int) -> int:
    length, kinds = kinds_at(words, index)
    length = length if "quantifier" in kinds else int(words.key(index).isdigit())
    return length if words.gap(index + length).isspace() else 0


def _find_head(words: Words, index: int) -> tuple[int, BodyName | None]:
    """Return the word after the one that a name at `index` begins with, and its entry; None for none."""
    begin = index + _quantifier(words, index)
    length, head = _head(words, begin, quantified=begin > index)
    if head is None and begin > index:
        begin = index
        length, head = _head(words, begin, quantified=False)
    return begin + length, head


def _head(words: Words, index: int, *, quantified: bool) -> tuple[int, BodyName | None]:
    """Return length and entry of the body word at `index`; (0, None) where it is none or means another."""
    length, head = _HEADS.at(words, index)
    after = index + length
    if head is None or words.key(after) in head.never:
        return 0, None
    named = "^" in head.following and words.is_capital(after) and "." not in words.gap(after)
    listed = "," in head.following and "," in words.gap(after)
    fits = not head.following or quantified or named or listed or words.key(after) in head.following
    return (length, head) if fits else (0, None)


def _name_end(words: Words, begin: int, limit: int, by_work: bool, heading: bool) -> int:
    """Return the word at which the verb after a name begins, `limit` where there is none."""
    at = begin
    while at < limit:
        length, kinds = kinds_at(words, at)
        if not kinds & _VERBS or "inner" in kinds or words.is_capital(at) or _goes_on(words, at, kinds):
            at += max(length, 1)
        elif kinds & _OF_STATE and heading:
            return limit
        elif kinds & _OF_STATE and (modal := _modal(words, at, limit)) is not None:
            return modal
        elif at == begin and by_work and "name" in kinds and _is_part(words, at, kinds, limit):
            at += length
        else:
            return at
    return limit


def _goes_on(words: Words, index: int, kinds: frozenset[str]) -> bool:
    """True where what looks like a verb is a noun of the name, or begins the next name of a list."""
    listed = "," in words.gap(index) or ";" in words.gap(index) or words.key(index - 1) == "và"
    return _is_nominal(words, index, kinds) or (listed and _head(words, index, quantified=False)[0] > 1)


def _is_part(words: Words, index: int, kinds: frozenset[str], limit: int) -> bool:
    """True where the verb right after "đội", "cơ quan" … belongs to the name: another verb follows."""
    length, _ = kinds_at(words, index)
    return _next_verb(words, index + length, limit) or not kinds & {"act", "manner"}


def _is_nominal(words: Words, index: int, kinds: frozenset[str]) -> bool:
    before = words.key(index - 1)
    nominal = before in _NOMINAL or (words.key(index - 2), before) in _NOMINAL_PAIRS
    return nominal and not kinds & {"manner", "passive"} and words.gap(index).isspace()


def _next_verb(words: Words, index: int, limit: int) -> bool:
    """True where another verb stands before the next comma."""
    while index < limit and "," not in words.gap(index):
        if is_verb(words, index) and not words.is_capital(index):
            return True
        index += 1
    return False


def _modal(words: Words, index: int, limit: int) -> int | None:
    """Return the next "phải", "có trách nhiệm" … before a comma, or None."""
    index += 1
    while index < limit and "," not in words.gap(index):
        if words.key(index) in _MODALS or (words.key(index), words.key(index + 1)) in _MODAL_PAIRS:
            return index
        index += 1
    return None
