"""Sounds of Vietnamese syllables: which spellings a careless ear takes for one another."""

import re
import unicodedata

_HOOK, _TILDE = "\u0309", "\u0303"
# Initials and finals that merge in one region or another; the first that fits counts.
_INITIALS = (("ngh", "ng"), ("gh", "g"), ("tr", "ch"), ("gi", "d"), ("qu", "kw"), ("r", "d"), ("s", "x"), ("v", "d"),
             ("k", "c"), ("q", "c"), ("l", "n"))  # fmt: skip
_FINALS = (("ng", "n"), ("c", "t"), ("ch", "t"), ("nh", "n"))
_Y = re.compile("y$")


def sound_of(syllable: str) -> str:
    """Return a key that is the same for syllables, in matching form, that are often taken for each other."""
    spelt = unicodedata.normalize("NFD", syllable).replace(_TILDE, _HOOK)
    spelt = _Y.sub("i", unicodedata.normalize("NFC", spelt))
    for written, heard in _INITIALS:
        if spelt.startswith(written) and len(spelt) > len(written):
            spelt = heard + spelt[len(written) :]
            break
    for written, heard in _FINALS:
        if spelt.endswith(written):
            return spelt[: -len(written)] + heard
    return spelt
