"""Answers: each question goes to what knows the answer, and comes back with verbatim quotes."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from index.snapshot import Snapshot
from index.types import Filters
from ingest.language.folding import fold
from search_api.asking.actors import ActorName
from search_api.asking.asked import Asked
from search_api.asking.budgets import answer_budget
from search_api.asking.compared import answer_compared
from search_api.asking.corrections import lexicon
from search_api.asking.facts import answer_fact, answer_holder
from search_api.asking.intents import Intent
from search_api.asking.joining import ActorDuties
from search_api.asking.marks import marks
from search_api.asking.meanings import answer_meaning
from search_api.asking.numbers import answer_by_number
from search_api.asking.other_names import answer_by_topic_and_other_names, asked_bodies
from search_api.asking.passages import answer_by_duties
from search_api.asking.plans import answer_grounds, answer_which
from search_api.asking.quotes import Quote
from search_api.asking.reading import Reading
from search_api.asking.sections import answer_by_section
from search_api.asking.segments import own_vocabulary
from search_api.asking.successors import OtherName, other_names, place_notes
from search_api.asking.titles import title_words
from search_api.asking.types import Answer
from search_api.kit.filters import check_filters
from search_api.kit.metrics import observe_search

_ASKS = re.compile(
    r"\b(?:what|who|when|where|which|how|gi|ai|nao|dau|may|bao (?:nhieu|gio|lau)|the nao|ra sao)\b"
)


def ask(snapshot: Snapshot, text: str, filters: Filters | None = None, *, as_typed: bool = False) -> Answer:
    """Return verbatim quotes, or `no_evidence` where the plans do not speak of it.

    Slips in the question are mended but where it is to be read `as_typed`. Raises `InvalidQueryError`
    for an empty or over-long question, or a filter that no document has.
    """
    check_filters(filters or Filters(), snapshot.every_document)
    snapshot.asked.set()
    asked = Asked(snapshot, text, filters or Filters(), as_typed=as_typed)
    others = other_names(snapshot, asked_bodies(asked), asked.filters)
    found = _answer(asked, others)
    observe_search(found.result)
    places = asked.reading.places
    notes = (*(place_notes(places, asked.documents) if places else ()), *(other.note for other in others))
    return replace(found, notes=notes)


def _first_question(snapshot: Snapshot) -> None:
    # A slip, so that the spelling of English is made as well.
    Asked(snapshot, "what is forein", Filters())


# What the first question over an index would have to wait for: the vocabularies, and what words are known.
PREPARATIONS: tuple[Callable[[Snapshot], object], ...] = (
    *(partial(Snapshot.derived, make=make) for make in (own_vocabulary, lexicon, marks, title_words)),
    _first_question,
)


def _answer(asked: Asked, others: Sequence[OtherName]) -> Answer:
    reading, scope = asked.reading, asked.scope
    if scope.absent:
        _, result = asked.ranked(reading.search)
        return asked.unanswered(result, line=scope.absent)
    if reading.abbreviation:
        return answer_meaning(asked, reading.abbreviation) or _answer_by_passages(asked, others)
    own = [document for document in asked.documents if document.id in scope.own]
    if reading.grounds and len(own) == 1:
        return answer_grounds(asked, own[0])
    if found := _from_sections(asked):
        return found
    if reading.numbers and _is_of_number(asked):
        return answer_by_number(asked)
    by_intent = None if _asks_within(asked) else _BY_INTENT.get(reading.intent)
    return by_intent(asked) if by_intent else _answer_by_passages(asked, others)


def _asks_within(asked: Asked) -> bool:
    """True where it is asked which instrument a document of the index names for something: "thay cho quyết định nào?"."""
    reading = asked.reading
    return reading.intent == "plans" and bool(asked.scope.own and reading.kinds and reading.topic)


def _from_sections(asked: Asked) -> Answer | None:
    """Return what a section by its name, one on money, or a signature answers; None where none is asked for."""
    named = asked.reading.intent in ("passages", "plans", "instrument") and not asked.reading.asks_which
    if named and (found := answer_by_section(asked)):
        return found
    if _is_of_budget(asked.reading) and (found := answer_budget(asked)):
        return found
    return answer_holder(asked) if asked.reading.intent == "who" else None


def _is_of_budget(reading: Reading) -> bool:
    """True where money is asked for, if only who pays for a plan as a whole."""
    pays = reading.intent == "who" and "amount" in reading.asks and not reading.topic
    return (reading.intent == "money" or pays) and not any(reading.counted)


def _is_of_number(asked: Asked) -> bool:
    """True where what has or cites a number is asked for, and not what the document that has it says."""
    intent, own = asked.reading.intent, asked.scope.own
    if intent in ("fact", "duties") or (intent == "compare" and own) or _asks_within(asked):
        return False
    return asked.reading.asks_for_documents or not own


def _answer_by_passages(asked: Asked, others: Sequence[OtherName]) -> Answer:
    actor = asked.reading.actor
    # When or how much a body has to do something is what one provision says.
    if actor and asked.reading.intent == "duties":
        found = {i: document for other in others for i, document in other.document_of.items()}
        duties = ActorDuties(asked.snapshot, actor, asked.filters, found)
        if duties.document_of:
            return answer_by_duties(asked, duties)
    if not asked.reading.topic and actor is None:
        if asked.scope.restricted:
            # "Hải Lâm làm gì?": its documents say.
            return answer_which(asked)
        if _ASKS.search(fold(asked.query.text)):
            # "Bao nhiêu?" names nothing to look for.
            return asked.unanswered(asked.ranked("")[1])
    answer = answer_by_topic_and_other_names(asked, others)
    # What other bodies do about the topic is no sure answer.
    unnamed = actor is not None and not any(_names(actor, quote) for quote in answer.quotes)
    return replace(answer, confidence="low") if unnamed and answer.confidence == "high" else answer


def _names(actor: ActorName, quote: Quote) -> bool:
    text = fold(quote.passage.text)
    return any(fold(name) in text for name in (actor.words, *actor.names))


_BY_INTENT: dict[Intent, Callable[[Asked], Answer]] = {
    "fact": answer_fact,
    "plans": answer_which,
    "count": answer_which,
    "compare": answer_compared,
}
