"""Recipients and signature side by side: both are read, whatever parts them."""

import pytest

from ingest.reading.reader import read_source
from ingest.sources.source import Block, Source
from tests.ingest.reading.test_lossless import assert_text_placed
from tests.worlds import outline

PLAN = ["KẾ HOẠCH", "Trồng rau năm 2024", "1. Gieo hạt.", "2. Tưới nước."]


def read(kind: str, *closing: str):
    blocks = [Block(text, kind, gap=number < 5) for number, text in enumerate([*PLAN, *closing])]
    (document,) = read_source(Source(tuple(blocks), "test"), "vuon.docx")
    assert_text_placed(document)
    return document


@pytest.mark.parametrize("kind", ["paragraph", "line"])
@pytest.mark.parametrize("gap", ["\t\t\t", " \t \t", "\u2006 \u2006 \u2006 \u2006", "         "])
def test_the_signer_to_the_right_of_recipients_is_found(kind, gap):
    document = read(
        kind, f"Nơi nhận:{gap}KT. HIỆU TRƯỞNG", f"- Các lớp;{gap}PHÓ HIỆU TRƯỞNG", "- Bếp ăn, vườn,",
        "  nhà kho;", f"- Lưu: VT.{gap}Lê Thị Mận",
    )  # fmt: skip
    assert document.metadata.signer == "Lê Thị Mận"
    assert document.metadata.recipients == ("Các lớp", "Bếp ăn, vườn, nhà kho", "Lưu: VT")
    assert [row[2] for row in outline(document)] == ["1", "2"]


def test_a_signature_above_the_recipients_is_completed_by_the_name_beside_them():
    document = read(
        "paragraph", "TM. NHÀ TRƯỜNG", "HIỆU TRƯỞNG", "Nơi nhận:", "- Các lớp;\t\t\tLê Thị Mận", "- Lưu."
    )
    assert document.metadata.signer == "Lê Thị Mận"


def test_recipients_in_two_columns_stay_as_they_are():
    document = read("paragraph", "Nơi nhận:", "- Các lớp;\t\t\t- Lưu: VT.", "TM. NHÀ TRƯỜNG", "Lê Thị Mận")
    assert "- Các lớp; - Lưu: VT." in document.text
