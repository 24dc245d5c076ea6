"""What happened to pages, in sentences."""

from ingest.sources.pages.report import told


def test_pages_are_named_in_runs_and_by_reason():
    reasons = {7: "an image", 2: "an image", 3: "an image", 9: "damaged", 4: "an image"}
    assert list(told(reasons, "left out")) == [
        "Pages 2–4, 7 were left out: an image",
        "Page 9 was left out: damaged",
    ]


def test_nothing_is_told_where_nothing_happened():
    assert list(told({}, "left out")) == []
