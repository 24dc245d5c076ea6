"""Polarity: what a sentence denies its quotes must deny, and what it affirms they must not deny."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search_api.writing.support import Nearness

# "no more than" bounds a number and "không người lái" is a kind of aircraft: neither denies anything.
_NO_DENIAL = re.compile(
    r"\bkhông (?:quá|vượt quá|dưới|ít hơn|nhiều hơn|sớm hơn|muộn hơn|chậm hơn|chỉ(?! định| đạo| huy| thị)|người lái|gian|khí|quân|dây|thường trú"
    r"|mất tiền|thu tiền|phải trả tiền)\b|\bhàng không\b"
    r"|\b(?:no|not) (?:more|less|fewer|later|earlier|longer) than\b|\bnot only\b|\bnot exceed(?:ing)?\b",
    re.I,
)
_DENIAL = (
    r"\b(?:không|chưa|chẳng|đừng|nghiêm cấm|cấm|(?<!né )tránh|thiếu|từ chối|not|cannot|no|never|without|nor|neither"
    r"|nobody|nothing|none|unless|(?:prohibit|forbid|refuse|reject|lack|avoid)\w*|bans|banned"
    r"|(?=un(?:known|regist|check|verif|treat|cover|approv|author))un)\b|\w+n['’]t\b"
)
# Verbs of their own, which end a denial that they are not part of.
_VERB = (
    r"\b(?:(?<!không )(?<!chưa )(?<!cấm )(?:phải|được|vẫn|thì)|must|shall|should|may|can|will|has to|have to|still|is|are)\b(?! not\b)"
)
_LINK = (
    r"\b(?:nhưng|trừ|nếu|khi|nhằm|dù|kể từ|but|if|when|until|before|after|except|because|although|even|once|while)\b"
    r"(?!\s+\d)"
)
_MARK = re.compile(rf"(?P<denial>{_DENIAL})|(?P<link>{_LINK})|(?P<verb>{_VERB})|(?P<comma>,)", re.I)
_STOP = re.compile(r"[;:()]|[.!?…](?=\s|$)")
_BEFORE_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been)\s*$", re.I)
_PASSIVE = re.compile(r"\s*(?:be|been|being)\b", re.I)
_LAST_OF_A_LIST = re.compile(r".*(?:,|\band\b|\bvà\b)", re.I | re.S)
_FIRST_WORDS = 7
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that is affirmed or denied; `subject` is what something is denied of."""

    words: str
    denied: bool
    subject: str = ""

    @property
    def whole(self) -> str:
        """The words with what they are said of."""
        return f"{self.subject} {self.words}".strip()


def pieces(text: str) -> Iterator[Piece]:
    """Yield the words of `text` in runs that are affirmed or denied as a whole."""
    for sentence in _STOP.split(_NO_DENIAL.sub("", text)):
        yield from _pieces(sentence)


def _pieces(sentence):
    start, denied, subject, head = 0, False, "", ""
    marks = [*_MARK.finditer(sentence)]
    for mark in marks:
        kind = mark.lastgroup
        words = sentence[start : mark.start()].strip(" ,")
        after = sentence[mark.end() :]
        if kind == "comma" and not (denied and re.search(_VERB, after.split(",")[0], re.I)):
            continue
        if kind == "verb" and not denied:
            continue
        new = ""
        if kind == "denial" and (_BEFORE_PASSIVE.search(words) or _PASSIVE.match(after)):
            new = words if not denied else head
            if not denied:
                cut = _LAST_OF_A_LIST.match(words)
                new = words[cut.end():] if cut else words
                words = words[: len(words) - len(new)].strip(" ,")
        if words:
            head = head or words
            yield Piece(words, denied, subject)
        head = head or new
        subject = new
        denied = kind == "denial"
        start = mark.start() if kind == "verb" else mark.end()
    words = sentence[start:].strip(" ,")
    if words:
        yield Piece(words, denied, subject)


def changes_polarity(sentence: str, evidence: str, near: Nearness, debug: bool = False) -> bool:
    mine, theirs = list(pieces(sentence)), list(pieces(evidence))
    out = False
    denied = _text(prev_sub(theirs))
    affirmed = _text(p.words for p in theirs if not p.denied)
    for i, piece in enumerate(mine):
        nxt = mine[i + 1] if i + 1 < len(mine) else None
        if not piece.denied and (len(piece.words.split()) < 3 or (nxt and nxt.denied)):
            continue
        d, a = near(_what(piece.whole), [denied, affirmed])
        d2, a2 = near(piece.words, [denied, affirmed])
        if debug: print("   T1", "DEN" if piece.denied else "AFF", piece.whole, round(d, 2), round(a, 2), round(d2,2), round(a2,2))
        if (piece.denied and (d < a or (d2 + .05 < a2 and a2>=.25 ))) or (not piece.denied and a * 1.1 < d and a + .05 < d):
            out = True
    d_s = _text(p.whole for p in mine if p.denied)
    a_s = _text(p.words for p in mine if not p.denied)
    for piece in theirs:
        if piece.denied:
            for part in piece.words.split(","):
                part = " ".join(part.split()[:7])
                if len(part.split()) >= 2:
                    a, d = near(part, [a_s, d_s])
                    if debug: print("   T2", part, "a", round(a, 2), "d", round(d, 2))
                    if a > d + .05 and a >= T2:
                        out = True
    return out
T2=.4
def _text(w): return ". ".join(w)
def prev_sub(ps):
    for i,p in enumerate(ps):
        if p.denied:
            yield (ps[i-1].words if i and not ps[i-1].denied and not re.search(r'(?:,|\b(?:và|and|or|hoặc))$', ps[i-1].words) else p.subject)+' '+p.words

_MAY = re.compile(r"\b(?:may|can|could|(?:is|are|be) (?:allowed|permitted|free)|được phép|(?<!không )có thể|được quyền)\b(?! not\b)(?! only\b)(?=\s+\w)", re.I)
_OPTION = re.compile(r"\b(?:được|có thể|cho phép|khuyến khích|quyền|tùy|chỉ|miễn phí|may|can)\b", re.I)
_MUST = re.compile(r"\b(?:must|shall|ha(?:s|ve) to|required|obliged|(?<!không )phải|bắt buộc)\b(?! not\b)", re.I)
_FREE = re.compile(r"\b(?:có thể|khuyến khích|được phép|tùy|nên|vận động|được đề nghị|may|can)\b", re.I)
_BOUND = re.compile(r"\b(?:phải|bắt buộc|chịu trách nhiệm)\b", re.I)


def changes_modality(sentence, evidence, near, debug=False):
    theirs = [c for c in _STOP.split(evidence) if c.strip()]
    for piece in pieces(sentence):
        if piece.denied or len(piece.words.split()) < 3: continue
        if _MAY.search(piece.words) or _MUST.search(piece.words):
            scores = near(piece.words, theirs)
            best = theirs[max(range(len(theirs)), key=lambda i: scores[i])]
            if debug: print('   M', piece.words, '->', best)
            if _MAY.search(piece.words) and not _OPTION.search(best): return True
            if _MUST.search(piece.words) and _FREE.search(best) and not _BOUND.search(best): return True
    return False


def _what(words):
    from search_api.asking.actors import actor_names
    rest = words
    for a in actor_names(words):
        if len(a.words.split()) > 1:
            rest = rest.replace(a.words, " ")
    return rest if len(rest.split()) >= 3 else words
