"""Actions: what an actor is to do, to what, and with whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.duties.bodies import begins_body, body_at, is_quantified, is_verb, kinds_at
from ingest.language.phrases import Clause, Words, word_set
from ingest.types import Span

_TOGETHER = frozenset({("phối", "hợp"), ("kết", "hợp"), ("hợp", "tác"), ("liên", "kết"), ("cùng", "với")})
_PARTICIPATION = ["với", "sự", "tham", "gia"]
_FIRST_WORDS = frozenset({_PARTICIPATION[0], *(first for first, _ in _TOGETHER)})
# Between "phối hợp" and the bodies: "chặt chẽ với", "cùng", "thường xuyên với".
_LINKS = word_set("với cùng của chặt chẽ tốt thường xuyên phối hợp")
_MOST_LINKS = 6
# Where a list of partners ends, and after which words "trong" is still of their name: "trong nước".
_ENDS = word_set("về theo nhằm để")
_INSIDE = word_set("nước tỉnh ngành và huyện xã")
_DOING = frozenset({"act", "name", "have"})
# Right after a verb these are what it is done to: "gửi báo cáo", "cung cấp thông tin".
_THINGS = frozenset({("thông", "tin"), ("báo", "cáo"), ("kết", "luận"), ("quyết", "định"), ("quy", "định")})
_OPENING, _CLOSING = '(“"‘', ')”"’'


@dataclass(frozen=True, slots=True)
class WordRun:
    """The words from `first` to `last` (exclusive)."""

    first: int
    last: int

    def span(self, words: Words) -> Span:
        """Return the characters of the run."""
        return Span(words.starts[self.first], words.ends[self.last - 1])

    def quoted(self, words: Words) -> Span:
        """Return the characters of the run with the quotation marks and brackets at its ends."""
        text, start, end = words.text, words.starts[self.first], words.ends[self.last - 1]
        start -= text[start - 1 : start] in _OPENING and start > 0
        end += text[end : end + 1] in _CLOSING and end < len(text)
        return Span(start, end)


def find_partners(words: Words, parts: Sequence[Clause]) -> list[WordRun]:
    """Return the lists of bodies that something is to be done with, in order."""
    found: list[WordRun] = []
    for number, part in enumerate(parts):
        # "Phối hợp: Sở Y tế." names them behind the colon.
        behind = parts[number + 1].last if part.mark == ":" and number + 1 < len(parts) else part.last
        last = part.first
        for index in (at for at in range(part.first, part.last) if words.keys[at] in _FIRST_WORDS):
            begin = _partners_begin(words, index) if index >= last else None
            run = _partners(words, begin, behind if begin == part.last else part.last) if begin else None
            if run:
                found.append(run)
                last = run.last
    return found


def split_bodies(words: Words, run: WordRun) -> list[WordRun]:
    """Return the bodies of a list one by one; what shares a name stays together ("các sở, ban, ngành")."""
    found, first = [], run.first
    for index in range(run.first + 1, run.last):
        after_and = words.key(index - 1) == "và"
        listed = after_and or any(mark in words.gap(index) for mark in ",;")
        if listed and _begins_another(words, index, after_named=after_and and words.is_capital(first)):
            found.append(WordRun(first, index - after_and))
            first = index
    return [*found, WordRun(first, run.last)]


def read_action(
    words: Words, first: int, limit: int, partners: Sequence[WordRun]
) -> tuple[WordRun | None, WordRun | None]:
    """Return the verbs that begin at word `first`, and what follows them before word `limit`.

    What is done "căn cứ" something is the verb behind that, and none where none follows.
    """
    begin = _skip_period(words, _skip_ground(words, first, limit), limit)
    end = _verbs_end(words, begin, limit, {run.first: run.last for run in partners})
    action = WordRun(begin, end) if end > begin else None
    return action, WordRun(max(end, begin), limit) if max(end, begin) < limit else None


def _partners_begin(words: Words, index: int) -> int | None:
    """Return the word after "phối hợp chặt chẽ với", "cùng với", "với sự tham gia của" at `index`."""
    if words.keys[index : index + 4] == _PARTICIPATION:
        at = index + 4
    elif (words.key(index), words.key(index + 1)) in _TOGETHER and "inner" not in kinds_at(words, index)[1]:
        at = index + 2
    else:
        return None
    links = 0
    while words.key(at) in _LINKS and links < _MOST_LINKS:
        at, links = at + 1, links + 1
    return at


def _partners(words: Words, begin: int, limit: int) -> WordRun | None:
    body = body_at(words, begin, limit) if begin < limit else None
    if body is None:
        return None
    last = next((at for at in range(begin + 1, body.last) if _ends_partners(words, at)), body.last)
    return WordRun(begin, last)


def _ends_partners(words: Words, index: int) -> bool:
    key = words.key(index)
    return key in _ENDS or (key == "trong" and words.key(index + 1) not in _INSIDE)


def _begins_another(words: Words, index: int, *, after_named: bool) -> bool:
    if not begins_body(words, index):
        return False
    return words.is_capital(index) or is_quantified(words, index) or after_named


def _skip_ground(words: Words, first: int, limit: int) -> int:
    """Return where the verb begins after "căn cứ chức năng, nhiệm vụ, …"; `limit` where there is none.

    That is the first verb after a comma, else the first that is no part of the ground ("nhiệm vụ được giao").
    """
    if (words.key(first), words.key(first + 1)) != ("căn", "cứ"):
        return first
    verbs = [at for at in range(first + 2, limit) if _is_act(words, at)]
    after_comma = (at for at in verbs if "," in words.gap(at))
    return next(after_comma, next(iter(verbs), limit))


def _skip_period(words: Words, first: int, limit: int) -> int:
    """Return where the verb begins after "định kỳ hằng quý, năm"."""
    if (words.key(first), words.key(first + 1)) != ("định", "kỳ"):
        return first
    acts = (at for at in range(first + 2, limit) if _is_act(words, at) and "act" in kinds_at(words, at)[1])
    return next(acts, first)


def _is_act(words: Words, index: int) -> bool:
    """True where a verb begins with what goes before it: "chủ động triển khai"; not in "được giao"."""
    is_own = not words.is_capital(index) and words.key(index - 1) != "được"
    return is_own and is_verb(words, index) and bool(kinds_at(words, index)[1] & {"act", "manner"})


def _verbs_end(words: Words, begin: int, limit: int, partners: dict[int, int]) -> int:
    """Return the word after the verbs that begin at `begin`; partners among them count as theirs."""
    at = end = begin
    while at < limit and (at == begin or _is_open(words.gap(at))):
        ahead = _partners_begin(words, at)
        length = _verb_length(words, at, begin)
        if ahead in partners:
            at = end = partners[ahead]
        elif length:
            doing = kinds_at(words, at)[1] & _DOING
            at += length
            end = at if doing or end == begin else end
        elif words.key(at) in ("và", "hoặc") and at > begin:
            at += 1
        else:
            break
    return min(end, limit)


def _verb_length(words: Words, at: int, begin: int) -> int:
    """Return the length of the verb, or of what goes before one, at word `at`; 0 for none."""
    length, kinds = kinds_at(words, at)
    if not kinds & (_DOING | {"manner"}) or not is_verb(words, at) or words.key(at + length) == "của":
        return 0
    thing = (words.key(at), words.key(at + 1)) in _THINGS and words.gap(at).isspace()
    return 0 if at > begin and (thing or words.is_capital(at)) else length


def _is_open(gap: str) -> bool:
    return gap.strip() in ("", ",")
