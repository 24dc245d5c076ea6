"""What the command line prints of a checked draft."""

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from index.snapshot import Snapshot
from search_api.checking.check import Check
from search_api.checking.citations import Citation, CitationVerdict
from search_api.checking.quotations import Quotation, Verdict
from search_api.checking.shown import citation, pieces
from search_api.comparing.differences import split_blanks
from search_api.kit.citations import cite

_out = Console(highlight=False, soft_wrap=True)
_AROUND = 30
_VERDICTS: dict[Verdict, str] = {
    "verbatim": "[green]verbatim[/green]",
    "altered": "[yellow]differs from the plan[/yellow]",
    "older_version": "[yellow]in an older version[/yellow]",
    "not_found": "[yellow]not found in these plans[/yellow]",
}
_CITED: dict[CitationVerdict, str] = {
    "right": "[green]agrees[/green]",
    "mismatch": "[yellow]does not agree[/yellow]",
    "unknown": "[yellow]not known here[/yellow]",
}


def print_check(snapshot: Snapshot, checked: Check) -> None:
    """Print quotations and citations in order, what differs between signs: {+only the draft+} [-only the plan-]."""
    if not checked.quotations and not checked.citations:
        _out.print("The draft has no quotation of four words or more, and cites no document.")
    for number, quotation in enumerate(checked.quotations, 1):
        _print_quotation(snapshot, checked, number, quotation)
    if checked.citations:
        _out.print("[bold]Citations[/bold]")
    for cited in checked.citations:
        _print_citation(checked, cited)
    for place in checked.unpaired:
        around = checked.draft.text[max(0, place - _AROUND) : place + _AROUND].replace("\n", " ")
        _out.print(f"[yellow]A quotation mark without its partner:[/yellow] … {escape(around)} …")


def _print_quotation(snapshot: Snapshot, checked: Check, number: int, quotation: Quotation) -> None:
    _out.print(f"[bold]{number}.[/bold] {_VERDICTS[quotation.verdict]}")
    _out.print(Text.assemble("“", _marked(snapshot, checked, quotation), "”"))
    if quotation.current:
        _out.print(f"  [bold]in force[/bold] {escape(quotation.current.source_file)}, {quotation.current.id}")
    if quotation.cited and quotation.document and quotation.cited.id != quotation.document.id:
        _out.print("  [yellow]not in the document that the draft names beside it[/yellow]")
    source = citation(quotation)
    if source:
        passage = quotation.passages[0].id if quotation.passages else ""
        _out.print(f"  [dim]{escape(source)}  {passage}[/dim]")
    if quotation.also_in:
        _out.print(
            f"  [dim]also in {escape(', '.join(record.source_file for record in quotation.also_in))}[/dim]"
        )
    _out.print()


def _marked(snapshot: Snapshot, checked: Check, quotation: Quotation) -> Text:
    signs = {"insert": ("{+", "+}", "underline green"), "delete": ("[-", "-]", "strike red")}
    text = Text()
    for kind, words in pieces(snapshot, checked, quotation):
        before, told, after = split_blanks(words)
        opening, closing, style = signs.get(kind, ("", "", ""))
        text.append(before).append(f"{opening}{told}{closing}", style).append(after)
    return text


def _print_citation(checked: Check, cited: Citation) -> None:
    words = " ".join(cited.span.of(checked.draft.text).split())
    _out.print(f"{_CITED[cited.verdict]}  {escape(words)}")
    for one in cited.disagreements:
        _out.print(f"  [bold]{one.field}[/bold] {escape(one.said)} → {escape(one.found)}")
    if cited.document and cited.disagreements:
        _out.print(f"  [dim]{escape(cite(cited.document, '').removeprefix(', '))}[/dim]")
