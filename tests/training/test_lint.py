"""The word lists are without faults, and a bad list is named by file and line."""

import re
from pathlib import Path

import pytest

from training.lint import HEADER, LISTS, lint


def faults(tmp_path: Path, *lines: str, header: str = HEADER) -> list[str]:
    path = tmp_path / "words-1.tsv"
    path.write_text("\n".join([header, "net\tlưới", *lines]) + "\n", encoding="utf-8")
    return lint([path])


def test_the_word_lists_hold_20000_words_and_8000_phrases_without_faults():
    paths = sorted(LISTS.glob("*.tsv"))
    assert lint(paths) == []
    kinds = dict.fromkeys(("words", "phrases", "vietnamese", "names"), 0)
    for path in paths:
        kinds[path.stem.rpartition("-")[0]] += len(path.read_text(encoding="utf-8").splitlines()) - 1
    assert kinds["words"] >= 20_000
    assert kinds["phrases"] >= 8_000
    assert kinds["vietnamese"] >= 12_000
    assert kinds["names"] >= 2_000


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "two columns"),
        ("boat", "two columns"),
        ("boat\ttàu\tthuyền", "two columns"),
        ("boat\t", "two columns"),
        (" \ttàu", "two columns"),
        ("boat; \ttàu", "two columns"),
        ("boat; Boat\ttàu", "a term of the english side stands twice"),
        ("boat\ttàu; Tàu", "a term of the vietnamese side stands twice"),
        ("boat (small)\ttàu", "stray punctuation or space"),
        ("boat\ttàu, ", "stray punctuation or space"),
        ("boat;ship\ttàu", "stray punctuation or space"),
        ("boat\ttàu  cá", "stray punctuation or space"),
        ("boat\tta\u0300u", "not NFC"),
        ("boat\tт\u00e0u", "letters of another script"),
        ("b\u043eat\ttàu", "letters of another script"),
        ("tàu lưới kéo đôi\tboat", "written in Vietnamese"),
        ("; ".join(f"boat {n}" for n in range(13)) + "\ttàu", "13 english terms"),
        ("Net\tLưới", "Net = Lưới stands already in words-1.tsv, line 2"),
        ("mesh; net\tmạng; lưới", "net = lưới stands already in words-1.tsv, line 2"),
        ("lưới\tNet", "stands the other way round in words-1.tsv, line 2"),
    ],
)
def test_a_planted_fault_is_named_with_its_line(tmp_path, line, reason):
    found = faults(tmp_path, "sail\tbuồm", line, "oar\tmái chèo")
    assert found
    assert all(fault.startswith("words-1.tsv, line 4: ") for fault in found)
    assert any(reason in fault for fault in found)


@pytest.mark.parametrize(
    "lines",
    [
        ["fish net\tlưới", "net\tmạng", "mesh\tmạng; lưới"],  # a circle of senses by way of other words
        ["hope\thy vọng", "hope\thi vọng"],  # two spellings
        ["Hà Nội; Hanoi\tHà Nội"],  # a name that both languages write alike
        ["T-shirt; driver's seat\táo phông, áo thun"],
    ],
)
def test_what_languages_do_is_no_fault(tmp_path, lines):
    assert faults(tmp_path, *lines) == []


def test_a_pair_is_looked_for_in_all_lists_as_the_model_reads_it(tmp_path):
    for name, vietnamese in (("names-1", "hòa bình"), ("words-2", "Hoà bình")):
        (tmp_path / f"{name}.tsv").write_text(f"{HEADER}\npeace\t{vietnamese}\n", encoding="utf-8")
    found = lint(sorted(tmp_path.glob("*.tsv")))
    assert found == ["words-2.tsv, line 2: peace = Hoà bình stands already in names-1.tsv, line 2"]


def test_a_list_without_header_or_in_another_encoding_is_named(tmp_path):
    assert re.match(r"words-1\.tsv, line 1: the header", *faults(tmp_path, header="english,vietnamese"))
    (tmp_path / "words-1.tsv").write_bytes(f"{HEADER}\nboat\ttàu\n".encode() + b"net\tl\xfd\xfei\n")
    (fault,) = lint([tmp_path / "words-1.tsv"])
    assert fault.startswith("words-1.tsv, line 3: not UTF-8")
