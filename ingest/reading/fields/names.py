"""Names of bodies in their usual writing, where a letterhead has them in capitals or a font made capitals."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from ingest.language.bodies import BodyName, body_name_of
from ingest.language.folding import canonical, one_line
from ingest.language.letters import CAPITAL, SMALL
from ingest.language.provinces import provinces_in
from ingest.language.syllables import is_syllable

_MOST_PLACES = 20
_WITHIN = re.compile(
    rf"(?<!\w)(?P<kind>[Tt]ỉnh|[Tt]hành phố|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|[Xx]ã|[Pp]hường)(?P<party>\s(?:ủy|uỷ))?"
    rf"\s(?P<name>[{CAPITAL}][{SMALL}]*(?:(?:\s-)?\s[{CAPITAL}][{SMALL}]*)*)$"
)
_NO_NAME_YET = re.compile(r"(?:^|\s)(?:tỉnh|thành phố|tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ)$", re.I)
_LETTERS = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"\S*\d\S*[-/]\S*[^\W\d_]\S*|\S+/\S+")
_WITHIN_SENTENCE = re.compile(rf"[{SMALL}\d,]\s+$")
_MOST_READ = 200_000  # characters of a document
_SMALL_WORDS = frozenset({"of", "the", "and", "for", "in", "on"})
_PARTY_BOARD, _PARTY_COMMITTEE = "Ban Đảng", "Cấp ủy"


def usual_writing(name: str, text: str) -> str:
    """Return a name as the `text` of its document writes it, else as such names are usually written.

    A name in mixed case stays as it is.
    """
    name = one_line(name)
    if name.isascii() and not body_name_of(name):
        return " ".join(word if word in _SMALL_WORDS else word.capitalize() for word in name.lower().split())
    if not (name.isupper() or name[1:].islower()):
        return name
    return _written_in(name, text) or with_provinces(
        " ".join(_words(name.lower())).replace("Việt nam", "Việt Nam")
    )


def with_place(name: str, above: Sequence[str], province: str | None) -> str:
    """Return the name of a body with its place, by the bodies `above` it on the letterhead.

    "Sở Y tế" below "UBND tỉnh Hải Lâm" is "Sở Y tế tỉnh Hải Lâm"; "UBND tỉnh" is that of the `province`.
    """
    if _NO_NAME_YET.search(name):
        return f"{name} {province}" if province else name
    if _WITHIN.search(name) or any(True for _ in provinces_in(name)):
        return name
    places = (match for body in reversed(above) if (match := _WITHIN.search(usual_writing(body, ""))))
    place = next(places, None)
    if not place:
        return name
    body = body_name_of(name)
    of_party = body is not None and body.family == _PARTY_BOARD and place["party"]
    return f"{name} {place.group() if of_party else place['kind'].lower() + ' ' + place['name']}"


def with_provinces(text: str) -> str:
    """Return `text` with the provinces it names behind "tỉnh", "thành phố" or "ủy" in their writing."""
    pieces, place = [], 0
    for name, span in provinces_in(text):
        if _kind_before(text[: span.start]) or name.startswith("Thành phố"):
            pieces += [text[place : span.start], _within_name(name)]
            place = span.end
    return "".join([*pieces, text[place:]])


def in_sentence_case(title: str, text: str) -> str:
    """Return a title in capitals as it stands within a sentence, its names as `text` writes them.

    Its neighbours tell whether a word is of a name: "Hải Lâm", but "lâm nghiệp". Numbers, and what is no syllable
    of Vietnamese, stay as they are: "57-KL/TW", "UBND".
    """
    codes = [match.span() for match in _CODE.finditer(title)]
    matches = list(_LETTERS.finditer(title))
    names = _names_among([match.group().lower() for match in matches], text)
    pieces, place = [], 0
    for index, match in enumerate(matches):
        word = match.group()
        if is_syllable(word) and not any(start <= match.start() < end for start, end in codes):
            word = word.capitalize() if index in names else word.lower()
        pieces += [title[place : match.start()], word]
        place = match.end()
    return with_provinces("".join([*pieces, title[place:]]))


def _names_among(words: Sequence[str], text: str) -> set[int]:
    """Return the places of those of `words` that `text` mostly writes with a capital beside their neighbours.

    Three words tell more than two: "Bộ Chính trị", whatever "chính trị" is elsewhere.
    """
    tokens = list(_LETTERS.finditer(text[:_MOST_READ]))
    written = [token.group() for token in tokens]
    # The first word of a sentence has a capital in any case.
    told = [bool(_WITHIN_SENTENCE.search(text, max(0, token.start() - 3), token.start())) for token in tokens]
    verdicts: dict[int, bool] = {}
    for length in (3, 2):
        votes = _votes(words, written, told, length)
        verdicts = {at: vote > 0 for at, vote in votes.items() if vote} | verdicts
    return {at for at, is_name in verdicts.items() if is_name}


def _votes(words: Sequence[str], written: Sequence[str], told: Sequence[bool], length: int) -> Counter[int]:
    """Count for each of `words` how often more it has a capital than not, in runs of `length` of them."""
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(words) - length + 1):
        places.setdefault(tuple(words[at : at + length]), []).append(at)
    votes: Counter[int] = Counter()
    small = [word.lower() for word in written]
    for begin in range(len(written) - length + 1):
        for at in places.get(tuple(small[begin : begin + length]), ()):
            for step, word in enumerate(written[begin : begin + length]):
                if told[begin + step] and not word.isupper():
                    votes[at + step] += 1 if word[0].isupper() else -1
    return votes


def _within_name(province: str) -> str:
    """Return a province as it stands after other words: "Sở Y tế thành phố Hồ Chí Minh"."""
    return province.replace("Thành phố", "thành phố")


def _kind_before(before: str) -> bool:
    words = canonical(before[-12:]).split()
    return bool(words) and (words[-1] in ("tỉnh", "ủy", "phố") or words[-1] == "tp")


def _written_in(name: str, text: str) -> str | None:
    """Return the usual writing of a name in a text, of those neither all in capitals nor all in small letters."""
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.I)
    found = (match.group() for match in islice(pattern.finditer(text), _MOST_PLACES))
    mixed = Counter(writing for writing in found if not (writing.isupper() or writing[1:].islower()))
    return mixed.most_common(1)[0][0] if mixed else None


def _words(name: str) -> Iterator[str]:
    """Yield the words of a name: known beginnings as the table has them, a capital after each and in places."""
    words = name.split()
    index, capital, place = 0, True, False
    while index < len(words):
        body = body_name_of(" ".join(words[index:]))
        length = len(body.name.split()) if body else 0
        is_place = (
            body is not None and body.kind == "place" and not body.never & {*words[index + length :][:1]}
        )
        if body and is_place:
            yield body.name
        elif body and _is_known(body, length, first=index == 0):
            yield body.name[0].upper() + body.name[1:]
        else:
            yield words[index].capitalize() if capital or place else words[index]
            capital = words[index] in ("và", "-", "–") or words[index].endswith(",")
            index += 1
            continue
        index, capital, place = index + length, True, is_place or body.family == _PARTY_COMMITTEE


def _is_known(body: BodyName, length: int, *, first: bool) -> bool:
    """True for the beginning of a name of its own: "Hội" within "Xã hội" is none."""
    proper = body.name[0].isupper() or "letterhead" in body.places
    return proper and bool(first or length > 1 or body.family)
