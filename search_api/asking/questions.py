"""Questions: what is asked, of which actor, about which topic."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index.types import Expansion
from ingest.language.detect import is_english
from ingest.language.folding import fold
from ingest.language.provinces import provinces
from search_api.asking.actors import ActorName, ActorTable, actor_names

QuestionKind = Literal["duty", "who", "when", "money", "document", "topic"]

_WORD = re.compile(r"[^\W_]+")
# Patterns are matched on folded text: the kinds in the order in which they are tried.
_KINDS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = (
    ("document", re.compile(
        r"\b(?:which|what) (?:plan|document|decision|directive|guideline|instrument|conclusion|circular|decree|law)s?\b"
        r"|\b(?:van ban|ke hoach|quyet dinh|chi thi|nghi quyet|huong dan|ket luan|nghi dinh) (?:nao|so may)\b")),
    ("who", re.compile(
        r"^(?:and )?(?:who|whom|whose)\b|\b(?:by|to|from|and|,) whom?\b|\b(?:which (?:\w+ )?"
        r"(?:bod|agenc|department|office|unit|organi[sz]ation|committee)\w*"
        r"|(?:co quan|don vi|so|ban|ai|noi|dia phuong) nao|ai (?:la|chiu|phai|lam|se|chu tri)|do ai|ai)\b")),
    ("when", re.compile(
        r"^when\b|\bwhen(?= (?:must|should|is|are|does|do)\b|\W*$)"
        r"|\b(?:by what (?:date|time)|by when|deadline|how often|what date|due|khi nao|bao gio|luc nao|han chot"
        r"|thoi han|truoc ngay nao|ngay nao|thang nao|may thang|bao lau|dinh ky)\b")),
    ("money", re.compile(
        r"\b(?:budget|fund\w*|money|cost\w*|pay\w*|paid|financ\w*|kinh phi|ngan sach|bao nhieu tien|nguon von|chi phi)\b")),
)  # fmt: skip
_DUTY_BEFORE = re.compile(
    r"\b(?:must|should|shall|do|does|did|are|is|can|may|will|have|has|ask|asked|cho|giao|yeu cau"
    r"|(?:dut(?:y|ies)|tasks?|roles?|responsibilit(?:y|ies)|obligations?|work) (?:of|for)"
    r"|(?:trach nhiem|nhiem vu|vai tro|viec) cua)"
    r"(?:\s+(?:the|all|our|local|every|each|cac|nhung|moi|tat ca)){0,2}\s*$"
)
_DUTY_AFTER = re.compile(
    r"^\s*(?:'s?\s+)?(?:must|should|shall|have to|has to|need|do|does|are|is|dut|task|role|responsib|obligation|phai|can"
    r"|co (?:trach nhiem|nhiem vu|vai tro|nhung|viec)|lam gi|lam nhung|duoc giao|chiu|se|thi|nen|thuc hien gi"
    r"|thuc hien nhung|trien khai|gi\b)"
)
_DUTY_CUE = re.compile(
    r"\b(?:must|should|shall|have to|has to|need|supposed|required|expected|asked|told|dut(?:y|ies)|tasks?|roles?"
    r"|responsib\w+|obligations?|do|phai|lam gi|lam nhung gi|can|trach nhiem|nhiem vu|vai tro|duoc giao|giao)\b"
)
# What frames a question and is not its topic, at the ends of what is left beside the actor.
_ENGLISH_FRAME_WORDS = """
what which how must should shall do does did done have has had to need needs be is are was were the a an and
duty duties task tasks role roles responsibility responsibilities responsible obligations obligation job of for
about on regarding concerning with regard respect relation comes come when it in into required expected
supposed asked told ask by any there please tell me s local all our every each against under at according
this these plan plans play plays matter matters area field say says
"""
_VIETNAMESE_FRAME_WORDS = """
phải, làm gì, làm những gì, cần, có, gì, những, các, trách nhiệm, nhiệm vụ, vai trò, việc, công việc, của, về,
trong, đối với, với, thì, nào, được, được giao, giao, để, cho, hãy, nếu, nên, sẽ, chịu, thực hiện, triển khai,
thế nào, như thế nào, ra sao, ở, tại, lĩnh vực, yêu cầu, là, là gì, đơn vị, này, không
"""
_ENGLISH_FRAME = frozenset((word,) for word in _ENGLISH_FRAME_WORDS.split())
_VIETNAMESE_FRAME = frozenset(
    tuple(fold(phrase).split()) for phrase in _VIETNAMESE_FRAME_WORDS.replace("\n", " ").split(",")
)
_LONGEST_FRAME = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is understood.

    `actor` is the body whose duties are asked for; `topic` is what else is asked about, the whole
    question where no actor is named, and empty where the question names nothing but the actor.
    `province` is the actor's: "Sở Tài chính Cần Thơ".
    """

    text: str
    kind: QuestionKind
    actor: ActorName | None
    topic: str
    english: bool
    province: str | None = None


def read_question(
    text: str, expansions: Sequence[Expansion] = (), known_actors: ActorTable | None = None
) -> Question:
    """Return what a question asks.

    `expansions` are what its words also stand for; `known_actors` are the actors of the plans.
    """
    english = is_english(text)
    kind = _kind(text)
    spelt = _spelt_out(text, expansions)
    actor = None if kind == "who" else _asked_actor(spelt, known_actors)
    if actor is None:
        return Question(text, kind, None, text, english)
    before, after = spelt[: actor.start], spelt[actor.end :]
    qualifier = _qualifier().match(fold(after))
    province = provinces_by_key().get(qualifier["province"]) if qualifier and qualifier["province"] else None
    after = after[qualifier.end() :] if qualifier else after
    topic = _topic(before, after, english)
    return Question(text, "duty" if kind == "topic" else kind, actor, topic, english, province)


@cache
def provinces_by_key() -> dict[str, str]:
    """Map the folded name of each province to its name."""
    return {fold(province.name): province.name for province in provinces()}


def _kind(text: str) -> QuestionKind:
    folded = fold(text)
    return next((kind for kind, pattern in _KINDS if pattern.search(folded)), "topic")


def _spelt_out(text: str, expansions: Sequence[Expansion]) -> str:
    """Return the question with its abbreviations written out: "Sở TT&TT" names a body."""
    for expansion in expansions:
        if expansion.reason == "abbreviation":
            short = re.escape(expansion.words)
            # "Sở TT&TT" was read as "Sở Thông tin và Truyền thông", with its first word.
            head = re.escape(expansion.read_as.split()[0])
            found = re.search(rf"(?<!\w)(?:{head}\s+)?{short}(?!\w)", text, re.I)
            if found:
                text = f"{text[: found.start()]}{expansion.read_as}{text[found.end() :]}"
    return text


def _asked_actor(text: str, known: ActorTable | None) -> ActorName | None:
    """Return the body whose duties the question asks for: the one beside the words of duty."""
    folded = fold(text)
    if len(folded) != len(text) or not _DUTY_CUE.search(folded):
        return None
    for name in actor_names(text, known):
        if _DUTY_AFTER.search(folded[name.end :]) or (
            _DUTY_BEFORE.search(folded[: name.start]) and not _is_other(folded[name.end :])
        ):
            return name
    return None


def _is_other(after: str) -> bool:
    """True where the body gives a duty to another ("UBND tỉnh giao …") or has something ("leaders' visits")."""
    return re.match(r"\s*(?:giao|yeu cau|de nghi|assign|ask|['’])", after) is not None


@cache
def _qualifier() -> re.Pattern[str]:
    """Return the pattern of what says where a body is: "báo, đài địa phương", "Sở Y tế tỉnh Hà Nam"."""
    names = "|".join(map(re.escape, sorted(provinces_by_key(), key=len, reverse=True)))
    return re.compile(
        r"^\s+(?:(?:cua|trong|tren dia ban|of|in) )?(?:(?:tinh|thanh pho) )?"
        rf"(?:(?P<province>{names})(?: province| city)?|dia phuong|tinh|thanh pho|dia ban)(?!\w)"
    )


def _topic(before: str, after: str, english: bool) -> str:
    """Return the words of a question beside the actor and the frame."""
    given = re.search(r"\bgiao\s*$", fold(before))
    parts = [] if given else [before]
    frame = _ENGLISH_FRAME | _VIETNAMESE_FRAME if english else _VIETNAMESE_FRAME
    return " ".join(filter(None, (_trimmed(part, frame) for part in [*parts, after])))


def _trimmed(part: str, frame: frozenset[tuple[str, ...]]) -> str:
    """Return a part of a question without the phrases of the frame at its ends."""
    spans = [(match.start(), match.end()) for match in _WORD.finditer(part)]
    words = tuple(fold(part[start:end]) for start, end in spans)
    first, last = 0, len(words)
    while size := _framing(words[first:last], frame, from_end=False):
        first += size
    while size := _framing(words[first:last], frame, from_end=True):
        last -= size
    return part[spans[first][0] : spans[last - 1][1]] if first < last else ""


def _framing(words: tuple[str, ...], frame: frozenset[tuple[str, ...]], *, from_end: bool) -> int:
    """Return how many words at one end are a phrase of the frame, the longest first."""
    sizes = range(min(_LONGEST_FRAME, len(words)), 0, -1)
    return next((n for n in sizes if (words[-n:] if from_end else words[:n]) in frame), 0)
