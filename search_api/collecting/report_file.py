"""The report of an ingest as JSON, as CSV and as lines for people."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from index.errors import PlanSearchError
from index.storage import unfinished, write_durably
from search_api.collecting.report import FileReport, IngestReport, Outcome
from search_api.kit.spreadsheets import csv_cell

_CSV_COLUMNS = ("path", "outcome", "reason", "document_id", "passages", "in_no_passage", "tool", "warnings")


def check_report_file(file: Path) -> None:
    """Raise `PlanSearchError` where a report could not be written, before an ingest that may take hours."""
    if file.is_dir() or not file.absolute().parent.is_dir():
        raise PlanSearchError(f"the report cannot be written to {file}: name a file in a folder that exists")


def write_report(report: IngestReport, file: Path) -> None:
    """Write a report whole or not at all: JSON to a name in .json, CSV to one in .csv, else lines."""
    try:
        write_durably(file, _written(report, file.suffix.lower()).encode())
    except OSError as error:
        raise PlanSearchError(f"the report cannot be written to {file} ({error.strerror})") from error


def files_of_report(file: Path | None) -> list[Path]:
    """Return what writing a report makes, which is nothing to ingest."""
    return [file, unfinished(file)] if file else []


def _written(report: IngestReport, suffix: str) -> str:
    if suffix == ".json":
        return report_json(report) + "\n"
    if suffix == ".csv":
        return _csv(report)
    return "\n".join(_lines(report)) + "\n"


def report_json(report: IngestReport) -> str:
    """Return the JSON form of a report."""
    return json.dumps(report_fields(report), ensure_ascii=False, indent=2)


def report_fields(report: IngestReport) -> dict[str, Any]:
    """Return what the JSON form of a report says."""
    manifest = report.manifest
    return {
        "files": [{**asdict(file), "warnings": list(map(str, file.warnings))} for file in report.files],
        "generation": manifest.generation if manifest else None,
        "documents": manifest.documents if manifest else None,
        "passages": manifest.passages if manifest else None,
        "rejected": manifest.rejected if manifest else 0,
        "dry_run": report.rehearsed,
    }


def _csv(report: IngestReport) -> str:
    """Return a row a file; the byte order mark lets Excel read Vietnamese."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_CSV_COLUMNS)
    for file in report.files:
        fields = {
            **asdict(file),
            "path": shown(file.path),
            "in_no_passage": round(file.outside.share, 4),
            "warnings": "\n".join(map(str, file.warnings)),
        }
        writer.writerow([csv_cell(fields[column]) for column in _CSV_COLUMNS])
    return "\ufeff" + buffer.getvalue()


def _lines(report: IngestReport) -> Iterator[str]:
    for file in report.files:
        yield line_of(file)
        yield from warnings_of(file)
    yield from summary(report)


def line_of(file: FileReport) -> str:
    """Return what became of a file, and why, in a line."""
    detail = _found(file) if file.passages else shown(file.reason or "")
    return f"{file.outcome:9} {shown(file.path)}" + (f": {detail}" if detail else "")


def _found(file: FileReport) -> str:
    share = f"; {file.outside.share:.0%} of the text is in none" if file.outside.of_characters else ""
    return f"{file.passages} passages{share}; read by {shown(file.tool)}"


def warnings_of(file: FileReport) -> list[str]:
    """Return what was repaired in a file or could not be read, a line each."""
    return [f"{'warning':9} {shown(file.path)}: {shown(str(warning))}" for warning in file.warnings]


def summary(report: IngestReport) -> Iterator[str]:
    """Yield how many files had which outcome, and what was published."""
    counts = {outcome: report.count(outcome) for outcome in get_args(Outcome)}
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing to do"
    yield f"nothing was written; an ingest would say: {told}" if report.rehearsed else told
    if manifest := report.manifest:
        yield f"generation {manifest.generation}: {manifest.documents} documents, {manifest.passages} passages"


def shown(name: str) -> str:
    """Return a name as it is printed: characters that cannot be seen, or that steer a terminal, escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)
