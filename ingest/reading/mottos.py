"""The motto of a letterhead, in both languages."""

import re

MOTTO = re.compile(r"ĐẢNG CỘNG SẢN VIỆT NAM|CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|SOCIALIST REPUBLIC", re.I)
