"""Text normalisation for storing and for matching Vietnamese.

Stored and shown text is only ever cleaned (`clean`); the other functions make matching forms
that are never shown.
"""

import re
import unicodedata

# Two placements of the tone mark are in use (hoà/hòa, thuỷ/thủy). The old one is rewritten to
# the new one where the syllable ends after the pair; "quý" keeps its mark: u belongs to q there.
TONE_PAIRS = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_NEW_TONES = {new: old for old, new in TONE_PAIRS.items()}
_NEW_TONE = re.compile("|".join(_NEW_TONES), re.I)
_TONE = re.compile(r"(?=[ou])(?<!q)(" + "|".join(TONE_PAIRS) + r")(?![^\W\d_])")

# kỹ/kĩ, lý/lí, quy/qui …: after these consonants i and y are spelling variants of one sound.
_I_LETTERS, _Y_LETTERS = "iìíỉĩị", "yỳýỷỹỵ"
_Y_VARIANTS = str.maketrans(_I_LETTERS, _Y_LETTERS)
_EITHER = _I_LETTERS + _Y_LETTERS, _Y_LETTERS + _I_LETTERS
_EITHER_VARIANT = str.maketrans(
    "".join((_EITHER[0], _EITHER[0].upper())), "".join((_EITHER[1], _EITHER[1].upper()))
)
_I_SYLLABLE = re.compile(r"(?=[hklmqst])(?<![^\W\d_])([hklmst]|qu)([iìíỉĩị])(?![^\W\d_])")
_EITHER_SYLLABLE = re.compile(rf"(?<![^\W\d_])(?:[hklmst]|qu)([{_I_LETTERS}{_Y_LETTERS}])(?![^\W\d_])", re.I)

# Old converters write eth for đ: on the screen its capital looks the same.
WITH_STROKE = str.maketrans("Ðð", "Đđ")

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_LINE_END = re.compile("\r\n|[\r\v\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_UNCLEAN = re.compile(f"{_INVISIBLE.pattern}|{_CONTROL.pattern}|[\r\u00a0\u2028\u2029]")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """Return `text` as it is stored: NFC, Unix line ends, no invisible or control characters.

    Form feeds stay, because they are page breaks.
    """
    if _UNCLEAN.search(text):
        text = _LINE_END.sub("\n", text).replace("\u00a0", " ")
        text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", text)


def canonical(text: str) -> str:
    """Return the accented matching form: lower case, one tone placement, one i/y spelling."""
    lowered = unicodedata.normalize("NFC", text).lower()
    lowered = _TONE.sub(lambda match: TONE_PAIRS[match[1]], lowered)
    return _I_SYLLABLE.sub(lambda match: match[1] + match[2].translate(_Y_VARIANTS), lowered)


def two_spellings(text: str) -> list[int]:
    """Return the places of letters i and y in syllables that are in use with either."""
    return [match.start(1) for match in _EITHER_SYLLABLE.finditer(text)]


def respelt(text: str, place: int) -> str:
    """Return `text` with i for y, or y for i, at a place."""
    return text[:place] + text[place].translate(_EITHER_VARIANT) + text[place + 1 :]


def either_tone(text: str) -> str:
    """Return a pattern of `text` with either placement of its tone marks."""
    return _NEW_TONE.sub(lambda match: f"(?:{match[0]}|{_old_tone(match[0])})", re.escape(text))


def _old_tone(pair: str) -> str:
    old = _NEW_TONES[pair.lower()]
    return "".join(letter.upper() if new.isupper() else letter for new, letter in zip(pair, old, strict=True))


class _Bare(dict[int, str]):
    """What is left of each character without its marks, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFD", chr(code))
        bare = "".join(c for c in parts if not unicodedata.combining(c)).replace("đ", "d").replace("Đ", "D")
        # Alphabets are kept; ideographs and syllabaries, which a text may have any number of, are not.
        if code < _ALPHABETS:
            self[code] = bare
        return bare


_ALPHABETS = 0x3000
_BARE = _Bare()


def strip_marks(text: str) -> str:
    """Return `text` without tone and vowel marks; đ, which Unicode does not decompose, becomes d."""
    return text if text.isascii() else text.translate(_BARE)


def decomposed(text: str) -> str:
    """Return `text` with every mark as a letter of its own, đ too: "đối" is d, stroke, o, circumflex, acute, i."""
    return unicodedata.normalize("NFD", text).replace("đ", "d\u0335").replace("Đ", "D\u0335")


def fold(text: str) -> str:
    """Return the unaccented matching form of `text`, as typed on a keyboard without Vietnamese."""
    return strip_marks(canonical(text))


def squash(text: str) -> str:
    """Return `fold(text)` with every run of non-alphanumeric characters removed.

    Document numbers compare equal in this form: "57- KL/TW" and "57-kl/tw" are "57kltw".
    """
    return _NOT_ALPHANUMERIC.sub("", fold(text))


def one_line(text: str) -> str:
    """Return `text` with every run of white space replaced by one space."""
    return " ".join(text.split())
