"""The written answer: a paragraph by a language model, each sentence checked against the quotes.

Nothing here runs, and nothing is sent anywhere, unless an endpoint is configured.
"""

from search_api.writing.client import Endpoint
from search_api.writing.composer import Composer, Written
from search_api.writing.support import TermSupport
from search_api.writing.types import REASONS, Outcome, Reason, Sentence, Source, sources_of

__all__ = [
    "REASONS", "Composer", "Endpoint", "Outcome", "Reason", "Sentence", "Source", "TermSupport", "Written",
    "sources_of",
]  # fmt: skip
