"""The parameters that several routes share, and what stands behind a request."""

from typing import Annotated

from fastapi import Depends, Query, Request

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


def base_of(request: Request) -> str:
    """Return the address that links in files begin with; it ends with a slash."""
    return str(request.base_url)


Served = Annotated[Service, Depends(service_of)]
Base = Annotated[str, Depends(base_of)]
