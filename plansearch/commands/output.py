"""What the command line prints: rich text for people, on stdout."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from babel.dates import format_date
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from index.types import DocumentDetail, DocumentRecord, Hit, SearchResult
from plansearch.commands.rows import out, print_rows
from search_api.asking.gloss import gloss
from search_api.asking.quotes import Quote, ReasonKind
from search_api.asking.successors import Note, NoteHow
from search_api.asking.types import Answer
from search_api.kit.citations import cite

if TYPE_CHECKING:
    # These pull in the measures, which most commands do without.
    from search_api.measuring.asking import AskingEvaluation
    from search_api.measuring.evaluation import Evaluation, EvaluationRow
    from search_api.measuring.feedback import Report as FeedbackReport

_COVERAGE_NOTES = {
    "apart": "speaks of the topic, and gives the body duties that do not name it",
    "topic_only": "speaks of the topic, and gives the body no duty of its own",
    "actor_only": "gives the body duties, and does not speak of the topic",
}
_REASONS: dict[ReasonKind, str] = {
    "topic": "",
    "duty_on_topic": "a duty of this body on the topic",
    "direction": "a direction on the topic that binds everyone",
    "duty": "a duty of this body",
    "document": "the document asked about begins so",
    "other_body": "on the topic, but given to another body",
    "other_name": "a duty of a body that took over from this one, or that it took over from",
}
_NOTES: dict[NoteHow, str] = {
    "whole": "{successor} has taken over from {former} since {since}",
    "tasks": "{successor} has taken over from {former} since {since} what is of: {what}",
    "under": "{former} has been under {successor} since {since}, and keeps its name",
    "merged": "what was {former} has belonged to {successor} since {since}",
}
_NO_EVIDENCE = "The plans do not seem to speak of this. Nearest passages:"


def print_search(result: SearchResult) -> None:
    """Print ranked passages; an unanswered question says so first."""
    if not result.hits:
        out.print("No passage was found. Try other words or fewer filters.")
        return
    if result.confidence == "none":
        out.print(f"[yellow]{_NO_EVIDENCE}[/yellow]")
    print_hits(result.hits)


def print_hits(hits: Sequence[Hit]) -> None:
    """Print passages with place, matched words and citation."""
    for hit in hits:
        passage = hit.passage
        out.print(f"[bold]{hit.rank}. {escape(hit.document.metadata.title)}[/bold]  {hit.score:.2f}")
        if passage.path:
            out.print(f"[dim]{escape(' › '.join(passage.path))}[/dim]")
        out.print(_marked(hit))
        out.print(f"[dim]{escape(cite(hit.document, passage.place))}  {passage.id}[/dim]\n")


def print_answer(found: Answer) -> None:
    """Print the quotes of an answer, or say that there is no evidence."""
    if found.reading.marked:
        out.print(
            f"[yellow]{escape(found.reading.typed)} was read as {escape(found.reading.marked)}[/yellow]"
        )
    for slip in found.reading.corrections:
        out.print(f"[yellow]{escape(slip.typed)} was read as {escape(slip.read_as)}[/yellow]")
    for became in found.notes:
        out.print(f"[yellow]{escape(note_words(became))}[/yellow]")
    if found.line:
        out.print(f"[bold]{escape(found.line.text(found.language))}[/bold]\n")
    if found.status == "no_evidence":
        print_search(found.result)
        return
    for part in found.documents:
        note = _COVERAGE_NOTES.get(part.coverage or "joined")
        if note:
            out.print(f"[yellow]{escape(part.document.metadata.title)}: {note}[/yellow]\n")
        for quote in part.quotes:
            _print_quote(quote, english=found.reading.english)


def note_words(note: Note) -> str:
    """Return a note as a line, with its act and with a word of caution where it is not sure."""
    words = _NOTES[note.how].format(
        former=note.former,
        successor=note.successor,
        since=format_date(date.fromisoformat(note.since), "d MMMM y", "en"),
        what=", ".join(note.what),
    )
    act = f" ({note.basis})" if note.basis else ""
    return f"{words}{act}" if note.sure else f"{words}{act}; not everywhere, or not on the same day"


def _print_quote(quote: Quote, *, english: bool) -> None:
    """Print a quote with its actor, deadline and citation; with a gloss where the question is English."""
    out.print(f"“{escape(quote.text)}”")
    terms = "; ".join(f"{t.vietnamese} = {t.english}" for t in gloss(quote.text)) if english else ""
    facts = [
        ("why", _REASONS[quote.reason]),
        ("actor", quote.actor),
        ("deadline", quote.deadline),
        ("gloss", terms),
    ]
    for name, value in facts:
        if value:
            out.print(f"  [bold]{name}[/bold] {escape(value)}")
    out.print(f"  [dim]{escape(cite(quote.document, quote.passage.place))}[/dim]\n")


def print_documents(records: Sequence[DocumentRecord]) -> None:
    """Print a table of documents."""
    print_rows(("id", "title", "number", "province", "year"), [_document_row(record) for record in records])


def _document_row(record: DocumentRecord) -> tuple[str, ...]:
    metadata = record.metadata
    facts = (metadata.number, metadata.province, metadata.year)
    return (record.id, metadata.title, *(str(fact or "–") for fact in facts))


def print_document(detail: DocumentDetail) -> None:
    """Print a document's metadata and its text by outline."""
    metadata = detail.record.metadata
    out.print(f"[bold]{escape(metadata.title)}[/bold]")
    for name in ("number", "type", "issuer", "province", "year", "date", "signer"):
        value = getattr(metadata, name)
        if value is not None:
            out.print(f"{name:9} {escape(str(value))}")
    out.print()
    for node in detail.nodes:
        style = "bold" if node.kind == "section" else ""
        out.print(Text("  " * (node.depth - 1) + node.span.of(detail.text), style=style))


def print_evaluation(report: "Evaluation") -> None:
    """Print a table of measures by kind of question."""
    table = Table("kind", "questions", *report.measures, box=None)
    for kind, row in report.rows.items():
        table.add_row(kind, str(row.questions), *[_with_interval(row, m) for m in report.measures])
    out.print(table)
    out.print(f"abstention: precision {report.abstention_precision:.3f}, recall "
               f"{report.abstention_recall:.3f} over {report.unanswerable} unanswerable questions")  # fmt: skip
    out.print(f"milliseconds: p50 {report.p50_ms:.1f}, p95 {report.p95_ms:.1f}")


def print_asking(report: "AskingEvaluation") -> None:
    """Print how often answers hold what they must, and how many questions of each kind are right throughout."""
    table = Table("measure", "right", "asked", "share", box=None)
    for name, tally in report.measures.items():
        table.add_row(name, str(tally.right), str(tally.asked), f"{tally.share:.3f}")
    out.print(table)
    kinds = ", ".join(f"{kind} {tally.right}/{tally.asked}" for kind, tally in report.kinds.items())
    out.print(f"right in every respect: {kinds}")


def print_feedback(report: "FeedbackReport") -> None:
    """Print how many judgements there are, and what became of them."""
    out.print(f"{report.judgements} judgements, {report.questions} questions with a useful passage")
    left_out = (
        (report.unhelpful, "questions without a useful passage"),
        (report.filtered, "judgements made under filters"),
        (report.gone, "judgements of passages that are no longer in the index"),
    )
    for count, what in left_out:
        if count:
            out.print(f"left out: {count} {what}")
    if report.file:
        out.print(f"written to {escape(report.file)}")
    if report.deleted:
        out.print(f"{report.deleted} judgements deleted")


def _with_interval(row: "EvaluationRow", measure: str) -> str:
    low, high = row.intervals[measure]
    return f"{row.values[measure]:.3f} ({low:.2f}–{high:.2f})"


def _marked(hit: Hit) -> Text:
    text = Text(hit.passage.text)
    for match in hit.matches:
        text.stylize("bold green" if match.kind == "word" else "bold cyan", match.start, match.end)
    return text
