"""The API of a PlanSearch server in Python: `Client`, and `AsyncClient` with the same calls."""

from plansearch.client.clients import AsyncClient, Client
from plansearch.client.problems import ProblemError

__all__ = ["AsyncClient", "Client", "ProblemError"]
