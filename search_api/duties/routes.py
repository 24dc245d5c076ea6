"""The duties table over HTTP: as JSON, CSV, workbook and calendar."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response, StreamingResponse

from search_api.duties.calendar import calendar_file
from search_api.duties.files import csv_lines, xlsx_file
from search_api.duties.schemas import DutiesOut, duties_out
from search_api.duties.table import DeadlineWanted, DutyQuery, Sort, find_duties
from search_api.kit.files import file_answer
from search_api.kit.json_route import JsonRoute
from search_api.kit.pages import Page
from search_api.kit.paging import paged
from search_api.kit.parameters import Base, Chosen, Heavy, HeavyStream, Served, Typed, Within
from search_api.kit.spreadsheets import FileLanguage

router = APIRouter(route_class=JsonRoute)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Language = Annotated[FileLanguage, Query(alias="lang", description="Language of the column names")]


async def duty_query(
    filters: Within,
    actor: Annotated[str | None, Typed, Query(description="Words of the body that has the duty")] = None,
    exact: Annotated[bool, Query(description="The actor is exactly this one")] = False,
    topic: Annotated[str | None, Typed, Query(description="Only provisions that speak of this")] = None,
    deadline: Annotated[DeadlineWanted | None, Chosen, Query(description="Only with such a deadline")] = None,
    due_from: Annotated[date | None, Typed, Query(description="Only due on this day or later")] = None,
    due_to: Annotated[date | None, Typed, Query(description="Only due on this day or earlier")] = None,
    sort: Annotated[Sort, Query(description='Order; "-" before it turns it round')] = "document",
) -> DutyQuery:
    """The rows that a request asks for."""
    return DutyQuery(
        actor=actor,
        exact=exact,
        topic=topic,
        deadline=deadline,
        due_from=due_from,
        due_to=due_to,
        filters=filters,
        sort=sort,
    )


Wanted = Annotated[DutyQuery, Depends(duty_query)]


@router.get("/duties")
def duties(snapshot: Served, wanted: Wanted, part: Annotated[Page, paged(50)]) -> DutiesOut:
    """Who must do what, with whom and by when: a part of the table."""
    return duties_out(snapshot, find_duties(snapshot, wanted), part)


@router.get("/duties.csv", response_class=Response, responses=file_answer("text/csv"))
def duties_csv(snapshot: HeavyStream, base: Base, wanted: Wanted, language: Language = "vi") -> Response:
    """The whole table for a spreadsheet, as UTF-8 with byte order mark."""
    lines = csv_lines(find_duties(snapshot, wanted), base, language)
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=_named("duties.csv"))


@router.get("/duties.xlsx", response_class=Response, responses=file_answer(_XLSX, binary=True))
def duties_xlsx(snapshot: Heavy, base: Base, wanted: Wanted, language: Language = "vi") -> Response:
    """The whole table as an Excel workbook."""
    content = xlsx_file(find_duties(snapshot, wanted), base, language)
    return Response(content, media_type=_XLSX, headers=_named("duties.xlsx"))


@router.get("/duties.ics", response_class=Response, responses=file_answer("text/calendar"))
def duties_ics(snapshot: Heavy, base: Base, wanted: Wanted, language: Language = "vi") -> Response:
    """The deadlines with a day or a rule as an iCalendar feed."""
    found = find_duties(snapshot, replace(wanted, deadline=wanted.deadline or "any"))
    created = snapshot.manifest.created
    content = calendar_file(found, created, base, language)
    return Response(content, media_type="text/calendar; charset=utf-8", headers=_named("duties.ics"))


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
