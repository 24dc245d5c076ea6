"""Small documents with heads and ends of many kinds, about places that do not exist."""

from ingest.reading.reader import read_document
from ingest.types import Metadata

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
BODY = "I. NHIỆM VỤ\n\n1. Các lớp trồng rau trong vườn trường.\n\n2. Mỗi lớp chăm hai luống."


def metadata(source: str) -> Metadata:
    return read_document(source, "thu-muc/vuon_rau.txt").metadata


def plan(
    *,
    issuer: str = "ỦY BAN NHÂN DÂN TỈNH HẢI LÂM",
    number: str = "Số: 7/KH-UBND",
    date: str = "Hải Lâm, ngày 14 tháng 02 năm 2025",
    title: str = "KẾ HOẠCH\nTrồng rau trong trường học",
    body: str = BODY,
    end: str = "",
) -> Metadata:
    """Return the metadata of a plan, of which some parts are said."""
    return metadata("\n".join([issuer, number, MOTTO, date, "", title, "", body, "", end]))
