"""The motto of a letterhead, in both languages."""

import re

MOTTO = re.compile(
    r"ĐẢNG CỘNG SẢN VIỆT NAM|CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|ĐỘC LẬP\s?[-–]\s?TỰ DO|SOCIALIST REPUBLIC", re.I
)
