"""Answers that are sets of documents: which speak of a topic, which do not, how many, which there are."""

from collections.abc import Sequence
from dataclasses import replace

from index.types import DocumentRecord
from ingest.language.folding import fold
from search_api.asking.asked import Asked
from search_api.asking.evidence import Said, TopicNames, said_of
from search_api.asking.intents import Fact
from search_api.asking.passages import answer_by_topic
from search_api.asking.reading import ANY_KIND
from search_api.asking.statements import Counted, FactOf, Grounds, Listed, Statement
from search_api.asking.types import MOST_QUOTES, Answer, by_document
from search_api.instruments.overview import of_document

PLAN = "Kế hoạch"
_NEWEST = ("newest", "latest", "most recent", "moi nhat", "gan day nhat", "gan nhat")
_OLDEST = ("oldest", "earliest", "cu nhat", "som nhat", "lau nhat")


def answer_which(asked: Asked) -> Answer:
    """Answer which documents speak of a topic, or do not; without a topic, which there are."""
    if asked.reading.grounds and not asked.reading.topic:
        kinds = [kind for kind in asked.reading.kinds if kind not in asked.reading.grounds]
        documents = of_named_kind(asked.documents, kinds)
        if len(documents) == 1:
            return answer_grounds(asked, documents[0])
    if fold(asked.reading.topic) in (*_NEWEST, *_OLDEST):
        return _of_time(asked)
    if not asked.reading.topic:
        return _listed(asked, of_named_kind(asked.documents, asked.reading.kinds))
    issued = _issued_by(asked) if asked.reading.issued else []
    return _listed(asked, issued) if issued else _speaking(asked)


def _of_time(asked: Asked) -> Answer:
    """Answer which of the documents asked about is the newest or oldest, where that is known of all."""
    documents = of_named_kind(asked.documents, asked.reading.kinds)
    found = _extreme(documents, newest=fold(asked.reading.topic) in _NEWEST)
    if found is None:
        return asked.unanswered(asked.ranked("")[1])
    told: Fact = "date" if found.metadata.date else "year"
    return replace(_listed(asked, [found]), line=asked.proven(FactOf(told, (found,))))


def _extreme(documents: Sequence[DocumentRecord], *, newest: bool) -> DocumentRecord | None:
    """Return the newest or oldest of some documents, None where years, or days of that year, are not known."""
    years = [document.metadata.year for document in documents]
    known = [year for year in years if year]
    if not known or len(known) < len(years):
        return None
    year = max(known) if newest else min(known)
    last = [document for document in documents if document.metadata.year == year]
    dated = sorted((d for d in last if d.metadata.date), key=lambda d: d.metadata.date or "")
    if len(last) == 1 or len(dated) < len(last):
        return last[0] if len(last) == 1 else None
    return dated[-1] if newest else dated[0]


def _issued_by(asked: Asked) -> list[DocumentRecord]:
    """Return the documents of the body that a question names: "văn bản do Ban Chỉ đạo ban hành"."""
    names = asked.names_of(asked.reading.topic)
    return [d for d in asked.documents if d.metadata.issuer and names.stand_in_title(d.metadata.issuer)]


def answer_grounds(asked: Asked, document: DocumentRecord) -> Answer:
    """Answer which instruments of the kind that is asked for a document cites: "which decree is its basis?"."""
    every, wanted = of_document(asked.snapshot, document.id), asked.reading.grounds
    cited = [each for each in every if ANY_KIND in wanted or each[0].type in wanted]
    kinds = tuple(dict.fromkeys(record.type for record, _ in cited))
    places = [place.passage.id for _, citations in cited for place in citations[:1] if place.passage]
    _, result = asked.ranked("")
    if not cited:
        return asked.unanswered(result)
    labels = tuple(record.label for record, _ in cited)
    line = Grounds(document, kinds, tuple(record.key for record, _ in cited), labels)
    quotes = asked.quotes_of(asked.query, dict.fromkeys(places)) or asked.openings([document])
    return asked.answered(
        by_document(asked.snapshot, quotes[:MOST_QUOTES]), result, line=line, confidence="high"
    )


def of_named_kind(documents: Sequence[DocumentRecord], kinds: Sequence[str]) -> list[DocumentRecord]:
    """Return the documents of the kinds that a question names; all of them where none is of such a kind.

    Every document is a plan to most people: that word restricts nothing where others are asked for too.
    """
    named = set(kinds) - {PLAN}
    return [d for d in documents if d.metadata.type in named] or list(documents)


def _speaking(asked: Asked) -> Answer:
    names = asked.names_of(asked.reading.topic)
    ranking, result = asked.ranked(asked.reading.topic)
    said = said_of(asked.snapshot, names, ranking, asked.scope.documents)
    plans = (*said, *(Said(document.id, False, ()) for document in asked.others))
    line = asked.proven(_counted(asked, names, said))
    wanted = not asked.reading.negated
    if not any(each.says is wanted for each in said) and not (line and not wanted):
        if not names.plain:
            # "which programme" may ask for what a plan holds, and not for plans.
            found = answer_by_topic(asked)
            return replace(found, plans=plans)
        return asked.unanswered(result, plans=plans, line=line)
    shown = [i for each in said if each.says and wanted for i in each.passage_ids[:1]]
    parts = by_document(asked.snapshot, asked.quotes_of(ranking.query, shown[:MOST_QUOTES]))
    return asked.answered(parts, result, plans=plans, line=line, confidence="high" if line else "low")


def _counted(asked: Asked, names: TopicNames, said: Sequence[Said]) -> Statement | None:
    """Return how many speak of a topic, where that is known of each."""
    if not names.known or any(each.says is None for each in said):
        return None
    if names.translations and names.parts > 1 and not any(each.says for each in said):
        return None
    record = asked.snapshot.document
    spoken = tuple((record(s.document_id), next(iter(s.passage_ids), "")) for s in said if s.says)
    silent = tuple(record(s.document_id) for s in said if not s.says)
    # "None of them does not" is said as "all of them do".
    return Counted(asked.reading.topic, names, spoken, silent, negated=asked.reading.negated and bool(silent))


def _listed(asked: Asked, found: Sequence[DocumentRecord]) -> Answer:
    plans = tuple(Said(document.id, document in found, ()) for document in (*asked.documents, *asked.others))
    _, result = asked.ranked("")
    parts = by_document(asked.snapshot, asked.openings(found[:MOST_QUOTES]))
    line: Statement | None = Listed(tuple(found)) if len(found) <= MOST_QUOTES else None
    if asked.reading.intent == "count":
        line = Listed(tuple(found), len(asked.snapshot.documents))
    return asked.answered(parts, result, plans=plans, line=line, confidence="high")
