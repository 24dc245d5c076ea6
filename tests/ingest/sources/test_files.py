"""Files: which there are, on the disk and in archives, and what tells equal ones."""

from pathlib import Path
from zipfile import ZipFile

import pytest

import ingest.sources.files
from ingest.sources.errors import UnreadableError
from ingest.sources.files import FoundFile, find_files, fingerprint, read_bytes, unpacked

TEXT = "Kế hoạch trồng rau của trường ở xã Đông Hải.\nThuỷ lợi do huyện lo; mỗi lớp hai luống rau cải ngọt.\n"


def write(folder: Path, data: bytes, name: str = "vuon.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_file_over_the_limit_is_refused_with_both_sizes(tmp_path, monkeypatch):
    monkeypatch.setattr(ingest.sources.files, "LARGEST_FILE", 50)
    with pytest.raises(UnreadableError, match=rf"{len(TEXT.encode())} bytes.*50"):
        read_bytes(write(tmp_path, TEXT.encode()))


def test_a_file_that_is_gone_is_refused(tmp_path):
    with pytest.raises(UnreadableError, match="cannot be read"):
        read_bytes(tmp_path / "khong-co.txt")


def test_folders_are_searched_through_in_order_without_hidden_files_and_those_of_programs_at_work(tmp_path):
    hidden = ["a/.an.txt", ".git/d.txt", "a/.kho/e.txt", "~$f.docx", ".~lock.f.docx#", "a/~WRD0001.tmp"]
    for name in ["b.txt", "a/c.md", "f.docx", *hidden]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    found = [str(f.path.relative_to(tmp_path)) for f in find_files([tmp_path])]
    assert found == ["a/c.md", "b.txt", "f.docx"]


def test_a_named_file_is_found_even_when_hidden(tmp_path):
    path = write(tmp_path, TEXT.encode(), ".an.txt")
    assert [file.path for file in find_files([path])] == [path]


def test_a_folder_below_a_hidden_one_is_searched_when_named(tmp_path):
    folder = tmp_path / ".kho"
    folder.mkdir()
    write(folder, TEXT.encode())
    assert len(list(find_files([folder]))) == 1


def test_a_path_that_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        list(find_files([tmp_path / "khong-co"]))


def test_texts_are_equal_by_their_words_and_other_files_by_their_bytes():
    text = TEXT.encode()
    assert fingerprint(text) == fingerprint(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    assert fingerprint(text) != fingerprint(text + b"rau")
    assert fingerprint(b"\xff\xd8\n") != fingerprint(b"\xff\xd8\r\n")


def test_the_files_of_an_archive_stand_in_its_place(tmp_path):
    with ZipFile(tmp_path / "vuon.zip", "w") as archive:
        archive.writestr("a/rau.txt", TEXT)
        archive.writestr("../ra-ngoai.txt", TEXT)
    (file,) = find_files([tmp_path])
    inner, outside = unpacked(file)
    assert (inner.path, inner.data, inner.fault) == (
        tmp_path / "vuon.zip" / "a" / "rau.txt",
        TEXT.encode(),
        None,
    )
    assert outside.fault


def test_a_damaged_archive_is_told_under_its_own_name(tmp_path):
    path = write(tmp_path, b"PK\3\4" + bytes(50), "vuon.zip")
    (found,) = unpacked(FoundFile(path))
    assert found.path == path
    assert found.fault
