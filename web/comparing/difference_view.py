"""Word differences for the eye and for the ear: marks that need no colour, and the measure in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from search_api.comparing.differences import Difference, PieceKind, split_blanks
from search_api.comparing.likeness import Likeness
from web.kit.i18n import Language, number, translations

_CHANGE = Markup(
    '{before}<{tag}><span class="hidden">[{said} </span>{words}<span class="hidden">]</span></{tag}>{after}'
)
_SHARED = Markup('{before}<mark class="shared">{words}</mark>{after}')


@dataclass(frozen=True, slots=True)
class Measure:
    """How alike two provisions are in words, and what that rests on."""

    name: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.name} · {self.detail}" if self.detail else self.name


def marked(pieces: Iterable[tuple[PieceKind, str]], language: Language) -> Markup:
    """Return pieces with `ins` around what is added, `del` around what is removed, `mark` around the shared.

    Words that only a screen reader says tell additions and removals apart.
    """
    _ = translations(language).gettext
    said = {"insert": ("ins", _("added:")), "delete": ("del", _("removed:"))}
    parts = []
    for kind, words in pieces:
        # A mark under a blank would run on into the next word.
        before, told, after = split_blanks(words)
        if kind == "equal":
            parts.append(escape(words))
        elif kind == "shared":
            parts.append(_SHARED.format(before=before, words=told, after=after))
        else:
            tag, voice = said[kind]
            parts.append(_CHANGE.format(before=before, tag=tag, said=voice, words=told, after=after))
    return Markup("").join(parts)


def measure_of(likeness: Likeness, found: Difference | None, language: Language) -> Measure:
    """Return the measure of a provision in the reader's language; without a difference, no detail."""
    translation = translations(language)
    _, ngettext = translation.gettext, translation.ngettext
    names = {
        "same": _("Same wording"),
        "nearly same": _("Nearly the same"),
        "said inside": _("Said inside"),
        "same subject": _("Same subject"),
        "unsure": _("Not sure"),
        "none": _("Another subject"),
    }
    if likeness in ("same", "said inside") or found is None:
        return Measure(names[likeness])
    if likeness != "nearly same":
        share = number(round(100 * found.shared), language)
        return Measure(names[likeness], _("%s%% of the words in common") % share)
    words = ngettext("%s word differs", "%s words differ", found.changed) % number(found.changed, language)
    return Measure(names[likeness], words if found.changed else _("only signs differ"))
