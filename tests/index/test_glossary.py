"""The glossary is whole, and a malformed file says where and why."""

import pytest

from index.glossary import GlossaryError, load_glossary, read_topic
from index.glossary.lint import lint

HEADER = "kind\tenglish\tvietnamese\tabbreviations"


def read(tmp_path, *lines: str):
    path = tmp_path / "topic.tsv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return read_topic(path)


def faults(tmp_path, *lines: str) -> list[str]:
    return lint(read(tmp_path, *lines))


def test_the_glossary_has_12000_entries_without_faults():
    entries = load_glossary()
    assert len(entries) >= 12_000
    assert lint(entries) == []


def test_an_entry_keeps_its_terms_in_order(tmp_path):
    (entry,) = read(tmp_path, "body\tharbour office; port office\tban quản lý cảng; cảng vụ\tBQLC")
    assert entry.english == ("harbour office", "port office")
    assert entry.vietnamese == ("ban quản lý cảng", "cảng vụ")
    assert entry.abbreviations == ("BQLC",)
    assert (entry.topic, entry.line, entry.kind) == ("topic", 2, "body")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("body\tharbour office\tcảng vụ", "3 columns instead of 4"),
        ("body\tharbour\toffice\tcảng vụ\t", "5 columns instead of 4"),
        ("", "1 columns instead of 4"),
        ("ship\tboat\ttàu\t", "unknown kind 'ship'"),
        ("object\t\ttàu\t", "an English and a Vietnamese term are needed"),
        ("object\tboat\t \t", "an English and a Vietnamese term are needed"),
    ],
)
def test_a_malformed_line_is_named_with_the_reason(tmp_path, line, reason):
    with pytest.raises(GlossaryError) as error:
        read(tmp_path, "object\tboat\ttàu\t", line, "object\tnet\tlưới\t")
    assert str(error.value).startswith("topic.tsv, line 3: ")
    assert reason in str(error.value)


@pytest.mark.parametrize("content", ["", "english\tvietnamese\n", "kind english vietnamese abbreviations\n"])
def test_a_file_without_the_header_is_refused(tmp_path, content):
    path = tmp_path / "topic.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GlossaryError, match=r"topic.tsv, line 1: the header must be"):
        read_topic(path)


def test_a_file_that_is_not_utf_8_is_named_with_the_line(tmp_path):
    path = tmp_path / "topic.tsv"
    path.write_bytes(f"{HEADER}\nobject\tboat\ttàu\t\n".encode() + b"object\tnet\tl\xfd\xfei\t\n")
    with pytest.raises(GlossaryError, match=r"topic.tsv, line 3: .*UTF-8"):
        read_topic(path)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("object\tboat; Boat\ttàu\t", "stands twice"),
        ("object\tboat\ttàu; tàu\t", "stands twice"),
        ("object\tboat (small)\ttàu\t", "stray punctuation"),
        ("object\tboat.\ttàu\t", "stray punctuation"),
        ("object\tboat\ttàu  cá\t", "stray punctuation or space"),
        ("object\tboat\tta\u0300u\t", "not NFC"),
        ("object\tboat;ship\ttàu\t", "stray punctuation"),
        ("object\tboat\t\u0442àu\t", "letters of another script"),
        ("object\ttàu lưới kéo đôi ở vùng lộng\ttàu\t", "written in Vietnamese"),
        ("object\t" + "; ".join(f"boat {i}" for i in range(13)) + "\ttàu\t", "13 english terms"),
    ],
)
def test_lint_finds_a_planted_fault(tmp_path, line, reason):
    assert [fault for fault in faults(tmp_path, line) if reason in fault and "topic, line 2" in fault]


def test_lint_finds_a_pair_that_stands_twice(tmp_path):
    twice = faults(tmp_path, "object\tboat\ttàu\t", "object\tnet\tlưới\t", "action\tBoat\tTàu\t")
    assert twice == ["topic, line 4: same pair as topic, line 2"]
