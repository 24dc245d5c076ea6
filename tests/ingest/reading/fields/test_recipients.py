"""The recipients: the items of "Nơi nhận", each once and whole, and nothing that stands beside them."""

import pytest

from tests.ingest.reading.fields.heads import plan

NAMES = ("UBND tỉnh (để b/c)", "Các lớp, các tổ và các nhóm", "Lưu: VT")


@pytest.mark.parametrize(
    "end",
    [
        "Nơi nhận:\n- UBND tỉnh (để b/c);\n- Các lớp, các tổ và các nhóm;\n- Lưu: VT.\n\nGIÁM ĐỐC\nTrần Thị Mẫu",
        "Nơi nhận:\n- UBND tỉnh (để b/c);\n- Các lớp, các tổ\nvà các nhóm;\n- Lưu: VT.\n\nGIÁM ĐỐC\nTrần Thị Mẫu",
        "Nơi gửi:\n+ UBND tỉnh (để b/c),\n+ Các lớp, các tổ và các nhóm,\n+ Lưu: VT.\n\nGIÁM ĐỐC\nTrần Thị Mẫu",
        "NƠI NHẬN:                                   GIÁM ĐỐC\n"
        "- UBND tỉnh (để b/c);                       (Đã ký)\n"
        "- Các lớp, các tổ\n"
        "  và các nhóm;                              Trần Thị Mẫu\n"
        "- Lưu: VT.",
    ],
)
def test_recipients_are_read(end):
    assert plan(end=end).recipients == NAMES


def test_a_translation_has_recipients_too():
    end = (
        "Recipients:\n- As above;\n- Archive.\n\nON BEHALF OF THE PEOPLE'S COMMITTEE\nCHAIRMAN\nTran Thi Mau"
    )
    assert plan(end=end).recipients == ("As above", "Archive")


def test_a_document_without_recipients_has_none():
    assert plan(end="GIÁM ĐỐC\nTrần Thị Mẫu").recipients == ()


@pytest.mark.parametrize(
    ("items", "names"),
    [
        ("- Các lớp 6A,\n7A và 8A;\n- Lưu: VT.", ("Các lớp 6A, 7A và 8A", "Lưu: VT")),
        ("- Các lớp;\nHội cha mẹ;\n- Lưu: VT.", ("Các lớp", "Hội cha mẹ", "Lưu: VT")),
        ("- Các lớp;\n- Lưu: VT (Hg.12b).", ("Các lớp", "Lưu: VT (Hg.12b)")),
    ],
    ids=["a comma goes on", "a bullet is lost", "a full stop within"],
)
def test_recipients_end_where_their_lines_say(items, names):
    assert plan(end=f"Nơi nhận:\n{items}\n\nGIÁM ĐỐC\nTrần Thị Mẫu").recipients == names
