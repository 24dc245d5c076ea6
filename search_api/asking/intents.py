"""What a question is after, by its cues: the first that fits of a list from the most to the least telling."""

from typing import Literal

from search_api.asking.actors import ActorName
from search_api.asking.question import Question

Intent = Literal[
    "passages", "duties", "who", "when", "money", "plans", "count", "compare", "fact", "instrument"
]
# What a document says of itself, "office" being that of its signer; "meaning" is what its abbreviations stand for.
Fact = Literal[
    "signer",
    "date",
    "issuer",
    "number",
    "title",
    "type",
    "year",
    "province",
    "office",
    "recipients",
    "meaning",
]

_DATES = (
    "ngày ban hành",
    "ngày tháng năm ban hành",
    "ngày ký",
    "ngày tháng",
    "ngày tháng năm",
    "dated",
    "date",
    "date of issue",
    "date of signing",
)
_ISSUERS = (
    "cơ quan ban hành",
    "nơi ban hành",
    "issuer",
    "issuing body",
    "issuing agency",
    "issuing authority",
)
_WHERE = ("where is", "where are", "where", "ở đâu", "ở những đâu", "chỗ nào")


def intent_of(question: Question, fact: Fact | None, actor: ActorName | None) -> Intent:
    """Return where a question goes; `fact` and `actor` are what it asks of whom."""
    how = {question.asked.get("plan"), question.asked.get("province")}
    bare = not question.says_something
    choices: tuple[tuple[Intent, bool], ...] = (
        ("compare", _compares(question)),
        ("count", "count" in how),
        ("fact", fact is not None),
        ("instrument", "which" in how and bool(question.numbers) and question.has("cite", "say")),
        (
            "plans",
            ("which" in how and not _is_of_one_place(question))
            or question.begins_with_documents
            or question.asks_what_is_cited
            or question.asks_whether
            or _rests_on(question),
        ),
        ("plans", question.has("say") and question.names(*_WHERE)),
        ("who", question.asks_who),
        ("when", question.asks_when),
        ("money", question.asks_how_much),
        ("duties", actor is not None),
        ("instrument", bare and bool(question.numbers)),
        ("plans", bare and (question.has("plan") or (question.issues and bool(question.years)))),
    )
    return next((intent for intent, fits in choices if fits), "passages")


def fact_of_question(question: Question) -> Fact | None:
    """Return what is asked of a document itself, None for a question about what it says."""
    if question.abbreviation:
        return "meaning"
    if question.has("office"):
        return "signer" if question.has("sign") and question.asks_who else "office"
    if not (question.has("plan") or question.described or question.numbers or question.places):
        return None
    # "Các sở phải ký kế hoạch riêng trước ngày nào?" asks of no document.
    of_some = question.has("plan") or bool(question.numbers or question.described)
    # "Nghệ An đã ký biên bản với những tỉnh nào?" neither.
    signed = question.has("sign") and not question.asks_limit and (of_some or question.asks_who)
    issued = question.issues
    of_document = question.has("plan") and not question.has("say", "cite")
    of_one = question.has("plan") or bool(question.numbers)
    dated = (
        question.asks_when or question.has("year") or question.names(*_DATES)
    ) and not question.asks_limit
    choices: tuple[tuple[Fact, bool], ...] = (
        (
            "date",
            (signed and question.has("when") and dated) or (issued and dated),
        ),
        ("signer", signed),
        ("recipients", question.has("receive") and question.is_of_document_alone),
        ("province", issued and "province" in question.asked),
        ("issuer", issued and of_one and (question.asks_who or question.names(*_ISSUERS))),
        ("date", bool(question.numbers) and question.has("when") and dated and not question.says_something),
        (
            "province",
            question.asked.get("province") == "which" and of_document and question.names("của", "of", "from"),
        ),
        ("number", question.has("number") and (question.has("plan") or question.described is not None)),
        ("title", question.has("title") and question.has("plan")),
        ("type", question.has("type") and of_document and bool(question.numbers or question.described)),
        ("year", question.has("year") and question.has("plan")),
    )
    return next((fact for fact, fits in choices if fits), None)


def also_asked(question: Question, fact: Fact | None) -> Fact | None:
    """Return the other thing that is asked of a document: "do ai ban hành, ngày nào?" asks for issuer and day."""
    when = question.asks_when or question.names(*_DATES)
    who = question.asks_who or question.names(*_ISSUERS)
    if fact == "date" and who:
        # "Do ai ký, ký ngày nào?": the second only asks for the day.
        issued = any(segment.has("issue") and not segment.has("when") for segment in question.segments)
        return "signer" if question.has("sign") and not issued else "issuer"
    if fact == "signer" and question.has("office"):
        return "office"
    return "date" if fact in ("issuer", "signer") and when else None


def supposed_fact(question: Question) -> Fact | None:
    """Return what is asked of the one document that a question names, where it names nothing else."""
    if not question.is_of_document_alone:
        return None
    if (question.asks_when or question.names(*_DATES)) and not question.asks_limit:
        return "date"
    return "issuer" if question.asks_who and not question.asks_how_much else None


def _compares(question: Question) -> bool:
    """True for words of comparison; "khác" alone is "other", but beside two places."""
    return any(
        s.has("compare") and s.words.lower() != "khác" for s in question.segments
    ) or _names_two_places(question)


def _is_of_one_place(question: Question) -> bool:
    """True where other provinces are asked for than those of the plans: "Nghệ An hợp tác với tỉnh nào?"."""
    return "plan" not in question.asked and bool(question.places) and not question.has("say", "cite", "issue")


def _rests_on(question: Question) -> bool:
    return question.has("basis") and bool(question.places or question.has("plan"))


def _names_two_places(question: Question) -> bool:
    places = {segment.meaning.place for segment in question.places if segment.meaning}
    otherwise = question.asked or question.has("who", "when", "money", "count", "sign", "say")
    return len(places) > 1 and not otherwise
