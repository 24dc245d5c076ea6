"""The parameters that several routes share, and the service behind a request."""

from typing import Annotated

from fastapi import Query, Request

from search_api.service import Service

Text = Annotated[str, Query(description="Question, words or document number")]
Limit = Annotated[int, Query(description="How many results, 1 to 100")]
Offset = Annotated[int, Query(description="How many results to skip")]
Province = Annotated[str | None, Query(description="Only documents of this province")]
Year = Annotated[int | None, Query(description="Only documents of this year")]
Type = Annotated[str | None, Query(description='Only documents of this type, as "Kế hoạch"')]
DocumentId = Annotated[str | None, Query(description="Only this document")]


def service_of(request: Request) -> Service:
    """Return the service of the application that handles `request`."""
    service: Service = request.app.state.service
    return service
