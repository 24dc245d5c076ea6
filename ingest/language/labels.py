"""Labels of the outline: how the levels of Vietnamese plans are marked."""

import re
from dataclasses import dataclass

from ingest.language.letters import CAPITAL, SMALL
from ingest.language.time_words import ORDINALS

# Marks by rank: a lower rank encloses a higher one. The usual nesting of administrative
# documents (Nghị định 30/2020/NĐ-CP, annex I) with the bullets that plans add to it.
RANKS = {
    "part": 0, "chapter": 1, "upper": 2, "roman": 3, "division": 4, "heading": 5, "article": 6,
    "arabic": 7, "clause": 8, "decimal2": 9, "decimal3": 10, "decimal4": 11, "letter": 12,
    "star": 13, "dash": 14, "plus": 15,
}  # fmt: skip
BULLETS = frozenset({"star", "dash", "plus"})

_ORDINAL = "|".join(ORDINALS)
# "Điều 5 của Luật này …" begins a sentence, not an article.
_NO_SENTENCE = rf"(?!\s+[{SMALL}])"
# "18/KH-UBND ngày …" is a document number at the start of a line.
_NO_NUMBER = rf"(?!\d{{1,4}}[-–/][{CAPITAL}][{CAPITAL}{SMALL}]{{0,8}}[-–/][{CAPITAL}])"

_PATTERNS = [
    ("part", r"(?P<label>(?:PHẦN|Phần)\s+(?:(?:thứ|THỨ)\s+)?(?:[IVX]+|\d+|" + f"{_ORDINAL}|{_ORDINAL.upper()})"
             r"|(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s+|SỐ\s+)?(?:[IVX]+|\d+|[A-Z]))?)(?![^\W\d_])" + _NO_SENTENCE),
    ("chapter", r"(?P<label>(?:CHƯƠNG|Chương)\s+(?:[IVXLC]+|\d+))(?!\w)"),
    ("division", r"(?P<label>(?:MỤC|Mục)\s+(?:[IVX]+|\d+))(?!\w)" + _NO_SENTENCE),
    ("article", r"(?P<label>(?:ĐIỀU|Điều)\s+\d+)(?!\w)" + _NO_SENTENCE),
    ("clause", rf"(?P<label>(?:KHOẢN|Khoản)\s+\d+)(?!\w)(?=\s*[.:\-–—)]|\s+[{CAPITAL}])"),
    ("roman", rf"(?P<label>(?![CL](?![IVXLC]))[IVXLC]{{1,6}})(?:\s*[.)\-–—/]+(?![IVXLC\w])|\s(?=[{CAPITAL}]{{2}}))"),
    ("upper", r"(?P<label>[A-HĐ])\s*[.)\-–—]+(?=\s)"),
    ("decimal4", r"(?P<label>\d{1,2}(?:\.\d{1,2}){3})\.?\)?(?=\s)"),
    ("decimal3", r"(?P<label>\d{1,2}(?:\.\d{1,2}){2})\.?\)?(?=\s)"),
    ("decimal2", r"(?P<label>\d{1,2}\.\d{1,2})\s?[.)\-–—]?(?=\s)"),
    ("arabic", _NO_NUMBER + rf"(?P<label>\d{{1,2}})\s*(?:[.)]+(?=\s|[{CAPITAL}“\"])"
               rf"|[-–—/](?=\s?[{CAPITAL}“\"]))"),
    ("letter", rf"(?P<label>[a-zđ])\s*[.)]+(?=\s|[{CAPITAL}])"),
    ("star", rf"(?P<label>[*•●▪■◦·])(?=\s|[{CAPITAL}])"),
    ("plus", rf"(?P<label>\+)(?=\s|[{CAPITAL}])"),
    ("dash", rf"(?P<label>[-–—−])(?=\s|[{CAPITAL}])"),
]  # fmt: skip
_COMPILED = [(mark, re.compile(pattern)) for mark, pattern in _PATTERNS]
_AFTER_LABEL = re.compile(r"[\s.:)\-–—/]*")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a paragraph; the text proper begins at `length`."""

    mark: str
    text: str
    length: int

    @property
    def rank(self) -> int:
        """Place in the usual nesting, smaller is outer."""
        return RANKS[self.mark]


def read_label(text: str) -> Label | None:
    """Return the label that `text` begins with, or None."""
    for mark, pattern in _COMPILED:
        match = pattern.match(text)
        if match:
            label = match["label"]
            rest = _AFTER_LABEL.match(text, match.end())
            length = rest.end() if rest and mark not in BULLETS else match.end()
            if mark in BULLETS:
                label = {"star": "*", "plus": "+", "dash": "-"}[mark]
                length = len(text) - len(text[match.end() :].lstrip())
            return Label(mark, label, length)
    return None
