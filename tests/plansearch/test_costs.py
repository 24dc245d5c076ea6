"""What each route costs: it says so by the snapshot that it takes, and works on nothing before it has a place."""

import re
from collections.abc import Iterator
from inspect import isasyncgenfunction, iscoroutinefunction

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from search_api.kit.gate import COSTS
from search_api.kit.parameters import snapshot_of

# Routes that need no index, or only what is in memory: they cost nothing to speak of.
CHEAP = {
    "/healthz", "/readyz", "/metrics", "/problems", "/problems/{name}", "/developers", "/saved", "/opensearch.xml",
    "/feedback/undo", "/kit/box.js", "/robots.txt",
}  # fmt: skip
# Those who may write are few, and what they ask for is done by a process of its own.
DESK = ("/desk", "/api/v1/jobs", "/api/v1/quarantine")
# A file that is made, and the image of a page, which one process draws after another.
MADE = re.compile(r"\.(csv|xlsx|ics|png|jsonl|{kind})$")


def solved(dependant: Dependant) -> Iterator[Dependant]:
    """Yield what an endpoint depends on in the order in which it is called, each once."""
    known = set()
    for each in dependant.dependencies:
        for found in (*solved(each), each):
            if found.call not in known:
                known.add(found.call)
                yield found


def cost_of(dependant: Dependant) -> str | None:
    """Return what a route says that it costs; None for a cheap one."""
    (cost,) = {getattr(each.call, "cost", None) for each in solved(dependant)} - {None} or {None}
    return cost


@pytest.fixture(scope="module")
def routes(sample_app) -> dict[str, Dependant]:
    """Every route of the application by method and path."""
    return {
        f"{method} {context.path}": context.dependant
        for context in iter_route_contexts(sample_app.routes)
        for method in context.methods or ()
        if hasattr(context, "dependant")
    }


def test_every_route_says_what_it_costs(routes):
    costs = {name: cost_of(dependant) for name, dependant in routes.items()}
    cheap = {name.split()[1] for name, cost in costs.items() if cost is None}
    assert {path for path in cheap if not path.startswith(DESK)} == CHEAP | {"/check"}
    assert set(costs.values()) == {*COSTS, None}
    # The form is cheap, what it sends is not.
    assert (costs["GET /check"], costs["POST /check"]) == (None, "heavy")


def test_files_that_are_made_are_heavy(routes):
    made = {name: cost_of(dependant) for name, dependant in routes.items() if MADE.search(name)}
    assert len(made) > 6
    assert set(made.values()) == {"heavy"}


def test_no_route_works_before_it_has_a_place(routes):
    for name, dependant in routes.items():
        if cost_of(dependant) is None:
            continue
        for each in solved(dependant):
            if hasattr(each.call, "cost"):
                break
            waits_for_nothing = iscoroutinefunction(each.call) or isasyncgenfunction(each.call)
            assert each.call is snapshot_of or waits_for_nothing, (name, each.call)


def test_an_answer_that_is_made_as_it_is_sent_keeps_its_place_until_then(routes):
    """Those that are known to be: written answers, the longest table, and the downloads."""
    scopes = {
        name: {each.scope for each in solved(dependant) if hasattr(each.call, "cost")}
        for name, dependant in routes.items()
    }
    assert {name for name, found in scopes.items() if found == {"request"}} == {
        "GET /api/v1/ask/written", "GET /ask/written", "GET /api/v1/duties.csv",
        "GET /api/v1/documents.jsonl", "GET /api/v1/passages.jsonl",
    }  # fmt: skip
