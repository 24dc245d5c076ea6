"""The duties table over HTTP: as JSON, CSV, workbook and calendar."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response, StreamingResponse

from index.types import Filters
from search_api.duties.calendar import calendar_file
from search_api.duties.files import csv_lines, xlsx_file
from search_api.duties.schemas import DutiesOut, duties_out
from search_api.duties.table import DeadlineWanted, DutyQuery, Sort, find_duties
from search_api.kit.filters import check_range
from search_api.kit.json_route import JsonRoute
from search_api.kit.parameters import Base, DocumentId, Limit, Offset, Province, Served, Type, Year
from search_api.kit.spreadsheets import FileLanguage

router = APIRouter(route_class=JsonRoute)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Language = Annotated[FileLanguage, Query(alias="lang", description="Language of the column names")]


async def duty_query(
    actor: Annotated[str | None, Query(description="Words of the body that has the duty")] = None,
    exact: Annotated[bool, Query(description="The actor is exactly this one")] = False,
    province: Province = None,
    year: Year = None,
    type: Type = None,  # noqa: A002
    document_id: DocumentId = None,
    topic: Annotated[str | None, Query(description="Only provisions that speak of this")] = None,
    deadline: Annotated[DeadlineWanted | None, Query(description="Only with such a deadline")] = None,
    due_from: Annotated[date | None, Query(description="Only due on this day or later")] = None,
    due_to: Annotated[date | None, Query(description="Only due on this day or earlier")] = None,
    sort: Annotated[Sort, Query(description='Order; "-" before it turns it round')] = "document",
) -> DutyQuery:
    """The rows that a request asks for."""
    return DutyQuery(
        actor=actor or None,
        exact=exact,
        topic=topic or None,
        deadline=deadline,
        due_from=due_from,
        due_to=due_to,
        filters=Filters(province or None, year, type or None, document_id or None),
        sort=sort,
    )


Wanted = Annotated[DutyQuery, Depends(duty_query)]


@router.get("/duties")
def duties(snapshot: Served, wanted: Wanted, limit: Limit = 50, offset: Offset = 0) -> DutiesOut:
    """Who must do what, with whom and by when: a part of the table."""
    check_range(limit, offset)
    return duties_out(snapshot, find_duties(snapshot, wanted), limit, offset)


@router.get("/duties.csv", response_class=StreamingResponse)
def duties_csv(snapshot: Served, base: Base, wanted: Wanted, language: Language = "vi") -> Response:
    """The whole table for a spreadsheet, as UTF-8 with byte order mark."""
    lines = csv_lines(find_duties(snapshot, wanted), base, language)
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=_named("duties.csv"))


@router.get("/duties.xlsx", response_class=Response)
def duties_xlsx(snapshot: Served, base: Base, wanted: Wanted, language: Language = "vi") -> Response:
    """The whole table as an Excel workbook."""
    content = xlsx_file(find_duties(snapshot, wanted), base, language)
    return Response(content, media_type=_XLSX, headers=_named("duties.xlsx"))


@router.get("/duties.ics", response_class=Response)
def duties_ics(snapshot: Served, base: Base, wanted: Wanted, language: Language = "vi") -> Response:
    """The deadlines with a day or a rule as an iCalendar feed."""
    found = find_duties(snapshot, replace(wanted, deadline=wanted.deadline or "any"))
    created = snapshot.manifest.created
    content = calendar_file(found, created, base, language)
    return Response(content, media_type="text/calendar; charset=utf-8", headers=_named("duties.ics"))


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
