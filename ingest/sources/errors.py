"""Why a file cannot be a document."""


class UnreadableError(Exception):
    """A file cannot be a document; the message says why and what to do."""
