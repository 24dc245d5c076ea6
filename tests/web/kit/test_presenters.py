"""What the templates show of a document."""

import pytest

from tests.index_worlds import document
from web.kit.presenters import short_title


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Kế hoạch trồng cây tỉnh Hải Lâm năm 2024", "Trồng cây năm 2024"),
        ("Kế hoạch trồng cây trên địa bàn tỉnh Hải Lâm", "Trồng cây"),
        ("Kế hoạch trồng cây tỉnh Hải Lâm Thượng", "Trồng cây tỉnh Hải Lâm Thượng"),
        ("Kế hoạch của tỉnh Hải Lâm", "Của tỉnh Hải Lâm"),
        ("Kế hoạch", "Kế hoạch"),
    ],
)
def test_a_short_title_is_without_the_type_and_the_province_that_stands_beside_it(title, short):
    assert short_title(document(title=title, province="Hải Lâm")) == short
