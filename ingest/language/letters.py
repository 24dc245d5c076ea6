"""Character classes of Vietnamese capitals and small letters, for use inside `[…]`.

A Unicode range would not do: in Latin Extended Additional capitals and small letters alternate.
"""

_ACCENTED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"

SMALL = "a-z" + _ACCENTED
CAPITAL = "A-Z" + _ACCENTED.upper()
