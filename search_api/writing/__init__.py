"""The written answer: a paragraph by a language model, each sentence checked against the quotes.

Nothing here runs, and nothing is sent anywhere, unless an endpoint is configured.
"""

from search_api.writing.client import Endpoint
from search_api.writing.composer import Composer, Written
from search_api.writing.support import TermSupport
from search_api.writing.types import REASONS, Reason, Sentence, Source, WritingOutcome, sources_of

__all__ = [
    "REASONS", "Composer", "Endpoint", "Reason", "Sentence", "Source", "TermSupport", "WritingOutcome", "Written",
    "sources_of",
]  # fmt: skip
