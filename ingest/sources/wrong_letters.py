"""Stretches of a text in the wrong letters: found by what they read as when decoded.

Nothing is decoded on suspicion. A stretch is taken for one of the old encodings only where words that
cannot be Vietnamese syllables as they stand become such, more than a few, and hardly any other is
spoilt. So foreign words and names stay as they are written.
"""

import re
import unicodedata
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import groupby

from ingest.language.folding import WITH_STROKE
from ingest.language.letters import CAPITAL, SMALL
from ingest.language.syllables import is_abbreviation, is_syllable, syllable_share
from ingest.sources.old_letters import TCVN3, decoders, even_capitals, has_unicode_letters, windows_1252_bytes

_UNICODE = "Unicode"
_TWICE_UTF_8 = "UTF-8 read as another encoding"
_STROKES = "a font with eth (ð) for đ"

# No white space but that of ASCII divides words: VISCII and VPS have letters where Unicode has other.
_CHUNK = re.compile(r"[^ \t\n\r\f]+")
_RUN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]+")
# Letters of Vietnamese that follow these in no Vietnamese word: marks in VNI, tones in windows-1258.
_AFTER = {
    "AEae": "ÂâÁáÀàÃãÙùÕõÊêÉéÈè",
    "Oo": "ÂâÙùÕõ",
    "UYuy": "ÙùÕõ",
    "Ii": "Ùù",
    "AEIOUYaeiouy": "ÌÒìò",
    "ÂÊÔâêôãõý": "ÌÒìò",
}
_FOREIGN = "ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ"
_LETTER = f"{CAPITAL}{SMALL}À-ÖØ-öø-ÿ"
# What no word holds: a symbol between letters, but for the middle dot of units (N·m) and the no-break
# space; a control or such a sign after a letter; these two, Đ and đ in TCVN3, before what is a letter there.
_IMPOSSIBLE_SIGN = re.compile(
    f"(?<=[{_LETTER}])(?:[\x00-\x1f\xa1-\xb6\xb8-\xbf×÷€‚„†‡‹•›\ufffd](?=[{_LETTER}])|[\x80-\x9fªˆ‰˜])"
    f"|[§®](?=[{_LETTER}¡-º¼-¿])"
)
_MIXED = re.compile(
    f"[{SMALL}ß-öø-ÿ][{CAPITAL}À-ÖØ-Þ]|(?<=[{_LETTER}])(?![A-Z])[{CAPITAL}À-ÖØ-Þ][{SMALL}ß-öø-ÿ]"
)
# What the two or three bytes of a letter in UTF-8 look like one by one.
_CONTINUED = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_UTF_8_BYTES = re.compile(f"[ÂÃÄÅÆĂ]{_CONTINUED}|[áâ]{_CONTINUED}{{2}}")
_FROM_1258 = str.maketrans("ĂĐ", "ÃÐ")
_ETH = re.compile("[Ðð]")
_NO_STROKE = str.maketrans("Đđ", "Dd")
_DIAERESIS = re.compile("[ËÏÜëïü]")
# Letters in VISCII and VPS, but more often what they seem.
_QUOTES = re.compile("([“”‘’…–—]+)")

# So many characters are weighed together, after so many of their lines that are suspect.
_PIECE = 1_000_000
_BATCH = 200


def _suspect() -> re.Pattern[bytes]:
    """Return what shows in UTF-8 that letters may be wrong: a good text has none or few of these.

    Bytes are searched five times as fast as characters, where each alternative begins with one byte.
    """
    controls = [re.escape(bytes([code])) for code in (*range(9), *range(0x0E, 0x20))]
    pairs = [_one_of(marks) + b"(?<=" + _one_of(vowels) + b"..)" for vowels, marks in _AFTER.items()]
    return re.compile(
        b"|".join([*controls, rb"\xc2[\x80-\xbf]", rb"\xef\xbf\xbd", _one_of(_FOREIGN), *pairs]), re.DOTALL
    )


def _one_of(letters: str) -> bytes:
    """Return a pattern of letters that are all of ASCII, or all of those that begin with C3 in UTF-8."""
    lead = b"" if letters.isascii() else rb"\xc3"
    return lead + b"[" + bytes(letter.encode()[-1] for letter in letters) + b"]"


_SUSPECT = _suspect()
# It costs 1 to leave a word that does not read, and so much to change the encoding between two words of
# a line, or between two lines.
_CHANGE = 3.0
_CHANGE_OF_LINE = 1.5
# No old encoding holds such a word, so it is no part of a stretch in one.
_NOT_HELD = 2.0
_IMPOSSIBLE = 2
_UNREADABLE_SHARE = 0.1
_FEW_WORDS = 3
# Of a stretch: what its words must gain in all, which share of those that change may fail, and which
# share of all its words must read.
_GAIN = 3
_FAILED_SHARE = 0.25
_READ_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Repair:
    """Characters `start` to `end` of a text, as they read in `encoding`."""

    start: int
    end: int
    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What a chunk reads as in each encoding that can hold it, what that costs, and what it gains."""

    readings: Mapping[str, str]
    costs: Mapping[str, float]
    gains: Mapping[str, int]


_Words = Sequence[tuple[_Chunk, int]]


def repairs(text: str) -> list[Repair]:
    """Return what of `text` is in the wrong letters and how it reads, in order; for most texts nothing."""
    found: list[Repair] = []
    for start, piece in _pieces(text):
        found += (replace(r, start=start + r.start, end=start + r.end) for r in _repairs_of_piece(piece))
    return sorted([*found, *_strokes(text, found)], key=lambda repair: repair.start)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text in pieces of whole lines, each with where it begins: weighing takes memory."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        yield start, text[start:end]
        start = end


def _repairs_of_piece(text: str) -> list[Repair]:
    """Return the repairs of all the text where some of its suspect lines alone already show that it needs any."""
    suspects = [line for _, line in suspect_lines(text)]
    batches = (suspects[start : start + _BATCH] for start in range(0, len(suspects), _BATCH))
    return list(_stretches(text)) if any(any(_stretches("\n".join(batch))) for batch in batches) else []


def suspect_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number and the text of each line that may be in the wrong letters, from 1."""
    data, number, position = text.encode(errors="surrogatepass"), 1, 0
    while match := _SUSPECT.search(data, position):
        start, end = data.rfind(b"\n", 0, match.start()) + 1, data.find(b"\n", match.end())
        end = end if end >= 0 else len(data)
        number += data.count(b"\n", position, start)
        yield number, data[start:end].decode(errors="surrogatepass")
        position = end


def joined(text: str, found: Sequence[Repair]) -> str:
    """Return `text` with the repairs made."""
    pieces, position = [], 0
    for repair in found:
        pieces += [text[position : repair.start], repair.text]
        position = repair.end
    return "".join([*pieces, text[position:]])


def is_mojibake(text: str) -> bool:
    """True where `text`, after repair, holds so many impossible words that it is not to be shown or found.

    One in a heading is enough; in longer texts it is more than one, and one word in ten.
    """
    if not any(True for _ in suspect_lines(text)):
        return False
    words = [chunk for chunk in _CHUNK.findall(text.replace("\xad", "")) if _RUN.search(chunk)]
    unreadable = sum(_faults(word) >= _IMPOSSIBLE for word in words)
    return unreadable > _UNREADABLE_SHARE * len(words) and unreadable > (len(words) > _FEW_WORDS)


def _faults(chunk: str) -> int:
    """Return what speaks against the letters of a chunk: 1 a strange word, more an impossible one."""
    if chunk.isascii() and not _IMPOSSIBLE_SIGN.search(chunk):
        return 0
    composed = unicodedata.normalize("NFC", chunk).translate(WITH_STROKE)
    symbols = len(_IMPOSSIBLE_SIGN.findall(composed)) + len(_UTF_8_BYTES.findall(composed))
    strange = [run for run in _RUN.findall(composed) if not (run.isascii() or _reads(run))]
    return 2 * symbols + bool(strange) + any(map(_MIXED.search, strange))


def _reads(run: str) -> bool:
    if _MIXED.search(run):
        return False
    return is_syllable(run) or (run.translate(_NO_STROKE).isascii() and is_abbreviation(run))


def _stretches(text: str) -> Iterator[Repair]:
    """Yield the stretches that read as an old encoding, in the cheapest way to read the whole text."""
    found = list(_CHUNK.finditer(text))
    chunks = {chunk: _weighed(chunk) for chunk in {match[0] for match in found} if not _is_plain(chunk)}
    likely = [name for name in _encodings() if _gain(chunks.values(), name) >= _GAIN]
    weighed = [match for match in found if match[0] in chunks] if likely else []
    costs = [chunks[match[0]].costs for match in weighed]
    path = _cheapest(costs, _changes(text, weighed), [_UNICODE, *_needed(chunks, likely)])
    for encoding, stretch in groupby(zip(path, weighed, strict=True), key=lambda pair: pair[0]):
        matches = [match for _, match in stretch]
        words = [(chunks[chunk], count) for chunk, count in Counter(match[0] for match in matches).items()]
        if encoding == _UNICODE or not _convinces(words, encoding) or _is_ambiguous(words, encoding, likely):
            continue
        start, end = matches[0].start(), matches[-1].end()
        decoded = _decoded(text[start:end], chunks, encoding)
        if syllable_share(decoded) >= _READ_SHARE:
            yield Repair(start, end, decoded, encoding)


def _is_plain(chunk: str) -> bool:
    return chunk.isascii() and chunk.isprintable()


def _gain(chunks: Iterable[_Chunk], encoding: str) -> int:
    return sum(chunk.gains[encoding] for chunk in chunks)


def _needed(chunks: Mapping[str, _Chunk], likely: Sequence[str]) -> list[str]:
    """Return those encodings that make something read which the others do not, the greatest first."""
    unread, needed = list(chunks.values()), []
    while likely:
        best = max(likely, key=lambda name: _gain(unread, name))
        if _gain(unread, best) < _GAIN:
            break
        needed.append(best)
        unread = [chunk for chunk in unread if not chunk.gains[best]]
        likely = [name for name in likely if name != best]
    return needed


def _decoded(stretch: str, chunks: Mapping[str, _Chunk], encoding: str) -> str:
    """Return a stretch with what the encoding can hold decoded; the rest was Unicode already."""

    def read(match: re.Match[str]) -> str:
        chunk = chunks.get(match[0])
        return chunk.readings.get(encoding, match[0]) if chunk else match[0]

    decoded = _CHUNK.sub(read, stretch)
    return even_capitals(decoded) if encoding == TCVN3 else decoded


def _weighed(chunk: str) -> _Chunk:
    fault = _faults(chunk)
    readings, costs, gains = {_UNICODE: chunk}, {_UNICODE: float(min(fault, 1))}, {}
    for name, decode in _encodings().items():
        reading = decode(chunk)
        if reading is not None:
            readings[name] = reading
        left = fault if reading in (None, chunk) else _faults(reading)
        costs[name] = _NOT_HELD if reading is None else float(min(left, 1))
        gains[name] = 0 if left or not fault else fault + _is_joined(chunk, readings[name])
    return _Chunk(readings, costs, gains)


@cache
def _encodings() -> Mapping[str, Callable[[str], str | None]]:
    """Return what decodes a chunk in each encoding, or says by None that the encoding cannot hold it."""
    one_byte = {name: partial(_held, decode) for name, decode in decoders().items()}
    return {_TWICE_UTF_8: _decoded_again, **one_byte}


def _is_joined(chunk: str, reading: str) -> bool:
    """True where two characters became one letter; a diaeresis stands after a vowel in French names too."""
    return len(reading) < len(chunk) and not _DIAERESIS.search(chunk)


def _held(decode: Callable[[str], str], chunk: str) -> str | None:
    """Return a chunk decoded, the quotation marks in it too only where it is a word with them."""
    if has_unicode_letters(chunk):
        return None
    reading = decode(chunk)
    if not _QUOTES.search(chunk) or not _faults(reading):
        return reading
    return "".join(part if _QUOTES.match(part) else decode(part) for part in _QUOTES.split(chunk))


def _decoded_again(chunk: str) -> str | None:
    """Return a chunk whose bytes in UTF-8 were read as another encoding, also where it happened twice."""
    if not _RUN.search(chunk):
        return chunk
    try:
        once = windows_1252_bytes(chunk.translate(_FROM_1258)).decode()
    except UnicodeError:
        return None
    return _decoded_again(once) or once if _UTF_8_BYTES.search(once) else once


def _convinces(words: _Words, encoding: str) -> bool:
    """True where enough words of a stretch begin to read in the encoding, and few of those changed do not."""
    changed = [(c, n) for c, n in words if c.readings.get(encoding) not in (None, c.readings[_UNICODE])]
    failed = sum(count for chunk, count in changed if chunk.costs[encoding])
    few = failed <= _FAILED_SHARE * sum(count for _, count in changed)
    return few and _gain((chunk for chunk, _ in changed), encoding) >= _GAIN


def _is_ambiguous(words: _Words, encoding: str, likely: Sequence[str]) -> bool:
    """True where a stretch reads as well in another encoding, as something else."""

    def cost(name: str) -> float:
        return sum(chunk.costs[name] * count for chunk, count in words)

    return any(
        cost(name) <= cost(encoding)
        and _convinces(words, name)
        and any(chunk.readings.get(name) != chunk.readings.get(encoding) for chunk, _ in words)
        for name in likely
        if name != encoding
    )


def _changes(text: str, words: Sequence[re.Match[str]]) -> Iterator[float]:
    """Yield what it costs to change the encoding before each of the words."""
    position = 0
    for word in words:
        lines = text.find("\n", position, word.start()) >= 0
        position = word.end()
        yield _CHANGE_OF_LINE if lines else _CHANGE


def _cheapest(
    costs: Sequence[Mapping[str, float]], changes: Iterable[float], names: Sequence[str]
) -> list[str]:
    """Return the name for each word that together cost least, changes of name included (Viterbi)."""
    totals, steps, numbers = [0.0] * len(names), [], range(len(names))
    for cost, change in zip(costs, changes, strict=True):
        least = min(totals)
        best, limit = totals.index(least), least + change
        steps.append([number if totals[number] <= limit else best for number in numbers])
        totals = [min(totals[number], limit) + cost[names[number]] for number in numbers]
    number, path = totals.index(min(totals)), []
    for step in reversed(steps):
        path.append(names[number])
        number = step[number]
    return path[::-1]


def _strokes(text: str, found: Sequence[Repair]) -> Iterator[Repair]:
    """Yield the words outside of `found` where a Vietnamese one is written with eth for the letter đ."""
    if not _ETH.search(text):
        return
    ends, vietnamese = [repair.end for repair in found], any(map(_is_marked, _RUN.findall(text)))
    for match in _CHUNK.finditer(text):
        after = bisect(ends, match.start())
        outside = after == len(ends) or match.end() <= found[after].start
        if outside and _ETH.search(match[0]) and _is_with_stroke(match[0], vietnamese):
            yield Repair(match.start(), match.end(), match[0].translate(WITH_STROKE), _STROKES)


def _is_with_stroke(chunk: str, vietnamese: bool) -> bool:
    """True where every run of letters with eth is a syllable, or an abbreviation in a Vietnamese text."""
    runs = [run.translate(WITH_STROKE) for run in _RUN.findall(chunk) if _ETH.search(run)]
    return not _faults(chunk) and all(is_syllable(run) or vietnamese for run in runs)


def _is_marked(run: str) -> bool:
    return not run.isascii() and is_syllable(run.translate(WITH_STROKE))
