"""PlanSearch: semantic search and Q&A over Vietnamese government plans."""

__version__ = "0.1.0"
