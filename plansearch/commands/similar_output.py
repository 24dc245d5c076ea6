"""What the command line prints of similar and compared provisions."""

import json
import sys
from pathlib import Path
from typing import Literal, get_args

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from index.errors import InvalidQueryError, PlanSearchError
from index.snapshot import Snapshot
from search_api.comparing.comparison import ComparedRow, Comparison, short_names
from search_api.comparing.differences import Difference, pieces, split_blanks
from search_api.comparing.likeness import FAR, Likeness
from search_api.comparing.similar import SimilarHit, SimilarProvisions
from search_api.kit.citations import cite

Format = Literal["text", "json", "html", "docx"]

_out = Console(highlight=False, soft_wrap=True)
_MEASURES: dict[Likeness, str] = {
    "same": "the same wording",
    "nearly same": "nearly the same",
    "said inside": "said inside",
    "same subject": "the same subject",
    "unsure": "perhaps the same subject",
    "none": "another subject",
}


def print_similar(found: SimilarProvisions) -> None:
    """Print near passages with measure and differences, those of the same document apart."""
    if found.likeness in FAR:
        said = "Another document may speak" if found.likeness == "unsure" else "No other document speaks"
        _out.print(f"[yellow]{said} of this.[/yellow] Nearest passages:\n")
    for item in found.others:
        _print_hit(found, item)
    own = [item for item in found.own if item.likeness not in FAR]
    if own:
        _out.print("[bold]In the same document[/bold]\n")
    for item in own:
        _print_hit(found, item)


def print_comparison(comparison: Comparison) -> None:
    """Print the rows, each with its measure, what differs from the leading document marked."""
    names = short_names(comparison.documents)
    for row in comparison.rows:
        _print_row(row, names)


def chosen_format(format_: str | None, output: Path | None) -> Format:
    """Return the format asked for, else that of the file's name, else text.

    Raises `InvalidQueryError` for an unknown format, for text that should be a file, and for a Word
    document that should be printed.
    """
    name = format_ or (output.suffix.lstrip(".").lower() if output else "text")
    if name not in get_args(Format):
        raise InvalidQueryError(f"the format {name!r} is unknown: choose text, json, html or docx")
    chosen: Format = name  # type: ignore[assignment]
    if chosen == "text" and output:
        raise InvalidQueryError("text is for the screen: write a file with --format json, html or docx")
    if chosen == "docx" and not output:
        raise InvalidQueryError("a Word document is no text: name a file with --output")
    return chosen


def write_comparison(
    snapshot: Snapshot, comparison: Comparison, format_: Format, language: str, output: Path | None
) -> None:
    """Write a comparison to `output` or to stdout; raises `PlanSearchError` where it cannot be written."""
    content = _content(snapshot, comparison, format_, language)
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise PlanSearchError(
            f"cannot write {output} ({error.strerror or error}): name another file with --output"
        ) from error


def _content(snapshot: Snapshot, comparison: Comparison, format_: Format, language: str) -> bytes:
    from search_api.comparing.comparison_docx import comparison_docx
    from search_api.comparing.schemas import compare_out
    from web.comparing.comparison_view import comparison_html, comparison_words
    from web.kit.i18n import LANGUAGES

    spoken = next((known for known in LANGUAGES if known == language), None)
    if spoken is None:
        raise InvalidQueryError(f"the language {language!r} is unknown: choose {' or '.join(LANGUAGES)}")
    if format_ == "docx":
        return comparison_docx(comparison, comparison_words(spoken))
    if format_ == "html":
        return comparison_html(comparison, spoken).encode()
    answer = compare_out(snapshot, comparison).model_dump()
    return f"{json.dumps(answer, ensure_ascii=False, indent=2)}\n".encode()


def _print_hit(found: SimilarProvisions, item: SimilarHit) -> None:
    hit, passage = item.hit, item.hit.passage
    _out.print(f"[bold]{hit.rank}. {escape(hit.document.metadata.title)}[/bold]  {_measure(item)}")
    if passage.path:
        _out.print(f"[dim]{escape(' › '.join(passage.path))}[/dim]")
    _out.print(_marked(item.difference, found.passage.text, passage.text))
    _out.print(f"[dim]{escape(cite(hit.document, passage.place))}  {passage.id}[/dim]\n")


def _measure(item: SimilarHit) -> str:
    return f"{_MEASURES[item.likeness]}, {item.difference.shared:.0%} of the words in common"


def _print_row(row: ComparedRow, names: tuple[str, ...]) -> None:
    kind = {
        "only": f"only in {names[row.lead]}",
        "elsewhere": "something near in another row",
        "unsure": "not sure whether another says it",
    }
    _out.print(f"[bold]{row.number}.[/bold] {kind.get(row.kind, _MEASURES[row.likeness])}")
    for name, cell in zip(names, row.cells, strict=True):
        if cell.passage:
            said = Text(cell.passage.text)
            if cell.difference:
                said = _marked(cell.difference, row.lead_text, cell.passage.text)
            _out.print(Text.assemble((f"{name}: ", "bold"), said, (f"  {cell.passage.id}", "dim")))
        elif cell.elsewhere:
            near = f"{_MEASURES[cell.likeness]}, {cell.elsewhere.place}"
            _out.print(Text.assemble((f"{name}: ", "bold"), near, (f"  {cell.elsewhere.id}", "dim")))
    _out.print()


def _marked(found: Difference, left: str, right: str) -> Text:
    """Return `right` with signs around what differs, which a terminal without colour shows too."""
    text = Text()
    styles = {"delete": "strike red", "insert": "underline green", "shared": "underline", "equal": ""}
    signs = {"delete": ("[-", "-]"), "insert": ("{+", "+}")}
    for kind, words in pieces(found, left, right):
        before, told, after = split_blanks(words)
        opening, closing = signs.get(kind, ("", ""))
        text.append(before).append(f"{opening}{told}{closing}", styles[kind]).append(after)
    return text
