"""ZIP files: what comes out is counted, whatever they say of themselves."""

import contextlib
import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.bounded_zip import BoundedZip, ZipBounds, ZipBudget
from ingest.sources.errors import UnreadableError
from tests.ingest.sources.packed import packed

PLAN = "Kế hoạch chăm sóc vườn cây của xã Hải Lâm"
GOOD = packed({"ke-hoach.txt": PLAN, "phu-luc/bang.txt": "1\t2"})


def test_members_are_read_by_name():
    archive = BoundedZip(GOOD)
    assert archive.names == ("ke-hoach.txt", "phu-luc/bang.txt")
    assert archive.read("ke-hoach.txt").decode() == PLAN
    assert "bang.txt" not in archive
    with pytest.raises(KeyError):
        archive.read("bang.txt")


def test_more_bytes_than_a_member_may_have_are_refused():
    archive = BoundedZip(packed({"lon": b"a" * 2000}), ZipBounds(member=1999))
    with pytest.raises(UnreadableError, match="more bytes than it may"):
        archive.read("lon")


def test_the_bytes_of_all_members_are_counted_together():
    archive = BoundedZip(packed({"a": b"a" * 900, "b": b"b" * 900}), budget=ZipBudget(unpacked=1000))
    assert len(archive.read("a")) == 900
    with pytest.raises(UnreadableError, match="more bytes than it may"):
        archive.read("b")


def test_a_bomb_is_refused_by_its_ratio():
    archive = BoundedZip(packed({"bom": b"\0" * 3_000_000}), ZipBounds(unsuspicious=1_000_000))
    with pytest.raises(UnreadableError, match="150 times"):
        archive.check()


def test_little_may_be_packed_tightly():
    assert len(BoundedZip(packed({"trang": b" " * 900_000})).read("trang")) == 900_000


def lying(data: bytes, says: int) -> bytes:
    """Return a ZIP file of one member whose directory lies about its size."""
    directory = data.index(b"PK\x01\x02")
    return data[: directory + 24] + struct.pack("<I", says) + data[directory + 28 :]


@pytest.mark.parametrize("says", [10, 2_000_000_000])
def test_a_size_that_lies_neither_hides_bytes_nor_reserves_them(says):
    archive = BoundedZip(lying(packed({"doi": b"a" * 5000}), says), ZipBounds(member=4000))
    with pytest.raises(UnreadableError):
        archive.read("doi")


def test_too_many_members_are_refused():
    with pytest.raises(UnreadableError, match="more files than it may"):
        BoundedZip(packed({str(number): "" for number in range(11)}), budget=ZipBudget(members=10))


def named(name: str, mode: int = 0) -> bytes:
    """Return a ZIP file with a member of a name and of a kind of file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        archive.writestr(entry, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (named("word/../../etc/passwd"), "leads out"),
        (named("..\\..\\run.ini"), "leads out"),
        (named("/etc/passwd"), "another place"),
        (named("C:\\run.ini"), "another place"),
        (named("word/lien-ket.xml", stat.S_IFLNK | 0o777), "link"),
    ],
)
def test_a_file_with_unsafe_members_is_not_handed_on(data, reason):
    with pytest.raises(UnreadableError, match=reason):
        BoundedZip(data).check()


def test_a_member_with_a_password_is_told():
    data = bytearray(GOOD)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + offset] |= 1
    with pytest.raises(UnreadableError, match="password"):
        BoundedZip(bytes(data)).read("ke-hoach.txt")


@given(st.data())
def test_damage_is_told_and_nothing_else_happens(data):
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(GOOD) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(damaged[: data.draw(st.integers(0, len(GOOD)))])
    for version in (bytes(damaged), cut):
        with contextlib.suppress(UnreadableError):
            BoundedZip(version).check()
