"""Errors that a person can act on."""

from collections.abc import Callable


class PlanSearchError(Exception):
    """Base of all expected errors: the message names the input and the remedy.

    Where `values` are given, they fill the places of the message that have their names, so that
    pages can say it in their own language.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self._message, self._values = message, values

    def told(self, gettext: Callable[[str], str]) -> str:
        """Return the message in the language of `gettext`; in English where that does not know it."""
        told = gettext(self._message)
        return told % self._values if self._values else told


class DataFolderError(PlanSearchError):
    """The data folder is missing, not ours, or of a newer version."""


class BusyError(PlanSearchError):
    """Another process is writing to the data folder."""


class CrowdedError(PlanSearchError):
    """There are more requests than can be answered now."""


class DamagedError(DataFolderError):
    """Something stored is not what was written."""


class NoIndexError(PlanSearchError):
    """There is no generation that can be served."""


class UnreachableError(PlanSearchError):
    """The index is kept on another machine, which does not answer."""


class ModelError(PlanSearchError):
    """A model cannot be loaded, or is not the one that the index was built with."""


class NotFoundError(PlanSearchError):
    """A document or passage id is unknown."""


def unknown_document(document_id: str) -> NotFoundError:
    """Return the error for an unknown document id."""
    return NotFoundError(f"no document has the id {document_id!r}; `plansearch documents` lists all ids")


class GoneError(PlanSearchError):
    """What a request goes on from is no longer served."""


class InvalidQueryError(PlanSearchError):
    """A query, filter or page is not acceptable."""


class UnknownValueError(InvalidQueryError):
    """A filter names what the index does not have."""


class UnknownParameterError(InvalidQueryError):
    """A request has a parameter that there is not."""
