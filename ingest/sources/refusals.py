"""Reasons that files of many kinds are refused for, in the same words."""

from ingest.sources.errors import UnreadableError


def locked() -> UnreadableError:
    """Return the refusal of a file that opens with a password only."""
    return UnreadableError("locked", "it is protected by a password; save it without one")


def damaged(error: BaseException | str) -> UnreadableError:
    """Return the refusal of a file that its own kind cannot be read of."""
    return UnreadableError("damaged", f"the file is damaged or was not saved whole ({error})")
