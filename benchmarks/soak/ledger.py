"""What is known of each document while others change it, and whether an answer agrees with that."""

import math
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

FaultKind = Literal["not verbatim", "removed", "superseded", "mixed", "lost"]
# Number, province and year of a plan.
Key = tuple[str, str, int]


class Fault(NamedTuple):
    """What is wrong with an answer."""

    kind: FaultKind
    words: str


class Quoted(NamedTuple):
    """Words that an answer shows of a document."""

    key: Key
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered between two moments, from which generation; `wanted` is the document that it should have.

    Moments are seconds of one clock.
    """

    begun: float
    ended: float
    generation: str
    quoted: Sequence[Quoted]
    wanted: Key | None = None


@dataclass(slots=True)
class _State:
    """A text that a document was given, None where it was removed: when that was sent, and when acknowledged."""

    text: str | None
    sent: float
    done: float = math.inf


@dataclass(slots=True)
class Ledger:
    """The texts that documents have and had; safe for several threads.

    `twins` are documents that are always changed together, each with the other.
    """

    twins: Mapping[Key, Key] = field(default_factory=dict)
    faults: Counter[FaultKind] = field(default_factory=Counter)
    _states: defaultdict[Key, list[_State]] = field(default_factory=lambda: defaultdict(list))
    # Which state of a document each generation has shown.
    _shown: defaultdict[str, dict[Key, int]] = field(default_factory=lambda: defaultdict(dict))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def change(self, texts: Mapping[Key, str | None], sent: float) -> None:
        """Note that documents are now being given texts, or being removed."""
        with self._lock:
            for key, text in texts.items():
                self._states[key].append(_State(None if text is None else _folded(text), sent))

    def acknowledge(self, keys: Iterable[Key], at: float) -> None:
        """Note that the last change of documents was acknowledged."""
        with self._lock:
            for key in keys:
                self._states[key][-1].done = at

    def check(self, answer: Answer) -> list[Fault]:
        """Return, and count, what of an answer cannot be: each fault once a document."""
        with self._lock:
            found = list(self._faults(answer))
            self.faults.update(fault.kind for fault in found)
        return found

    def _faults(self, answer: Answer) -> Iterable[Fault]:
        seen: dict[Key, int] = {}
        for key, words in answer.quoted:
            place = self._place(key, words)
            if place is None:
                yield Fault("not verbatim", f"{key}: {words[:200]}")
                continue
            if seen.setdefault(key, place) != place:
                yield Fault("mixed", f"{key} in two states in one answer")
            yield from self._out_of_time(key, place, answer)
        for key, place in seen.items():
            if seen.get(self.twins.get(key, key), place) != place:
                yield Fault("mixed", f"{key} and its twin in different states in one answer")
            if self._shown[answer.generation].setdefault(key, place) != place:
                yield Fault("mixed", f"{key} in two states of {answer.generation}")
        if answer.wanted and answer.wanted not in seen and self._must_be_there(answer.wanted, answer):
            yield Fault("lost", f"{answer.wanted} from {answer.generation}")

    def _place(self, key: Key, words: str) -> int | None:
        """Return the last state of a document in which words stand."""
        folded = _folded(words)
        places = [
            place
            for place, state in enumerate(self._states.get(key, ()))
            if state.text is not None and folded in state.text
        ]
        return places[-1] if places else None

    def _out_of_time(self, key: Key, place: int, answer: Answer) -> Iterable[Fault]:
        """Yield a fault where a state of a document could not be seen while an answer was made."""
        later = self._states[key][place + 1 :]
        gone = next((state for state in later if state.done < answer.begun), None)
        if gone is not None:
            kind: FaultKind = "removed" if gone.text is None else "superseded"
            late = answer.begun - gone.done
            yield Fault(
                kind, f"{key} from {answer.generation}, asked for {late:.3f} s after the acknowledgement"
            )

    def _must_be_there(self, key: Key, answer: Answer) -> bool:
        state = next((s for s in reversed(self._states.get(key, ())) if s.sent <= answer.ended), None)
        return state is not None and state.text is not None and state.done < answer.begun


def _folded(text: str) -> str:
    return " ".join(text.split())
