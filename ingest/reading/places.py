"""Places: where a node stands, in words, innermost first: "gạch đầu dòng thứ hai, mục 4, phần IV"."""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.language.document_types import types_at
from ingest.language.folding import one_line
from ingest.language.labels import BULLETS
from ingest.language.time_words import ordinal as ordinal_word
from ingest.reading.regions import document_type
from ingest.types import ANNEX, GROUP, ROW, TABLE, Node

_BULLET_NAMES = {"dash": "gạch đầu dòng", "star": "dấu sao", "plus": "dấu cộng"}
_NAMED_BY_WORD = {
    "roman": "phần", "upper": "phần", "letter": "điểm", "letter2": "điểm", "small roman": "điểm", ROW: "dòng",
}  # fmt: skip
_NUMBERED_ANNEX = re.compile(
    r"^(?P<name>(?i:phụ lục|phụ biểu|appendix|annex))(?:\s(?:(?i:số)\s?)?(?P<number>[IVXLC]+|\d{1,2}[a-zA-Z]?|[A-Z])(?!\w))?"
)
_LONGEST_TITLE = 80
_OPENING, _ENDING = "phần mở đầu", "phần kết thúc"


def places_of(nodes: Sequence[Node]) -> list[str]:
    """Return the place of each node of a document, all different.

    Under an article "1." is a khoản, elsewhere a mục. Where two nodes would have one place, the later
    ones are told apart as "(lần 2)".
    """
    ordinals = _ordinals(nodes)
    first_label = next((i for i, node in enumerate(nodes) if node.mark not in ("", *BULLETS)), len(nodes))
    steps = [_step(nodes, index, ordinals[index]) for index in range(len(nodes))]
    seen: Counter[str] = Counter()
    places: list[str] = []
    for index, node in enumerate(nodes):
        own = steps[index] or one_line(node.heading)
        above = [steps[at] for at in _upwards(nodes, index)[1:] if steps[at]]
        place = ", ".join([own, *above] if own else above)
        if not place:
            place = _OPENING if index <= first_label else _ENDING
        seen[place] += 1
        places.append(place if seen[place] == 1 else _again(own, place, seen[place]))
    return places


def _again(own: str, place: str, times: int) -> str:
    return f"{own} (lần {times}){place.removeprefix(own)}" if own else f"đoạn {times}, {place}"


def _upwards(nodes: Sequence[Node], index: int) -> list[int]:
    """Return a node and its ancestors, the node first."""
    path: list[int] = []
    at: int | None = index
    while at is not None:
        path.append(at)
        at = nodes[at].parent
    return path


def _step(nodes: Sequence[Node], index: int, ordinal: int) -> str:
    """Return what a node adds to the places below it, empty for what is no place."""
    node = nodes[index]
    if not node.mark:
        return f"đoạn {ordinal}" if node.parent is not None else ""
    if node.mark in BULLETS:
        return f"{_BULLET_NAMES[node.mark]} thứ {ordinal_word(ordinal)}"
    if node.mark in _NAMED_BY_WORD:
        return f"{_NAMED_BY_WORD[node.mark]} {_label(node) or ordinal}"
    if node.mark == "arabic" or node.mark.startswith("decimal"):
        return f"{_number_name(nodes, index)} {node.label}"
    return _titled_step(node, ordinal)


def _label(node: Node) -> str:
    """Return the label as it is cited: "điểm a" for "Điểm a", "phần C" also where a font made the capital."""
    if node.mark == "upper":
        return node.label.upper()
    return node.label.rsplit(maxsplit=1)[-1] if node.mark == "letter" else node.label


def _titled_step(node: Node, ordinal: int) -> str:
    if node.mark == TABLE:
        return "bảng" if ordinal == 1 else f"bảng {ordinal}"
    if node.mark == ANNEX:
        return _annex_name(node.heading)
    return _heading_step(node)


def _number_name(nodes: Sequence[Node], index: int) -> str:
    above = (nodes[at].mark for at in _upwards(nodes, index)[1:])
    outer = next((mark for mark in above if mark != "arabic" and not mark.startswith("decimal")), "")
    return "khoản" if outer == "article" else "mục"


def _heading_step(node: Node) -> str:
    """Return the words of a heading without label; "QUYẾT ĐỊNH:" within a decision is no place."""
    if node.label:
        return node.label
    heading = one_line(node.heading)
    return "" if node.mark not in (GROUP,) and document_type(heading) else heading


def _annex_name(heading: str) -> str:
    """Return "Phụ lục 1", "Quy chế kèm theo", or the title of an annex of another kind."""
    match = _NUMBERED_ANNEX.match(heading)
    if match:
        return f"{match['name'].capitalize()} {match['number'] or ''}".rstrip()
    kind = next((name for name in types_at("title") if heading.upper().startswith(name.upper())), None)
    return f"{kind} kèm theo" if kind else _short_title(heading)


def _short_title(heading: str) -> str:
    """Return the title of an annex in small letters, cut where it is long."""
    title = heading.capitalize() if heading.isupper() else heading
    return title if len(title) <= _LONGEST_TITLE else title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def _ordinals(nodes: Sequence[Node]) -> list[int]:
    """Return, for each node, its number among the siblings with the same mark."""
    counts: Counter[tuple[int | None, str]] = Counter()
    ordinals = []
    for node in nodes:
        counts[node.parent, node.mark] += 1
        ordinals.append(counts[node.parent, node.mark])
    return ordinals
