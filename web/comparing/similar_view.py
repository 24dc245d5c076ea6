"""Similar provisions as the page shows them: cards with a measure and the word differences."""

from dataclasses import dataclass

from markupsafe import Markup

from search_api.comparing.differences import WORD_FOR_WORD, pieces, word_for_word
from search_api.comparing.likeness import FAR, Likeness
from search_api.comparing.similar import SimilarHit, SimilarProvisions
from web.comparing.difference_view import Measure, marked, measure_of
from web.kit.i18n import Language
from web.kit.presenters import HitView, hit_view
from web.kit.urls import Urls


@dataclass(frozen=True, slots=True)
class SimilarView:
    """A near provision: `text` with what differs or is shared, `words` every word where `text` has not."""

    hit: HitView
    likeness: Likeness
    measure: Measure
    text: Markup
    words: Markup | None
    compare_url: str


@dataclass(frozen=True, slots=True)
class SimilarLists:
    """What is alike in other documents, what is only near there, and what is alike in the same document."""

    others: tuple[SimilarView, ...]
    nearest: tuple[SimilarView, ...]
    own: tuple[SimilarView, ...]


def similar_lists(found: SimilarProvisions, urls: Urls, language: Language) -> SimilarLists:
    """Return the provisions of each list, nearest first."""
    others = [_view(found, item, urls, language) for item in found.others]
    own = [_view(found, item, urls, language) for item in found.own]
    return SimilarLists(
        others=tuple(view for view in others if view.likeness not in FAR),
        nearest=tuple(view for view in others if view.likeness in FAR),
        own=tuple(view for view in own if view.likeness not in FAR),
    )


def _view(found: SimilarProvisions, item: SimilarHit, urls: Urls, language: Language) -> SimilarView:
    left, right = found.passage.text, item.hit.passage.text
    in_full = item.difference.shared >= WORD_FOR_WORD
    return SimilarView(
        hit=hit_view(item.hit, urls),
        likeness=item.likeness,
        measure=measure_of(item.likeness, item.difference, language),
        text=marked(pieces(item.difference, left, right), language),
        words=None if in_full else marked(word_for_word(item.difference, left, right), language),
        compare_url=urls.compare([found.document.id, item.hit.document.id]),
    )
