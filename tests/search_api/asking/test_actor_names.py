"""Actors as people call them, and as the plans write them."""

import pytest

from search_api.asking.actors import actor_names, binds_everyone


def named(text: str):
    return next(iter(actor_names(text)))


PRESS = [
    "Các cơ quan báo chí của tỉnh",
    "Báo Hải Lâm, Đài Phát thanh và Truyền hình tỉnh",
    "Hội Văn học nghệ thuật, Hội Nhà báo tỉnh",
    "Sở Văn hóa và Báo Vân Sơn",
    "Đài tỉnh",
]
NOT_PRESS = [
    "Ban Tuyên giáo Tỉnh ủy",
    "Phòng Thông tin - Báo chí (thuộc Sở)",
    "Báo cáo viên cấp huyện",
    "Ban quản lý Đài tưởng niệm",
    "Sở Thông tin và Truyền thông",
]


@pytest.mark.parametrize(
    "words", ["press agencies", "the press", "media", "cơ quan báo chí", "báo, đài", "newspapers"]
)
def test_the_press_goes_by_many_names(words):
    press = named(words)
    assert [actor for actor in PRESS + NOT_PRESS if press.is_named_by(actor)] == PRESS


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("Department of Foreign Affairs", "Sở Ngoại vụ"),
        ("border guards", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh"),
        ("people's committees", "UBND các huyện, thị xã, thành phố"),
        ("so giao duc", "Sở Giáo dục và Đào tạo"),
        ("Youth Union", "Ban Thường vụ Tỉnh đoàn, Đoàn Thanh niên Cộng sản Hồ Chí Minh"),
        ("ship owners", "Chủ tàu cá"),
        ("huyện uỷ", "Các huyện ủy, thành ủy"),
        ("Ủy ban nhân dân cấp xã", "UBND cấp xã"),
        ("UBND cấp huyện", "Ủy ban nhân dân các huyện, thành phố"),
        ("Sở Thông tin và Truyền thông", "Sở TT&TT, Sở Ngoại vụ"),
    ],
)
def test_a_name_finds_the_actor_of_a_provision(words, actor):
    assert named(words).is_named_by(actor)


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("Sở Tài chính", "Kho bạc Nhà nước"),
        ("Sở Y tế", "Bệnh viện tỉnh"),
        ("Mặt trận Tổ quốc", "Các đoàn thể"),
        # "BTC" is also a ministry and an organising committee.
        ("Bộ Tài chính", "BTC"),
    ],
)
def test_a_body_is_no_other_of_its_field(words, actor):
    assert not named(words).is_named_by(actor)


def test_the_longest_name_is_taken():
    found = [name.words for name in actor_names("what do Border Guard Party committees and schools do?")]
    assert found == ["Border Guard Party committees", "schools"]


@pytest.mark.parametrize(
    ("actor", "everyone"),
    [
        (None, True),
        ("Các sở, ban, ngành, UBND các huyện", True),
        ("Cơ quan, đơn vị, địa phương", True),
        ("Các cấp ủy đảng, chính quyền, các cơ quan, đơn vị", True),
        ("Sở Ngoại vụ", False),
        ("Báo Hải Lâm", False),
    ],
)
def test_what_binds_everyone(actor, everyone):
    assert binds_everyone(actor) == everyone


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("Sở VHTTDL", "Sở Văn hóa - Thể thao và Du lịch"),
        ("Sở Văn hóa, Thể thao và Du lịch", "Sở Văn hóa Thể thao và Du lịch"),
        ("Đài Phát thanh và Truyền hình", "Đài Phát thanh - Truyền hình tỉnh"),
    ],
)
def test_a_body_is_the_same_however_the_parts_of_its_name_are_joined(asked, written):
    assert named(asked).is_named_by(written)
