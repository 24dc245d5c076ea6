"""Type and title of a document, by its title lines, its number, or the "V/v" of an official letter."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.instruments.numbers import type_of_number
from ingest.language.bodies import decider_of
from ingest.language.document_types import type_of_title
from ingest.reading.fields.issuer import OF_ISSUER
from ingest.reading.fields.letterhead import subject_of_letter
from ingest.reading.fields.names import in_sentence_case
from ingest.reading.fields.number import number_in_title

_LETTER = "Công văn"


@dataclass(frozen=True, slots=True)
class Title:
    """The type in Vietnamese, what the document is about, and whether it is a translation to English."""

    type: str | None
    subject: str
    is_english: bool = False

    def in_full(self, text: str) -> str | None:
        """Return type and subject as one title; a letter and a translation go by their subject.

        A subject in capitals is written as a sentence, its names as the `text` of the document has them.
        """
        in_capitals = self.subject.isupper()
        subject = in_sentence_case(self.subject, text) if in_capitals else self.subject
        if not subject or not self.type or self.type == _LETTER or self.is_english:
            return subject[:1].upper() + subject[1:] or self.type
        begins_small = subject[1:2].islower() and not in_capitals
        return f"{self.type} {subject[0].lower() if begins_small else subject[0]}{subject[1:]}"


def read_title(lines: Sequence[str], letterhead: str) -> Title:
    """Return the title in the title lines, else that of an official letter."""
    if not lines:
        subject = subject_of_letter(letterhead)
        return Title(_LETTER if subject else None, subject or "")
    whole = " ".join(lines)
    named = type_of_title(whole)
    if not named:
        return Title(None, whole)
    return Title(named.type, _subject(lines, whole, named.end), named.is_english)


def type_by(title: Title, number: str | None) -> str | None:
    """Return the type that title or number name."""
    return title.type or (type_of_number(number) if number else None)


def _subject(lines: Sequence[str], whole: str, end: int) -> str:
    """Return what the title says after its type, without who issued it and its number."""
    own = number_in_title(whole)
    if own:
        return whole[own.end :].strip(" :,.")
    head, *rest = _lines_after(lines, end)
    issued = OF_ISSUER.match(f" {head}")
    if issued and decider_of(issued["body"].strip(" :,")):
        head = ""
    return " ".join(part for part in (head, *rest) if part).strip(" :")


def _lines_after(lines: Sequence[str], end: int) -> list[str]:
    """Return the lines from character `end` of their joined text on, at least one."""
    rest = list(lines)
    while len(rest) > 1 and end >= len(rest[0]):
        end -= len(rest[0]) + 1
        rest.pop(0)
    return [rest[0][max(end, 0) :].strip(" :"), *rest[1:]]
