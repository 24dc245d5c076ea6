"""Archives: each file in them, or why it is set aside; nothing is written, nothing leads out."""

import io
import os
import stat
import zipfile

import pytest

from ingest.sources import archive
from ingest.sources.archive import Member, members
from ingest.sources.errors import UnreadableError
from tests.ingest.sources.packed import opendocument, packed

PLAN = "Kế hoạch trồng cây của xã Hải Lâm".encode()


def found(data: bytes) -> dict[str, bytes | str]:
    """Return what is in an archive: bytes, or the reason why not."""
    return {member.name: member.fault.words if member.fault else member.data for member in members(data)}


def test_files_are_read_in_order_with_the_way_to_them():
    data = packed({"b/ke-hoach.txt": PLAN, "b/": "", "a.txt": b"2"})
    assert list(members(data)) == [Member("b/ke-hoach.txt", PLAN), Member("a.txt", b"2")]


def test_hidden_files_are_left_out():
    assert found(packed({"__MACOSX/._a.txt": "x", ".DS_Store": "x", "a/.b/c.txt": "x", "a.txt": "x"})) == {
        "a.txt": b"x"
    }


def test_an_archive_in_an_archive_is_opened_and_one_further_in_is_told():
    inner = packed({"trong.txt": PLAN, "sau.zip": packed({"mat.txt": "x"})})
    files = found(packed({"goi.zip": inner, "a.txt": PLAN}))
    assert files["goi.zip/trong.txt"] == files["a.txt"] == PLAN
    assert "unpack it" in files["goi.zip/sau.zip"]
    assert len(files) == 3


def test_documents_that_are_packed_files_stay_whole():
    plan = opendocument("text", "<text:p>Trồng cây</text:p>")
    assert found(packed({"a.odt": plan, "b.zip": plan})) == {"a.odt": plan, "b.zip": plan}


def test_a_damaged_archive_in_an_archive_costs_only_itself():
    files = found(packed({"hong.zip": packed({"a.txt": "x"})[:-30], "b.txt": PLAN}))
    assert files["b.txt"] == PLAN
    assert isinstance(files["hong.zip"], bytes), "its reader tells"


def test_names_that_lead_out_and_links_are_set_aside():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        for name in ("../ngoai.txt", "/etc/passwd", "trong/../../ngoai.txt"):
            written.writestr(name, "x")
        link = zipfile.ZipInfo("lien-ket")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        written.writestr(link, "/etc/passwd")
        written.writestr("a.txt", PLAN)
    files = found(file.getvalue())
    assert {name: value for name, value in files.items() if isinstance(value, bytes)} == {"a.txt": PLAN}
    assert "leads out" in files["../ngoai.txt"]
    assert "link" in files["lien-ket"]


def test_a_file_with_a_password_is_told_and_the_others_are_read():
    data = bytearray(packed({"mat.txt": PLAN, "a.txt": PLAN}))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + offset] |= 1
    files = found(bytes(data))
    assert "password" in files["mat.txt"]
    assert files["a.txt"] == PLAN


def test_a_damaged_file_is_told_and_the_others_are_read():
    good = packed({"a.txt": os.urandom(200), "b.txt": PLAN})
    files = found(good[:80] + bytes([good[80] ^ 1]) + good[81:])
    assert "damaged" in files["a.txt"]
    assert files["b.txt"] == PLAN


@pytest.mark.parametrize("encoding", ["utf-8", "cp1258"])
def test_names_of_programs_that_do_not_say_their_encoding(encoding):
    file = io.BytesIO()
    # In cp1258 tone marks stand after their letter.
    name = "Kế hoạch.txt" if encoding == "utf-8" else "Kê\u0301 hoa\u0323ch.txt"
    with zipfile.ZipFile(file, "w") as written:
        written.writestr("x" * len(name.encode(encoding)), PLAN)
    data = file.getvalue().replace(b"x" * len(name.encode(encoding)), name.encode(encoding))
    assert found(data) == {"Kế hoạch.txt": PLAN}


def test_too_large_a_file_is_told(monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_FILE", 1000)
    files = found(packed({"lon.txt": b"x" * 1001, "a.txt": PLAN}))
    assert "more bytes" in files["lon.txt"]
    assert files["a.txt"] == PLAN


def test_all_that_comes_out_of_archives_in_archives_is_counted_together(monkeypatch):
    monkeypatch.setattr(archive, "_MOST_BYTES", 5_000)
    inner = packed({"a": b"a" * 3_000})
    files = found(packed({"1.zip": inner, "2.zip": inner, "3.zip": inner}))
    assert files["1.zip/a"] == b"a" * 3_000
    assert "more bytes" in files["2.zip/a"]


def test_the_number_of_files_of_archives_in_archives_is_counted_together(monkeypatch):
    monkeypatch.setattr(archive, "_MOST_FILES", 10)
    inner = packed({str(number): "" for number in range(6)})
    files = found(packed({"1.zip": inner, "2.zip": inner}))
    assert "1.zip/5" in files
    assert "more files" in files["2.zip"]


def test_an_archive_that_holds_itself_is_no_endless_way():
    """A stand-in for one: each level holds the next, and the way ends at the second."""
    data = b"x"
    for _ in range(30):
        data = packed({"r.zip": data})
    assert list(found(data)) == ["r.zip/r.zip"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"khong phai"])
def test_what_is_no_archive_is_refused(data):
    with pytest.raises(UnreadableError, match="damaged"):
        list(members(data))
