"""The signer: a name under an office, in one column or two, with titles or without."""

import pytest

from tests.ingest.reading.fields.heads import plan

OFFICE = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n"


@pytest.mark.parametrize(
    ("end", "signer"),
    [
        (OFFICE + "(Đã ký)\nTrần Thị Mẫu", "Trần Thị Mẫu"),
        (OFFICE + "Trần Thị Mẫu đã ký", "Trần Thị Mẫu"),
        (OFFICE + "TS. Trần Thị Mẫu", "Trần Thị Mẫu"),
        (OFFICE + "PGS.TS. Trần Thị Mẫu", "Trần Thị Mẫu"),
        (OFFICE + "BS. CKII Trần Thị Mẫu", "Trần Thị Mẫu"),
        ("GIÁM ĐỐC\nĐại tá Trần Thị Mẫu", "Trần Thị Mẫu"),
        ("GIÁM ĐỐC\nTRẦN THỊ MẪU", "Trần Thị Mẫu"),
        ("GIÁM ĐỐC\nĐoàn Thị Mẫu", "Đoàn Thị Mẫu"),
        ("KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nNông Mẫu", "Nông Mẫu"),
        ("GIÁM ĐỐC\n(Ký, ghi rõ họ tên)", None),
        ("GIÁM ĐỐC\nPhó Chủ Tịch", None),
        ("Nơi nhận:\n- Các lớp;\n- Lưu: VT.\n\nVườn Rau Sạch", None),
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nUBND TỈNH HẢI LÂM", None),
        (
            "NƠI NHẬN:                                   KT. GIÁM ĐỐC\n"
            "- UBND tỉnh (để b/c);                       PHÓ GIÁM ĐỐC\n"
            "- Lưu: VT.                                  (Đã ký)\n"
            "                                            Trần Thị Mẫu",
            "Trần Thị Mẫu",
        ),
        (
            "                                            KT. GIÁM ĐỐC\n"
            "Nơi nhận:                                   PHÓ GIÁM ĐỐC\n"
            "- UBND tỉnh;\n- Các lớp trong trường;\n- Các tổ;\n- Các nhóm;\n- Báo tường;\n- Nhà bếp;\n"
            "- Lưu: VT.                                  Trần Thị Mẫu",
            "Trần Thị Mẫu",
        ),
        ("Nơi nhận: KT. GIÁM ĐỐC\n- UBND tỉnh; PHÓ GIÁM ĐỐC\n- Lưu: VT; Trần Thị Mẫu", "Trần Thị Mẫu"),
        ("ON BEHALF OF THE PEOPLE'S COMMITTEE\nCHAIRMAN\nTran Thi Mau", "Tran Thi Mau"),
    ],
)
def test_the_signer_is_the_person(end, signer):
    assert plan(end=end).signer == signer


def test_an_annex_has_signers_of_its_own():
    end = f"{OFFICE}Trần Thị Mẫu\n\nQUY CHẾ\nTrồng rau\n\nĐiều 1. Rau.\n\nĐiều 2. Quả.\n\nGIÁM ĐỐC\nLê Văn Thử\n"
    assert plan(end=end).signer == "Trần Thị Mẫu"


@pytest.mark.parametrize(
    ("end", "office"),
    [
        (OFFICE + "Trần Thị Mẫu", "PHÓ CHỦ TỊCH"),
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(Đã ký)\nTrần Thị Mẫu", "CHỦ TỊCH"),
        ("PHÓ BÍ THƯ THƯỜNG TRỰC\nkiêm\nTRƯỞNG BAN CHỈ ĐẠO\nTrần Thị Mẫu",
         "PHÓ BÍ THƯ THƯỜNG TRỰC kiêm TRƯỞNG BAN CHỈ ĐẠO"),
        ("TRƯỞNG BAN\nPHÓ CHỦ TỊCH UBND TỈNH\nTrần Thị Mẫu", "TRƯỞNG BAN, PHÓ CHỦ TỊCH UBND TỈNH"),
        ("GIÁM ĐỐC\n(Ký, ghi rõ họ tên)", None),
    ],
)  # fmt: skip
def test_the_office_is_that_of_who_signed(end, office):
    assert plan(end=end).office == office
