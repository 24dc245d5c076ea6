"""Words that make a question a question and say little about what is asked."""

# They keep a share of their weight: "by when" still favours a passage with a date.
QUESTION_WORD_SHARE = 0.35

_ENGLISH = """
what which who whom whose how when where why do does did is are was be must should shall can could may
will would have has much many there any about please tell me i we you they it
"""
_VIETNAMESE = """
gì nào ai đâu sao mấy bao nhiêu thế phải được không là có hay cho biết hỏi những
gi nao dau may nhieu the phai duoc khong co
"""
QUESTION_WORDS = frozenset(f"{_ENGLISH} {_VIETNAMESE}".split())


def word_share(word: str) -> float:
    """Return the share of its weight that a word of a query keeps."""
    return QUESTION_WORD_SHARE if word.lower() in QUESTION_WORDS else 1.0
