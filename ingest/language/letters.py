"""Character classes of Vietnamese capitals and small letters, for use inside `[…]`, and raised digits.

A Unicode range would not do: in Latin Extended Additional capitals and small letters alternate.
"""

_ACCENTED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"

SMALL = "a-z" + _ACCENTED
CAPITAL = "A-Z" + _ACCENTED.upper()
# Digits above the line, for `str.translate`.
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
