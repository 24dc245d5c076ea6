"""Agents: who does something in a sentence must be who does it in its quotes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.expansion import expand_query
from ingest.language.detect import is_vietnamese
from ingest.language.folding import canonical, fold
from search_api.asking.actors import actor_names
from search_api.writing.support import Nearness, nearest

_BETWEEN_CLAUSES = re.compile(r";|[.!?…](?=\s|$)")
_BETWEEN_MY_CLAUSES = re.compile(r"[;,]|[.!?…](?=\s|$)|\b(?:but|nhưng)\b")
_ARTICLE = r"(?:(?:the|a|an|each|every|all|mỗi|các|những|mọi|lãnh đạo|provincial|tỉnh)\s+){0,3}"
_LABEL = r"(?:[-*+•]|\(?\w{1,2}[.)-]|\d+(?:\.\d+){0,3}\.?)?"
# What stands before a body that does something: the beginning, a colon, or "by".
_BEFORE_AGENT = re.compile(
    rf"(?:^|[.;:]|\b(?:do|by|giao|chỉ|only|thì|khi|nếu|if|when|hoặc))\s*{_LABEL}\s*{_ARTICLE}$", re.I
)
# What stands before a body that something is done to, or with.
_BEFORE_OTHER = re.compile(
    r"\b(?:với|cho|về|gửi|đến|tới|tại|đối với|ý kiến|báo cáo|báo|trình|cùng|từ|gọi|phối hợp|trả lời|thông báo)\s+"
    r"(?:các |những )?(?:[^;.]{0,80}, )?$",
    re.I,
)
_BEFORE_NEUTRAL = re.compile(rf"(?:,|\b(?:of|của|from|từ|or|and|và|hoặc)|'s)\s+{_ARTICLE}$", re.I)
_LOOKED_BACK = 160
_BY = re.compile(r"\b(?:do|by)\s+(?!(?:no|at|the deadline|\d))(?P<who>[^,;.()]+)", re.I)
# Whom something is sent to, told or asked of.
_ADDRESSEE = re.compile(r"\b(?:cho|với|đến|tới|gọi|(?<!trở )về)((?: \w+){1,6})", re.I)
_OPENING_ARTICLE = re.compile(_ARTICLE, re.I)
_PATIENT = re.compile(
    r"\s?(?:(?:[\w'’-]{1,20}\s){0,2}?(?:is|are|was|were|be|been|gets?|can|may)"
    r"|(?:(?:phải|sẽ|đã|đều|có thể)\s)?(?:được|bị|nhận))\b",
    re.I,
)
_MUST = re.compile(r"\b(?:phải|must)\b", re.I)
_NAME = re.compile(r"(?<=\w )[^\W\d_]\w*")
# "Người dân" may be left out of a quote that says what people do.
_ANYONE = frozenset({"người dân", "nhân dân", "mọi người"})
_SAME_LANGUAGE, _ACROSS_LANGUAGES = 0.5, 0.18
_EASIER = 0.1
_LOWEST_OF_A_NAME = 0.5
_FIRST_WORDS_OPENING, _FIRST_WORDS_BY, _FIRST_WORDS_DO = 3, 4, 6
_FEWEST_AFTER, _FEWEST_BEFORE_OBJECT, _SHORTEST_CLAUSE = 2, 3, 3
_CLEARLY = 1.5
_SHARE_OF_THE_BEST = 1 / 3


@dataclass(frozen=True, slots=True)
class Body:
    """A body or group as a text names it, with the Vietnamese names that it goes by, and its place."""

    words: str
    names: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Quoted:
    """What quotes say of who does what; `least` is how near two names of one body must be."""

    text: str
    section: str
    clauses: tuple[str, ...]
    headed: tuple[Body, ...]
    near: Nearness
    least: float

    @property
    def bodies(self) -> list[Body]:
        """The bodies that the quotes or their headings name."""
        return [*_bodies(self.text), *self.headed]

    @property
    def agents(self) -> list[Body]:
        """The bodies that do something in any of the clauses."""
        return [agent for clause in self.clauses for agent in _agents(clause)]

    def is_one_of(self, body: Body, others: Iterable[Body]) -> bool:
        """True where `body` is one of `others`, by its name or by nearness."""
        return any(_has_name_of(body, other) or self.found(body.words, other.words) for other in others)

    def found(self, words: str, text: str, easier: float = 0.0) -> bool:
        """True where `text` has enough of `words`."""
        return self.near(words, [text])[0] >= self.least - easier


def acts_otherwise(sentence: str, quote: str, section: str, near: Nearness) -> bool:
    """True where `sentence` has somebody do what somebody else does in `quote`, whose headings are `section`."""
    quoted = _quoted(sentence, quote, section, near)
    return any(
        _differs(clause.strip(), quoted) for clause in _BETWEEN_MY_CLAUSES.split(sentence) if clause.strip()
    )


def _quoted(sentence: str, quote: str, section: str, near: Nearness) -> _Quoted:
    text, headings = expand_query(quote)[0], expand_query(section)[0]
    clauses = [clause.strip() for clause in _BETWEEN_CLAUSES.split(text)]
    long = tuple(clause for clause in clauses if len(clause.split()) >= _SHORTEST_CLAUSE)
    across = is_vietnamese(sentence) != is_vietnamese(quote)
    least = _ACROSS_LANGUAGES if across else _SAME_LANGUAGE
    return _Quoted(text, headings, long or (text,), tuple(_bodies(headings)), near, least)


def _differs(clause: str, quoted: _Quoted) -> bool:
    mine, by = list(_agents(clause)), _BY.search(clause)
    rest = clause
    for body in mine:
        rest = rest.replace(body.words, " ")
    best = nearest(rest, quoted.clauses, quoted.near)
    theirs = list(_agents(best))
    return (
        _makes_an_object(clause, mine, theirs or quoted.agents, quoted)
        or _has_an_addressee_act(clause, quoted)
        or _puts_another_first(clause, theirs, best, quoted)
        or any(_is_another(body, theirs, quoted) for body in mine)
        or _is_done_by_another(clause, rest, best, mine, by, quoted)
    )


def _bodies(text: str) -> Iterator[Body]:
    """Yield the bodies of `text`; single syllables only where they begin a name ("Báo Hải Lâm")."""
    for found in actor_names(text):
        words, after = found.words, text[found.end :].lstrip()
        english = words.isascii() and len(words) > 3
        if " " in words or english or (words[0].isupper() and after[:1].isupper()):
            yield Body(words, (canonical(words), *_names(words, found.names)), found.start, found.end)


def _names(words: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the other names of `words`; none where only its marks were read otherwise ("trưởng bản")."""
    misread = any(fold(name) == fold(words) for name in names) and canonical(words) not in map(
        canonical, names
    )
    return () if misread else names


def _agents(clause: str) -> Iterator[Body]:
    """Yield the bodies of a clause that do something there."""
    for body in _bodies(clause):
        before, after = _before(clause, body), clause[body.end :]
        patient = _PATIENT.match(after) and not _MUST.search(after)
        if (
            _BEFORE_AGENT.search(before)
            and not _BEFORE_OTHER.search(before)
            and not patient
            and len(after.split()) >= _FEWEST_AFTER
        ):
            yield body


def _before(text: str, body: Body) -> str:
    return text[max(0, body.start - _LOOKED_BACK) : body.start]


def _has_name_of(one: Body, other: Body) -> bool:
    """True where either is named within the other; across languages by any of their names."""
    mine, theirs = canonical(one.words), canonical(other.words)
    if mine in theirs or theirs in mine:
        return True
    across = one.words.isascii() != other.words.isascii()
    return across and any(name in known or known in name for name in one.names for known in other.names)


def _makes_an_object(clause: str, mine: Sequence[Body], theirs: Sequence[Body], quoted: _Quoted) -> bool:
    """True where who does something in the quotes has something done to it here."""
    return any(
        len(clause[: body.start].split()) >= _FEWEST_BEFORE_OBJECT
        and not _BEFORE_AGENT.search(_before(clause, body))
        and not _BEFORE_NEUTRAL.search(_before(clause, body))
        and quoted.is_one_of(body, theirs)
        and not quoted.is_one_of(body, mine)
        for body in _bodies(clause)
    )


def _has_an_addressee_act(clause: str, quoted: _Quoted) -> bool:
    """True where a clause begins with whom something is only sent to, told or asked of in the quotes."""
    opening = _first(_OPENING_ARTICLE.sub("", clause), _FIRST_WORDS_BY)
    best = nearest(clause, quoted.clauses, quoted.near)
    told = " . ".join(_ADDRESSEE.findall(best))
    if not told or _PATIENT.search(clause):
        return False
    addressee, other = quoted.near(opening, [told, _ADDRESSEE.sub(" . ", best)])
    return addressee >= quoted.least and addressee > other * _CLEARLY


def _puts_another_first(clause: str, theirs: Sequence[Body], best: str, quoted: _Quoted) -> bool:
    """True where, in the language of the quotes, a body that they do not have there stands for who does it."""
    if not theirs or quoted.least < _SAME_LANGUAGE or not any(body.start == 0 for body in _bodies(clause)):
        return False
    opening = _first(clause, _FIRST_WORDS_OPENING)
    return not quoted.found(opening, best) and not any(quoted.found(body.words, clause) for body in theirs)


def _is_another(body: Body, theirs: Sequence[Body], quoted: _Quoted) -> bool:
    """True where `body` does not do it in the quotes: nobody names it, another does it, or it is only told."""
    if body.words.lower() in _ANYONE and not theirs:
        return False
    known = [named for named in quoted.bodies if quoted.is_one_of(body, [named])]
    if not known and not _is_meant(body, quoted):
        return True
    rivals = theirs or (quoted.agents and known and [*quoted.agents, *quoted.headed])
    if rivals and not quoted.is_one_of(body, rivals):
        return True
    return bool(known) and all(
        named not in quoted.headed and _BEFORE_OTHER.search(_before(quoted.text, named)) for named in known
    )


def _is_meant(body: Body, quoted: _Quoted) -> bool:
    """True where the quotes have most words of one of its names ("đơn vị đầu mối", "cơ quan đầu mối")."""
    evidence = f"{quoted.text}. {quoted.section}"
    return any(quoted.near(name, [evidence])[0] >= _LOWEST_OF_A_NAME for name in body.names)


def _is_done_by_another(
    clause: str, rest: str, best: str, mine: Sequence[Body], by: re.Match[str] | None, quoted: _Quoted
) -> bool:
    """True where "by …" names somebody else than "do …" of the quotes, whether or not these are bodies."""
    theirs = _BY.search(best) or (_nearest_done_by(rest, quoted) if by else None)
    said = [_first(by["who"], _FIRST_WORDS_BY)] if by else [body.words for body in mine]
    if theirs is None:
        where = f"{best}. {quoted.section}"
        return by is not None and not mine and not quoted.found(said[0], where, _EASIER)
    who = _first(theirs["who"], _FIRST_WORDS_DO)
    if said and not any(quoted.found(words, who, _EASIER) for words in said):
        return True
    return by is not None and _names_what_another_does(clause[: by.start()], theirs["who"], quoted)


def _nearest_done_by(rest: str, quoted: _Quoted) -> re.Match[str] | None:
    """Return "do …" of the clause that has most of the words, where it has a fair share of them."""
    scores = quoted.near(rest, quoted.clauses)
    told = [
        (score, found)
        for score, clause in zip(scores, quoted.clauses, strict=True)
        if score >= max(scores) * _SHARE_OF_THE_BEST and (found := _BY.search(clause))
    ]
    return max(told, key=lambda pair: pair[0])[1] if told else None


def _names_what_another_does(subject: str, who: str, quoted: _Quoted) -> bool:
    """True where a name before "by" stands in the quotes, but in no clause with that "do …"."""
    there = " ".join(clause for clause in quoted.clauses if who in clause)
    names = [name for name in _NAME.findall(subject) if name[0].isupper()]
    return any(name in quoted.text and name not in there for name in names)


def _first(words: str, most: int) -> str:
    return " ".join(words.split()[:most])
