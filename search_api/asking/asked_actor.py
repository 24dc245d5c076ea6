"""The body that a question asks the duties of: the one beside the words of duty."""

import re

from ingest.language.folding import fold
from search_api.asking.actors import ActorName
from search_api.asking.question import Question
from search_api.asking.segments import Segment

# Patterns are matched on folded text beside the body.
_BEFORE = re.compile(
    r"\b(?:must|should|shall|do|does|did|are|is|can|may|will|have|has|ask|asked|wants?|falls? (?:to|on)"
    r"|giao(?: (?:nhung )?(?:viec|nhiem vu))?(?: gi)?(?: cho)?|yeu cau"
    r"|(?:dut(?:y|ies)|tasks?|roles?|responsibilit(?:y|ies)|obligations?|work|jobs?) (?:of|for)"
    r"|(?:trach nhiem|nhiem vu|vai tro|viec) cua)"
    r"(?:\s+(?:the|all|our|local|every|each|cac|nhung|moi|tat ca)){0,2}\s*$"
)
_AFTER = re.compile(
    r"^\s*(?:'s?\s+)?(?:must|should|shall|have to|has to|need|do|does|are|is|dut|task|role|responsib|obligation|phai|can"
    r"|co (?:trach nhiem|nhiem vu|vai tro|nhung|viec)|lam gi|lam nhung|lo\b|duoc (?:giao|phan cong)|chiu|se|thi"
    r"|nen|thuc hien gi|thuc hien nhung|trien khai|gi\b)"
)
_CUE = re.compile(
    r"\b(?:must|should|shall|have to|has to|need|supposed|required|expected|asked|told|dut(?:y|ies)|tasks?|roles?"
    r"|responsib\w+|obligations?|do|jobs?|wants?|falls?|phai|lo|lam gi|lam nhung gi|can|trach nhiem|nhiem vu|vai tro"
    r"|duoc giao|giao|phan cong|viec gi|nhung viec|nhung gi)\b"
)
# A body that gives a duty to another ("UBND tỉnh giao …"), or that has something ("leaders' visits").
_OF_ANOTHER = re.compile(r"\s{0,3}(?:giao|yeu cau|de nghi|assign|ask|['’])")
_ENDS_IN_WHAT = re.compile(r"(?:^|\s)(?:gi|nhung gi|viec gi|the nao|ra sao)$")
# What says where a body is: "báo, đài địa phương".
_QUALIFIER = re.compile(
    r"^\s+(?:(?:cua|trong|tren dia ban|of|in) )?(?:dia phuong|tinh|thanh pho|dia ban)(?!\w)"
)
_JOINS_PLACE = re.compile(r"(?:\s|cua|o|tai|trong|thuoc|tren dia ban|tinh|thanh pho|of|in|the|province)*")


def asked_actor(question: Question) -> ActorName | None:
    """Return the body whose duties a question asks for, None where it asks for something else."""
    folded = fold(question.text)
    if not question.segments or len(folded) != len(question.text) or question.asks_for_documents:
        return None
    # "How many border posts have to …": these are counted.
    counted = {place + 1 for place, segment in enumerate(question.segments) if segment.has("count")}
    spoken_of = question.asking | counted
    if _CUE.search(folded):
        for place, segment in enumerate(question.segments):
            if (
                place not in spoken_of
                and not question.is_of_number(place)
                and _is_body(segment)
                and _has_duty(question, folded, segment)
            ):
                return _name(segment)
    first, last = question.segments[0], question.segments[-1]
    # "Đoàn Thanh niên xây dựng gì?"
    if (
        not question.english
        and not question.is_of_number(0)
        and _is_body(first)
        and _ENDS_IN_WHAT.search(fold(last.words))
    ):
        return _name(first)
    return None


def end_of_body(text: str, end: int) -> int:
    """Return where a body ends with what says where it is: "báo, đài địa phương"."""
    folded = fold(text[end:])
    found = _QUALIFIER.match(folded) if len(folded) == len(text) - end else None
    return end + found.end() if found else end


def _is_body(segment: Segment) -> bool:
    return (
        segment.meaning is not None
        and bool(segment.meaning.names)
        and not segment.has("who", "plan", "which")
    )


def _name(segment: Segment) -> ActorName:
    names = segment.meaning.names if segment.meaning else ()
    return ActorName(segment.words, segment.start, segment.end, names)


def _has_duty(question: Question, folded: str, segment: Segment) -> bool:
    end = end_of_body(question.text, segment.end)
    # "Sở Tài chính Cần Thơ phải …": the place goes with the body.
    for place in question.places:
        if place.end > end and _JOINS_PLACE.fullmatch(folded[end : max(end, place.start)]):
            end = place.end
    # "The duties of Đông Hải newspapers": it goes before it in English.
    start = segment.start
    for place in question.places:
        if question.english and place.end <= start and not folded[place.end : start].strip():
            start = place.start
    before, after = folded[:start], folded[segment.end :]
    return bool(_AFTER.search(folded[end:]) or (_BEFORE.search(before) and not _OF_ANOTHER.match(after)))
