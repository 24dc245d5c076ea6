"""The frame of a question: words that only hold it together, and are no part of its topic."""

import re

from ingest.language.folding import canonical, fold

_ENGLISH_FRAME_WORDS = """
what which how must should shall do does did done have has had to need needs be is are was were the a an and
duty duties task tasks role roles responsibility responsibilities responsible obligations obligation job of for
about on regarding concerning with regard respect relation comes come when it in into required expected
supposed asked told ask by any there please tell me s t local all our every each against under at according from
this these that plan plans play plays people ethnic total here deals deal handles handle charge
that every everything anything something someone
matter matters area field say says or as
i d m like please them ones you hold its their his her want wants where can could would also just both take takes care
"""
_VIETNAMESE_FRAME_WORDS = """
phải, làm, làm gì, làm những gì, cần, có, gì, những, các, trách nhiệm, nhiệm vụ, vai trò, việc, công việc, của, về,
trong, đối với, với, thì, nào, được, được giao, giao, để, cho, hãy, nếu, nên, sẽ, chịu, thực hiện, triển khai,
thế nào, như thế nào, ra sao, ở, tại, lĩnh vực, yêu cầu, là, là gì, đơn vị, này, không, số, tỉnh, thành phố, từ, đến,
theo, hay, hoặc, và, do, bởi, mà, đã, rồi, năm, đó, thuộc, trên địa bàn, trên, bị, vấn đề, nội dung, cho biết, xin hỏi,
hỏi, giữa, tất, tất cả, tổng cộng, cả, ban hành, theo, hiện nay, ở đây, đây,
vậy, hộ, hộ tôi, giùm, xem, ạ, nhé, thế, kho, đâu, chuyện, cụ thể, đang, cũng, mình, của mình, nó, quy định,
chịu trách nhiệm, phụ trách, gồm, bao gồm, gồm có, giúp, giúp tôi, tôi, ngày, khác, muốn,
kế hoạch, các kế hoạch, văn bản, phân công, được phân công, tổng hợp
"""
_ENGLISH_FRAME = frozenset(_ENGLISH_FRAME_WORDS.split())
_VIETNAMESE_FRAME = frozenset(
    canonical(phrase).strip() for phrase in _VIETNAMESE_FRAME_WORDS.replace("\n", " ").split(",")
)


def _whole_words(phrases: frozenset[str]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


# By whether the question is English; without marks for one that is typed so.
_FRAMES = {True: _ENGLISH_FRAME | _VIETNAMESE_FRAME, False: _VIETNAMESE_FRAME}
_FRAME = {english: _whole_words(frame) for english, frame in _FRAMES.items()}
_FOLDED_FRAME = {english: _whole_words(frozenset(map(fold, frame))) for english, frame in _FRAMES.items()}


def vietnamese_frame() -> frozenset[str]:
    """Return the Vietnamese phrases that only hold a question together, in matching form."""
    return _VIETNAMESE_FRAME


def is_frame(words: str, *, english: bool, unmarked: bool) -> bool:
    """True where words of a question are phrases of its frame and nothing else.

    `unmarked` where the whole question is typed without marks.
    """
    if english and words[:1].isupper() and words[1:].islower():
        # The "Ho" of a name is no "hộ".
        return canonical(words) in _ENGLISH_FRAME
    frame = (_FOLDED_FRAME if unmarked else _FRAME)[english]
    return not any(map(str.isalnum, frame.sub("", canonical(words))))
