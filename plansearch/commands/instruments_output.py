"""What the command line prints of cited instruments."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from plansearch.commands.rows import print_rows
from search_api.instruments.schemas import CitationOut, InstrumentDetailOut, InstrumentsOut, RelationOut
from search_api.kit.schemas import DocumentOut

_out = Console(highlight=False, soft_wrap=True)


def print_instruments(found: InstrumentsOut) -> None:
    """Print a table of instruments, the most cited first."""
    rows = [(i.key, i.label, str(i.documents), str(i.citations), i.name or "–") for i in found.instruments]
    print_rows(("key", "instrument", "documents", "citations", "about"), rows)


def print_instrument(found: InstrumentDetailOut) -> None:
    """Print an instrument: what it is, who cites it with which words, and who does not."""
    _out.print(f"[bold]{escape(found.label)}[/bold]  {escape(found.name or '')}")
    facts = {"date": found.date, "issuer": found.issuer, "place": found.place}
    for name, value in facts.items():
        if value:
            _out.print(f"{name:9} {escape(value)}")
    _print_relations("carries out", found.carries_out)
    _print_relations("carried out by", found.carried_out_by)
    _out.print(f"\n[bold]cited by {found.documents}[/bold]")
    for citing in found.cited_by:
        _out.print(_named(citing.document))
        for citation in citing.citations:
            _out.print(f"    [dim]{escape(_place(citation))}[/dim]  {escape(citation.words)}")
    groups = found.not_citing
    _print_others("not cited, same place", groups.same_place.documents, groups.same_place.total)
    _print_others("not cited, same kind of issuer", groups.same_issuers.documents, groups.same_issuers.total)
    _print_others("not cited, other documents", groups.rest.documents, groups.rest.total)


def _print_relations(name: str, relations: Sequence[RelationOut]) -> None:
    for relation in relations:
        _out.print(f"{name}: {escape(relation.instrument.label)} (“{escape(relation.words)}”)")


def _print_others(name: str, documents: Sequence[DocumentOut], total: int) -> None:
    if total:
        _out.print(f"\n[bold]{name}: {total}[/bold]")
    for document in documents:
        _out.print(_named(document))
    if total > len(documents):
        _out.print(f"  … and {total - len(documents)} more")


def _named(document: DocumentOut) -> str:
    return f"  {document.id}  {escape(' · '.join(filter(None, (document.number, document.title))))}"


def _place(citation: CitationOut) -> str:
    return citation.passage.place if citation.passage else "title"
