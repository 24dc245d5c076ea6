"""What a server says where it does not answer as asked."""

import httpx2
from pydantic import ValidationError

from plansearch.client.models import Problem

# As RFC 9457 calls a problem of which only the status is known.
_UNKNOWN = "about:blank"


class ProblemError(Exception):
    """A problem as RFC 9457 describes it; one that a proxy answered is only known by its status.

    `type` is the address of the kind of problem on the server, `retry_after` the seconds to wait before
    the next try, None where the server names none.
    """

    def __init__(self, problem: Problem, retry_after: int | None) -> None:
        super().__init__(f"{problem.status} {problem.title}: {problem.detail}")
        self.type, self.title, self.status = problem.type, problem.title, problem.status
        self.detail, self.instance, self.request_id = problem.detail, problem.instance, problem.request_id
        self.retry_after = retry_after

    @property
    def kind(self) -> str:
        """The last part of `type`, as "not-found", which is the same on every server."""
        return self.type.rpartition("/")[2]

    @classmethod
    def of(cls, response: httpx2.Response) -> "ProblemError":
        """Return what is wrong with a request that was answered so."""
        return cls(_problem(response), retry_after(response))


def retry_after(response: httpx2.Response) -> int | None:
    """Return how many seconds a server asks to wait, None where it names no number of them."""
    named = response.headers.get("retry-after", "")
    return int(named) if named.isdecimal() else None


def _problem(response: httpx2.Response) -> Problem:
    try:
        return Problem.model_validate_json(response.content)
    except ValidationError:
        return Problem(
            type=_UNKNOWN,
            title=response.reason_phrase,
            status=response.status_code,
            detail="the answer is none of PlanSearch's",
            instance=response.url.path,
            request_id=response.headers.get("x-request-id", ""),
        )
