"""Why a file could not be read, in the language of the page."""

from collections.abc import Callable

from ingest.sources.errors import RefusalKind


def refusals(gettext: Callable[[str], str]) -> dict[RefusalKind, str]:
    """Return what to say of each kind of refusal."""
    _ = gettext
    return {
        "unknown_type": _(
            "Files of this kind are not read: send Word, PDF, a scan, a table, slides, a web page or ZIP."
        ),
        "locked": _("It opens with a password only: save a copy without one."),
        "damaged": _("It is damaged or was not saved whole: open it, and save it anew."),
        "empty": _("There is no text in it: check that it was saved whole."),
        "encoding": _("Its letters are in no encoding that is known: save it as UTF-8 or as PDF."),
        "unrecognised": _(
            "No text was recognised in the images of its pages: scan it more clearly, at 200 to 300 dpi."
        ),
        "no_program": _(
            "This server lacks a program that reads such files: tell its administrator, or send Word or PDF."
        ),
        "too_large": _("It is too large, or has too many pages or parts: split it."),
        "nested": _("It holds too much within one another: unpack it, or save it more simply."),
        "unsafe": _("It is made as files are that do harm, and was not opened: save it anew."),
        "too_hard": _(
            "Reading it took too long or too much memory: split it, or save it as another kind of file."
        ),
        "inaccessible": _("It cannot be read on the disk, or was changing: try again."),
        "kept_damaged": _("What was kept of it here was damaged: send its file again."),
        "failed": _("Reading it failed by a fault of this program: tell its administrator."),
    }
