"""What happened to pages, in sentences."""

from ingest.messages import message
from ingest.sources.pages.report import told


def test_pages_are_named_in_runs_and_by_reason():
    image, damaged = message("an image"), message("damaged")
    reasons = {7: image, 2: image, 3: image, 9: damaged, 4: image}
    assert [str(each) for each in told(reasons, message("left out"))] == [
        "Pages 2–4, 7 were left out: an image",
        "Page 9 was left out: damaged",
    ]


def test_nothing_is_told_where_nothing_happened():
    assert list(told({}, message("left out"))) == []
