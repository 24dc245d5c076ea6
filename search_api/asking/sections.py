"""Answers from the section that a question names: "mục đích của kế hoạch Lạng Sơn", "the requirements of …"."""

import re
from collections.abc import Callable, Iterator

from index.types import PassageRecord
from ingest.language.folding import fold
from ingest.language.labels import label_end
from search_api.asking.asked import Asked
from search_api.asking.types import MOST_QUOTES, Answer, by_document

# Sections of more documents than these are a search, not an answer.
_MOST_DOCUMENTS = 4
# What goes on behind the name of a section where it is asked for in Vietnamese.
_OF = re.compile(r"\s(?:cua|trong|la gi|la nhung gi|gom|theo|o)(?!\w)")

# "CÁC NHIỆM VỤ CHỦ YẾU", "MỘT SỐ NHIỆM VỤ TRỌNG TÂM".
_SEVERAL = re.compile(r"^\W*(?:cac|mot so|nhung) ")


def answer_by_section(asked: Asked) -> Answer | None:
    """Answer with what stands below the heading that a question names; None where no document asked about has it."""
    own = [document for document in asked.documents if document.id in asked.scope.own]
    documents = own or (asked.documents if asked.scope.restricted else [])
    if len(documents) > _MOST_DOCUMENTS:
        return None
    # The very words of a heading are meant before what the glossary calls them: "MỤC ĐÍCH, YÊU CẦU".
    for is_named in (_begins, _is_called):
        passages = [passage for document in documents for passage in _below(asked, document.id, is_named)]
        if passages:
            break
    else:
        return None
    _, result = asked.ranked(asked.reading.search)
    quotes = asked.quotes_of(asked.query, [passage.id for passage in passages[:MOST_QUOTES]])
    return asked.answered(by_document(asked.snapshot, quotes), result, confidence="high")


def _below(asked: Asked, document_id: str, is_named: Callable[[Asked, str], bool]) -> Iterator[PassageRecord]:
    """Yield the provisions of a document below a heading that the question names."""
    for passage in asked.snapshot.passages_of(document_id):
        if passage.kind == "provision" and any(is_named(asked, _words(heading)) for heading in passage.path):
            yield passage


def _words(heading: str) -> str:
    return _SEVERAL.sub("", fold(heading[label_end(heading) :])).strip(" :.")


def _begins(asked: Asked, words: str) -> bool:
    """True for what a question is about, or what it begins with and asks for: "yêu cầu của …"."""
    question = fold(asked.query.text)
    begins = bool(words) and len(words) < len(question) and question.startswith(words)
    return words == fold(asked.reading.topic) != "" or (begins and bool(_OF.match(question, len(words))))


def _is_called(asked: Asked, words: str) -> bool:
    """True for what plans call the single thing that a question is about."""
    return words in map(fold, asked.names_of(asked.reading.topic).alone)
