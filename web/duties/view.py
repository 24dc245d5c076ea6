"""The duties table as the template shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from markupsafe import Markup, escape

from ingest.types import Deadline
from search_api.duties.table import ActorCount, DutyRow, actor_key
from web.duties.parameters import DutyParameters
from web.duties.words import deadline_in_words
from web.kit.i18n import Language
from web.kit.presenters import CitationView, DocumentView, citation_view, document_view, sentence_case
from web.kit.urls import Urls


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A time limit: the words of the plan, and what they come to, empty where that is all."""

    words: str
    meaning: str
    due: str | None


@dataclass(frozen=True, slots=True)
class DutyView:
    """A row of the table."""

    passage_id: str
    actor: str | None
    actor_url: str
    binds_everyone: bool
    text: Markup
    partners: tuple[str, ...]
    deadlines: tuple[DeadlineView, ...]
    document: DocumentView
    place: str
    citation: CitationView
    url: str


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """The rows of one actor; `count` is how many it has on all pages."""

    actor: str | None
    count: int
    rows: tuple[DutyView, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that rows can be sorted by; `order` is that of the rows now, as ARIA calls it."""

    order: str
    url: str


class DutyTable:
    """Arranges the rows of one page of the table."""

    def __init__(
        self, rows: Iterable[DutyRow], parameters: DutyParameters, urls: Urls, language: Language
    ) -> None:
        self.parameters = parameters
        self.urls = urls
        self.language = language
        self.rows = tuple(self._row(row) for row in rows)

    def groups(self, actors: Sequence[ActorCount], total: int) -> tuple[DutyGroup, ...]:
        """Return the rows by actor where that is asked for, else as one group."""
        if not self.parameters.grouped:
            return (DutyGroup(None, total, self.rows),)
        counted = {actor_key(actor.name): actor for actor in actors}
        unnamed = ActorCount("", total - sum(actor.count for actor in actors))
        groups = []
        for key, rows in groupby(self.rows, key=lambda row: actor_key(row.actor or "")):
            actor = counted.get(key, unnamed)
            groups.append(DutyGroup(actor.name or None, actor.count, tuple(rows)))
        return tuple(groups)

    def headings(self) -> dict[str, Heading]:
        """Return the columns that rows can be sorted by, by the name of the order."""
        now = self.parameters.sort_order()
        return {name: self._heading(name, now) for name in ("actor", "deadline", "province", "document")}

    def _heading(self, name: str, now: str) -> Heading:
        order = "ascending" if now == name else "descending" if now == f"-{name}" else "none"
        turned = f"-{name}" if now == name else name
        return Heading(order, self.urls.duties(self.parameters.changed(sort=turned)))

    def _row(self, row: DutyRow) -> DutyView:
        passage, actor = row.passage, row.actor
        of_actor = self.parameters.changed(actor=actor or "", exact="1", group="")
        return DutyView(
            passage_id=passage.id,
            actor=actor,
            actor_url=self.urls.duties(of_actor),
            binds_everyone=row.binds_everyone,
            text=marked(row),
            partners=row.partners,
            deadlines=tuple(self._deadline(row, deadline) for deadline in row.duty.deadlines),
            document=document_view(row.document, self.urls),
            place=sentence_case(passage.place),
            citation=citation_view(row.document, passage.place, passage.text),
            url=self.urls.passage(passage.document_id, passage.id),
        )

    def _deadline(self, row: DutyRow, deadline: Deadline) -> DeadlineView:
        return DeadlineView(
            row.words(deadline.span), deadline_in_words(deadline, self.language), deadline.due
        )


def marked(row: DutyRow) -> Markup:
    """Return the words of a provision with its action and deadlines in `<mark>`."""
    text, start = row.passage.text, row.passage.start
    # A deadline within the action is still seen as one.
    spans = [(deadline.span, "deadline") for deadline in row.duty.deadlines]
    spans += [(row.duty.action, "action")] if row.duty.action else []
    cuts = {0, len(text)} | {at - start for span, _ in spans for at in (span.start, span.end)}
    parts = []
    for first, end in pairwise(sorted(cuts)):
        kind = next((k for span, k in spans if span.start - start <= first and end <= span.end - start), "")
        words = escape(text[first:end])
        parts.append(Markup('<mark class="{}">{}</mark>').format(kind, words) if kind else words)
    return Markup("").join(parts)
