"""The words of a quote that answer a question by themselves: whom it binds, by when, how much, who pays."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.language.folding import fold
from ingest.types import Span
from search_api.asking.amounts import amounts, clause_of, first_number_of, payer
from search_api.asking.asked import Asked
from search_api.asking.evidence import names_of
from search_api.asking.quotes import Quote
from search_api.asking.statements import Statement, Told, ToldKind
from search_api.asking.times import lengths, times
from search_api.instruments.overview import of_document

_PARTS = re.compile(r"[\s,;(]{0,3}(?:trong đó|gồm|bao gồm)(?!\w)", re.I)
_PAYS = re.compile(
    r"\b(?:who|which \w+) (?:pays?|paid|financ\w+|funds?)\b|\b(?:ai|nao|do ai) (?:phai |se )?(?:chi|tra|tai tro)\b"
)


def told(asked: Asked, quote: Quote) -> Statement | None:
    """Return the words of a quote that answer by themselves, where it has such words."""
    intent = asked.reading.intent
    duty = quote.record.duty if quote.record else None
    if intent == "when":
        return _time_limit(asked, quote) or _time(asked, quote)
    if intent == "who" and _PAYS.search(fold(asked.query.text)):
        return _words_of(quote, "payer", payer(quote.text))
    if intent == "who" and quote.actor and duty and duty.actor:
        return Told("actor", quote.actor, duty.actor, quote.passage.id, quote.document)
    if asked.reading.counted:
        names = names_of(asked.reading.counted, asked.vocabulary, english=asked.reading.english)
        number = first_number_of(quote.text, names)
        if number or intent != "money":
            return _words_of(quote, "amount", number)
    return _words_of(quote, "amount", _asked_amount(asked, quote.text)) if intent == "money" else None


def _time_limit(asked: Asked, quote: Quote) -> Told | None:
    """Return the time limit that is asked for: the only one, or the one beside most words of the topic."""
    spans = [deadline.span.moved(-quote.start) for deadline in quote.deadlines]
    span = _beside_topic(asked, quote.text, spans)
    told = _words_of(quote, "deadline", span)
    return replace(told, deadline=quote.deadlines[spans.index(span)]) if told and span else None


def _time(asked: Asked, quote: Quote) -> Told | None:
    """Return the time or length of time beside most words of the topic, where no limit is set."""
    if asked.reading.wanted == "length":
        found = lengths(quote.text)
    elif quote.deadlines:
        return None
    else:
        found = [span for span in times(quote.text) if not _is_cited(asked, quote, span)]
    names = asked.names_of(asked.reading.topic)
    near = [span for span in found if names.share_in((clause_of(quote.text, span),))]
    return _words_of(quote, "time", _beside_topic(asked, quote.text, near))


def _is_cited(asked: Asked, quote: Quote, span: Span) -> bool:
    """True for the day of an instrument that a quote cites."""
    return any(
        at.citation.instrument.span.moved(-quote.start).overlaps(span)
        for _, places in of_document(asked.snapshot, quote.document.id)
        for at in places
    )


def _asked_amount(asked: Asked, text: str) -> Span | None:
    """Return the amount that is asked for: the only one, or the one beside most words of the topic."""
    return _beside_topic(asked, text, amounts(text))


def _beside_topic(asked: Asked, text: str, found: Sequence[Span]) -> Span | None:
    """Return the only one of some spans, or the one whose clause names most of the topic; None where unsure."""
    if len(found) < 2:
        return found[0] if found else None
    names = asked.names_of(asked.reading.topic)
    shares = [names.share_in((clause_of(text, span),)) for span in found]
    best = max(shares)
    if not best and (names.parts < 2 or _parts_follow(text, found[0])):
        # "kinh phí bao nhiêu": the first sum is the whole, and its parts follow.
        return found[0]
    return found[shares.index(best)] if best and shares.count(best) == 1 else None


def _parts_follow(text: str, span: Span) -> bool:
    """True for an amount that is taken apart behind it: "14,8 tỷ đồng, trong đó …"."""
    return _PARTS.match(text, span.end) is not None


def _words_of(quote: Quote, kind: ToldKind, span: Span | None) -> Told | None:
    if span is None:
        return None
    return Told(kind, span.of(quote.text), span.moved(quote.start), quote.passage.id, quote.document)
