"""Agents: who does something in a sentence must do it in its quotes."""

import re
from dataclasses import dataclass

from index.expansion import expand_query
from ingest.language.detect import is_vietnamese
from ingest.language.folding import canonical, fold
from search_api.asking.actors import actor_names
from search_api.writing.support import Nearness

_CLAUSE = re.compile(r"[;]|[.!?…](?=\s|$)")
_BEFORE_AGENT = re.compile(
    r"(?:^|[.;:,]|\b(?:do|by|giao|chỉ|only|thì|khi|nếu|if|when|hoặc))\s*(?:[-*+•]|\(?\w{1,2}[.)-]|\d+(?:\.\d+)*\.?)?\s*"
    r"(?:(?:the|a|an|each|every|all|mỗi|các|những|mọi|lãnh đạo|provincial|tỉnh)\s+)*$",
    re.I,
)
_OTHER = re.compile(r"\b(?:với|cho|về|gửi|đến|tới|tại|đối với|ý kiến|báo cáo|báo|trình|cùng|từ|gọi|phối hợp|trả lời|thông báo)\s+(?:các |những )?(?:[^;.]*, )?$", re.I)
_BY = re.compile(r"\b(?:do|by)\s+(?!(?:no|at|the deadline|\d))(?P<who>[^,;.()]+)", re.I)
_PATIENT = re.compile(r"^\s*(?:[\w'’-]+\s+){0,2}?(?:is|are|was|were|be|been|(?<!không )được|bị|get|gets|nhận)\b", re.I)
_ANYONE = {"người dân", "nhân dân", "mọi người"}


@dataclass(frozen=True, slots=True)
class Agent:
    words: str
    names: tuple[str, ...]
    start: int
    end: int


def bodies(text):
    for a in actor_names(text):
        after = text[a.end :].lstrip()
        if any(fold(n) == fold(a.words) for n in a.names) and canonical(a.words) not in map(canonical, a.names): names = ()
        else: names = a.names
        vn = is_vietnamese(a.words) or not a.words.isascii()
        if len(a.words.split()) > 1 or (not vn and len(a.words) > 3) or (a.words[0].isupper() and after[:1].isupper()):
            yield Agent(a.words, (canonical(a.words), *names), a.start, a.end)


def agents(text):
    for a in bodies(text):
        before, after = text[: a.start], text[a.end :]
        patient = _PATIENT.match(after) and not re.search(r"\b(?:phải|must)\b", after)
        if _BEFORE_AGENT.search(before) and not _OTHER.search(before) and not patient and len(after.split()) >= 2:
            yield a


def _same(a, b, near, least):
    mine, theirs = canonical(a.words), canonical(b.words)
    if mine in theirs or theirs in mine: return True
    across = a.words.isascii() != b.words.isascii()
    return (across and any(x == y or x in y or y in x for x in a.names for y in b.names)) or near(a.words, [b.words])[0] >= least


def changes_agent(sentence, quote, section, near: Nearness, debug=False):
    full = expand_query(quote)[0]
    heads = list(bodies(expand_query(section)[0]))
    theirs = [c.strip() for c in _CLAUSE.split(full) if len(c.split()) > 2] or [full]
    least = .18 if is_vietnamese(sentence) != is_vietnamese(quote) else .5
    for clause in re.split(r"[;,]|[.!?](?=\s|$)|\b(?:but|nhưng)\b", sentence):
        clause = clause.strip()
        if not clause: continue
        mine = list(agents(clause))
        by = _BY.search(clause)
        if debug: print('   A', clause, [m.words for m in mine], by and by['who'])
        rest = clause
        for m in mine: rest = rest.replace(m.words, ' ')
        scores = near(rest, theirs)
        best = theirs[max(range(len(theirs)), key=lambda i: scores[i])]
        there = list(agents(best))
        there_by = _BY.search(best)
        if by and not there_by:
            pairs = [(s, _BY.search(c)) for s, c in zip(scores, theirs) if _BY.search(c) and s >= max(scores) / 3]
            there_by = max(pairs, key=lambda p: p[0])[1] if pairs else None
        named = list(bodies(full))
        agents_all = [a for c in theirs for a in agents(c)]
        if debug: print('      best', best, [a.words for a in there], there_by and there_by['who'], [h.words for h in heads])
        for b in bodies(clause):
            bef = clause[: b.start]
            if len(bef.split()) >= 3 and not re.search(r'(?:,|\b(?:or|and|và|hoặc))\s+(?:the |các )?$', bef) and any(_same(b, a, near, least) for a in there) and not any(_same(b, m, near, least) for m in mine) and not _BEFORE_AGENT.search(bef) and not re.search(r"(?:of|của|from|từ|'s)\s+(?:the |các )?$", bef, re.I):
                if debug: print('      R6', b.words, [a.words for a in there])
                return True
        if not (mine or by): continue
        for m in mine:
            if m.words.lower() in _ANYONE and not there: continue
            known = [n for n in [*named, *heads] if _same(m, n, near, least)]
            if debug: print('   r1', m.words, m.names, [round(near(x,[full+'. '+section])[0],2) for x in m.names])
            if not known and max(near(x, [full + '. ' + section])[0] for x in m.names) < .5:
                if debug: print('      R1', m.words, least, near(m.words, [full + '. ' + section])[0]); 
                return True
            if there and not any(_same(m, a, near, least) for a in there):
                if debug: print('      R2')
                return True
            if agents_all and known and not any(_same(m, a, near, least) for a in [*agents_all, *heads]):
                if debug: print('      R4')
                return True
            roles = [n in heads or not _OTHER.search(full[: n.start]) for n in known]
            if known and not any(roles):
                if debug: print('      R3')
                return True
        if there_by:
            who = " ".join(there_by["who"].split()[:6])
            said = [" ".join(by["who"].split()[:4])] if by else [m.words for m in mine]
            s = max(near(x, [who])[0] for x in said)
            if debug: print('      by', s)
            if by:
                for n in re.findall(r"(?<=\w )[^\W\d_]\w*", clause[: by.start()]):
                    if n[0].isupper() and any(n in c for c in theirs) and not any(n in c for c in theirs if there_by["who"] in c): return True
            if s < least - .1: return True
        elif by and not mine:
            s = near(" ".join(by["who"].split()[:4]), [best + ". " + section])[0]
            if debug: print('      by/head', s)
            if s < least - .1: return True
    return False
