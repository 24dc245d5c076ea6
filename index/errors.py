"""Errors that a person can act on."""

from collections.abc import Callable

from ingest.messages import Message, Value, message


class PlanSearchError(Exception):
    """Base of all expected errors: the message names the input and the remedy.

    A message that has a translation is given as such, or with `values` for the places that have their
    names, so that pages can say it in their own language.
    """

    def __init__(self, words: str | Message, **values: Value) -> None:
        self.message = words if isinstance(words, Message) else message(words, **values)
        super().__init__(str(self.message))

    def told(self, gettext: Callable[[str], str]) -> str:
        """Return the message in the language of `gettext`; in English where that does not know it."""
        return self.message.told(gettext)


class DataFolderError(PlanSearchError):
    """The data folder is missing, not ours, or of a newer version."""


class BusyError(PlanSearchError):
    """Another process is writing to the data folder."""


class CrowdedError(PlanSearchError):
    """There are more requests than can be answered now."""


class NoRoomError(DataFolderError):
    """The disk has no room for what was to be written."""


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
