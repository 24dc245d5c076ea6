"""A stream of text becomes sentences, the citations after a full stop staying with their sentence."""

import re
from collections.abc import Iterator

# A run without an end is no sentence: it is cut here, and then dropped by the checks.
LONGEST_RUN = 1500
_LOOK_AHEAD = 50
_CITATIONS = r"(?:\s?\[[\d,\s]{1,20}\])"
# An end is only known by what follows it, so that the citations after a full stop come along.
_END = re.compile(rf"(?<![.!?…])[.!?…]+[\"”»’)*_]*{_CITATIONS}*\.?(?=\s[^\s\[])|(?=\n[^\s\[])")
_SPACE = re.compile(r"\s+")
_LABEL = re.compile(r"\s*(?:[-*•+]|\(?\w{1,2}[.)])?\s*")
_ABBREVIATION = re.compile(
    r"(?<!\w)(?:TP|Tp|Q|P|H|TT|TX|ThS|TS|PGS|GS|BS|KS|Mr|Mrs|Ms|Dr|No|Art|e\.g|i\.e|v\.v)\.$"
)
_THOUGHT_OPENS, _THOUGHT_ENDS = "<think>", "</think>"


class Cutter:
    """Cuts text that arrives in pieces; the same text gives the same sentences however it is cut.

    The thoughts that some models write first, between `<think>` and `</think>`, are skipped.
    """

    def __init__(self) -> None:
        self._buffer = ""
        self._begun = False

    def feed(self, piece: str) -> Iterator[str]:
        """Add a piece and yield the sentences that are complete by now."""
        # One blank for many keeps the pattern above from looking far ahead.
        self._buffer = _SPACE.sub(_blank, self._buffer + piece)
        if self._begun or self._begin():
            yield from self._complete()

    def finish(self) -> Iterator[str]:
        """Yield what is left at the end."""
        rest, self._buffer = self._buffer.strip(), ""
        if rest and not rest.startswith(_THOUGHT_OPENS):
            yield rest

    def _begin(self) -> bool:
        """Skip the thoughts; False while it is not yet known where they end."""
        start = self._buffer.lstrip()
        if start.startswith(_THOUGHT_OPENS):
            thought, ends, after = self._buffer.partition(_THOUGHT_ENDS)
            # The end itself may arrive in pieces.
            self._buffer = after if ends else _THOUGHT_OPENS + thought[-len(_THOUGHT_ENDS) :]
            self._begun = bool(ends)
        else:
            self._begun = not _THOUGHT_OPENS.startswith(start)
        return self._begun

    def _complete(self) -> Iterator[str]:
        while (end := self._first_end()) is not None:
            sentence, self._buffer = self._buffer[:end].strip(), self._buffer[end:]
            if sentence:
                yield sentence

    def _first_end(self) -> int | None:
        """Return where the first sentence ends, None where that is not known yet."""
        for match in _END.finditer(self._buffer[: LONGEST_RUN + _LOOK_AHEAD]):
            if match.end() > LONGEST_RUN:
                break
            following = self._buffer[match.end() :].lstrip()[:1]
            if _ends_a_sentence(self._buffer[: match.end()], following, at_line_end=not match.group()):
                return match.end()
        return LONGEST_RUN if len(self._buffer) > LONGEST_RUN else None


def _blank(match: re.Match[str]) -> str:
    return "\n" if "\n" in match.group() else " "


def _ends_a_sentence(text: str, following: str, *, at_line_end: bool) -> bool:
    """True unless the full stop belongs to a label, an abbreviation or words still in quotation marks."""
    if at_line_end:
        return bool(text.strip())
    if _LABEL.fullmatch(text) or _ABBREVIATION.search(text):
        return False
    if text[-1] in '"”»' and following.islower():
        return False
    return (
        all(text.count(opens) <= text.count(ends) for opens, ends in ("“”", "«»")) and not text.count('"') % 2
    )
