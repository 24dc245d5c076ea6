"""Answers to what an abbreviation stands for: where the plans say it in full."""

import re
from collections.abc import Iterator

from index.expansion import readings_of
from index.types import PassageRecord
from ingest.language.folding import fold
from ingest.types import Span
from search_api.asking.asked import Asked
from search_api.asking.statements import Told
from search_api.asking.types import MOST_QUOTES, Answer, by_document

# Between words in full and their short form: "(", "(sau đây viết tắt là".
_CALLED = re.compile(r"\s?[(,]\s?(?:[^()]{0,40}tắt\s(?:chung\s)?là:?\s?)?[“\"']?$")
_LISTED = re.compile(r"(?:,|(?<!\w)(?:và|hoặc))\s$")
_MOST_READ = 40
_WORD = re.compile(r"\S+")
_MANY_WORDS = 6


def answer_meaning(asked: Asked, short: str) -> Answer | None:
    """Answer with the passages that give `short` in full, then others that have it; None where none has."""
    ranking, result = asked.ranked(short)
    found = asked.snapshot.passages(list(asked.snapshot.searcher.scored(ranking, _MOST_READ)))
    having = [passage for passage in found if _after(short, passage.text)]
    told = [(passage, span) for passage in having for span in _in_full(asked, short, passage)]
    having.sort(key=lambda passage: passage.id not in {each.id for each, _ in told})
    if not having:
        return None
    quotes = asked.quotes_of(ranking.query, [passage.id for passage in having[:MOST_QUOTES]])
    line = _told(asked, *told[0]) if told else None
    return asked.answered(by_document(asked.snapshot, quotes), result, line=line, confidence="high")


def _in_full(asked: Asked, short: str, passage: PassageRecord) -> Iterator[Span]:
    """Yield where a passage has words in full just before their short form."""
    document = asked.snapshot.document(passage.document_id)
    defined = [each.long for each in document.definitions if fold(each.short) == fold(short)]
    for start in _after(short, passage.text):
        called = _CALLED.search(passage.text, 0, start)
        before = passage.text[: called.start()] if called else ""
        for long in (*defined, *readings_of(short)):
            span = _ending(before, long)
            # The last of a list is not the whole: "bất hợp pháp, không báo cáo và không theo quy định (IUU)".
            if span and not _LISTED.search(before, 0, span.start):
                yield span
                break


def _ending(text: str, long: str) -> Span | None:
    """Return where a text ends with words in full, of which one of many may be another: "hải sản", "thủy sản"."""
    words, wanted = list(_WORD.finditer(text)), fold(long).split()
    last = words[-len(wanted) :]
    differ = sum(fold(word.group()) != meant for word, meant in zip(last, wanted, strict=False))
    if len(last) < len(wanted) or differ > (len(wanted) >= _MANY_WORDS):
        return None
    return Span(last[0].start(), len(text))


def _after(short: str, text: str) -> list[int]:
    """Return where a short form begins in a text, as a word by itself."""
    folded = fold(text)
    known = len(folded) == len(text)
    wanted = re.compile(rf"(?<!\w){re.escape(fold(short) if known else short)}(?!\w)")
    return [found.start() for found in wanted.finditer(folded if known else text)]


def _told(asked: Asked, passage: PassageRecord, span: Span) -> Told:
    document = asked.snapshot.document(passage.document_id)
    return Told("meaning", span.of(passage.text), span.moved(passage.start), passage.id, document)
