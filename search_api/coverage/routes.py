"""The coverage over HTTP: as JSON and as a table for a spreadsheet."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from search_api.coverage.files import csv_table
from search_api.coverage.matrix import By, Coverage, Wanted, coverage
from search_api.coverage.schemas import CoverageOut, coverage_out
from search_api.kit.files import file_answer
from search_api.kit.json_route import JsonRoute
from search_api.kit.parameters import Heavy, Restricted
from search_api.kit.spreadsheets import FileLanguage

router = APIRouter(route_class=JsonRoute)


def wanted_coverage(
    snapshot: Heavy,
    filters: Restricted,
    by: Annotated[By, Query(description="What the columns are")] = "province",
    topics: Annotated[
        Wanted, Query(description="Those of the table, those found in this index, or all")
    ] = "all",
) -> Coverage:
    """The coverage that a request asks for."""
    return coverage(snapshot, by, topics, filters)


Found = Annotated[Coverage, Depends(wanted_coverage)]


@router.get("/coverage")
def coverage_json(snapshot: Heavy, found: Found) -> CoverageOut:
    """What the plans speak of: topics by province, year or document, with honest gaps."""
    return coverage_out(snapshot, found)


@router.get("/coverage.csv", response_class=Response, responses=file_answer("text/csv"))
def coverage_csv(
    found: Found,
    language: Annotated[FileLanguage, Query(alias="lang", description="Language of the names")] = "vi",
) -> Response:
    """The matrix for a spreadsheet, as UTF-8 with byte order mark."""
    headers = {"Content-Disposition": 'attachment; filename="coverage.csv"'}
    return Response(csv_table(found, language), media_type="text/csv; charset=utf-8", headers=headers)
