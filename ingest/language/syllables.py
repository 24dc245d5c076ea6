"""Which words can be Vietnamese syllables: onset, rhyme and tone as the spelling allows them.

Vietnamese writes each syllable as a word, and its spelling is regular: whether a string can be one is
known without a dictionary. That is the evidence for what a text decoded in one way or another reads as.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import product

from ingest.language.folding import strip_marks

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph r s t th tr v x"
# Without tones, by their main vowel.
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay
ăc ăm ăn ăng ăp ăt
â âc âm ân âng âp ât âu ây
e ec em en eng eo ep et
ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu
iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oong ooc
oa oac oach oai oam oan oang oanh oao oap oat oay
oăc oăm oăn oăng oăt oe oem oen oeo oet
ô ôc ôi ôm ôn ông ôp ôt
ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut
uân uâng uât uây uê uêch uên uênh uơ
uôc uôi uôm uôn uông uôt
uy uya uych uyn uynh uyp uyt uyu uyên uyêt
ư ưa ưc ưi ưm ưn ưng ưt ưu
ươc ươi ươm ươn ương ươp ươt ươu
y
"""
# Only where no onset stands before: "yên", "yêu".
_BARE_RHYMES = "yêm yên yêng yêt yêu"
# "qu" takes up the u of a rhyme: "quyết" is q + uyêt, "quốc" is q + uôc, "quang" is q + uang.
_AFTER_QU = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât âu ây e en eo et ê ên ênh êch êt
i in it ôc ơ ơi ơn y ych ynh yt yên yêt yu
"""
_FRONT = frozenset("ieêy")
# The spelling of an onset depends on the vowel after it; k stands before others too, in names (Bắc Kạn).
_BEFORE_FRONT = frozenset({"gh", "ngh"})
_NOT_BEFORE_FRONT = frozenset({"c", "g", "ng"})
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# A syllable that ends in a stop has one of two tones.
_STOP = re.compile(r"(?:c|ch|p|t)$")
_STOP_TONES = "\u0301\u0323"
# Both placements of a tone are in use, and before a coda the other one is a common slip ("tòan").
_EITHER_VOWEL = re.compile(r"^(?:oa|oe|uy)(?![aeiouyêê])|^oo")
_MARKED_VOWEL = re.compile(r"[ăâêôơư](?![ăâêôơư])")
# The glide of these stands before the vowel that bears the tone: "ngoài", "khuỷu".
_GLIDE = re.compile(r"^(?:oa|oe|uy)")
_WORD = re.compile(r"[^\W\d_⁰¹²³⁴-⁹₀-₉]+")


def is_syllable(word: str) -> bool:
    """True where `word`, in small letters or capitals, can be a Vietnamese syllable with its tone.

    A word without marks is one where it can be one without tone: "ban" and "on", but not "bac".
    """
    lowered = word.lower()
    return lowered in _syllables() or (
        not word.isascii() and unicodedata.normalize("NFC", lowered) in _syllables()
    )


def is_unmarked_syllable(word: str) -> bool:
    """True where `word`, in small letters without marks, is how a syllable with whatever marks is typed."""
    return word in _unmarked_syllables()


@cache
def _unmarked_syllables() -> frozenset[str]:
    return frozenset(map(strip_marks, _syllables()))


def syllable_share(text: str) -> float:
    """Return which share of the words in `text` can be Vietnamese syllables, 0 where it has no words.

    Abbreviations and single letters do not count: they are no evidence.
    """
    words = Counter(_WORD.findall(unicodedata.normalize("NFC", text)))
    counted = {word: count for word, count in words.items() if not is_abbreviation(word)}
    return sum(counted[word] for word in counted if is_syllable(word)) / max(sum(counted.values()), 1)


def is_abbreviation(word: str) -> bool:
    """True for a single letter and for letters of which several are capitals, but that are no syllable."""
    return len(word) == 1 or (sum(map(str.isupper, word)) > 1 and not is_syllable(word))


@cache
def _syllables() -> frozenset[str]:
    """Return every possible syllable in small letters, about twenty thousand, made at first use."""
    rhymes = " ".join([_RHYMES, _BARE_RHYMES, _AFTER_QU]).split()
    toned = {rhyme: [unicodedata.normalize("NFC", form) for form in _toned(rhyme)] for rhyme in rhymes}
    return frozenset(onset + form for onset, rhyme in _spellings() for form in toned[rhyme])


def _spellings() -> Iterator[tuple[str, str]]:
    """Yield each onset, or none, with each rhyme that is spelt after it."""
    yield from product([""], [*_RHYMES.split(), *_BARE_RHYMES.split()])
    yield from product(["qu"], _AFTER_QU.split())
    yield from (pair for pair in product(_ONSETS.split(), _RHYMES.split()) if _fits(*pair))


def _fits(onset: str, rhyme: str) -> bool:
    """True where the rhyme is spelt so after the onset; "gìn" is g + in, "giữ" is gi + ư."""
    if onset == "g" and rhyme.startswith("i"):
        return True
    if onset == "gi":
        return rhyme[0] != "i"
    if rhyme[0] in _FRONT:
        return onset not in _NOT_BEFORE_FRONT
    return onset not in _BEFORE_FRONT


def _toned(rhyme: str) -> Iterator[str]:
    """Yield the rhyme in each tone that it can have, its mark placed as it is or was usual."""
    stopped = bool(_STOP.search(rhyme))
    if not stopped:
        yield rhyme
    for tone, place in product(_STOP_TONES if stopped else _TONES, _places(rhyme)):
        yield rhyme[: place + 1] + tone + rhyme[place + 1 :]


def _places(rhyme: str) -> list[int]:
    """Return where in the rhyme the tone mark can stand."""
    if marked := _MARKED_VOWEL.search(rhyme):
        return [marked.start()]
    if _EITHER_VOWEL.match(rhyme):
        return [0, 1]
    return [1] if _GLIDE.match(rhyme) else [0]
