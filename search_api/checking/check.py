"""A draft checked against the plans: its quotations and its citations, in order."""

from dataclasses import dataclass

from index.errors import InvalidQueryError
from index.snapshot import Snapshot
from search_api.checking.citations import Citation, check_citations, nearest_document
from search_api.checking.draft import Draft, read_draft
from search_api.checking.marks import find_quoted
from search_api.checking.plans import Plans
from search_api.checking.quotations import Quotation, check_quotation

MOST_QUOTATIONS = 500


@dataclass(frozen=True, slots=True)
class Check:
    """What became of a draft; `unpaired` are the places of quotation marks without a partner.

    All spans in the draft count in its cleaned text.
    """

    draft: Draft
    quotations: tuple[Quotation, ...]
    citations: tuple[Citation, ...]
    unpaired: tuple[int, ...]

    @property
    def is_clean(self) -> bool:
        """True where every quotation is verbatim, every citation right, and every mark has its partner."""
        verdicts = {*(each.verdict for each in self.quotations), *(each.verdict for each in self.citations)}
        return verdicts <= {"verbatim", "right"} and not self.unpaired


def check(snapshot: Snapshot, text: str) -> Check:
    """Return the quotations and citations of a draft, each with what the plans say.

    Raises `InvalidQueryError` for an empty draft, and for one with more text or quotations than are checked.
    """
    draft = read_draft(text)
    quoted = find_quoted(draft.text)
    if len(quoted.spans) > MOST_QUOTATIONS:
        raise InvalidQueryError(
            "the draft has %(count)d quotations, and at most %(most)d are checked at once: check it in parts",
            count=len(quoted.spans),
            most=MOST_QUOTATIONS,
        )
    citations = check_citations(snapshot, draft.text)
    plans = Plans(snapshot)
    quotations = tuple(
        check_quotation(plans, draft.text, span, nearest_document(draft.text, span, citations, quoted.spans))
        for span in quoted.spans
    )
    return Check(draft, quotations, tuple(citations), quoted.unpaired)
