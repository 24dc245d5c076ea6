"""A backup as a file: what no backup holds is refused, and what is not what was written."""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.backup_file import BackupError, BackupWriter, open_backup, original_name
from index.catalogue import SCHEMA_VERSION

KNOWN = frozenset({"catalogue.sqlite"})
PLAN = "KẾ HOẠCH".encode()
NAME = original_name(hashlib.sha256(PLAN).hexdigest())


def written(file: Path) -> Path:
    with file.open("wb") as stream:
        writer = BackupWriter(stream)
        writer.add(NAME, PLAN)
        writer.add("catalogue.sqlite", b"rows")
        writer.finish("2026-01-01T00:00:00+00:00", 1, ())
    return file


def members(file: Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(file) as tar:
        return [(header, tar.extractfile(header).read()) for header in tar]


def rewritten(file: Path, content: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    with tarfile.open(file, "w") as tar:
        for header, data in content:
            tar.addfile(header, io.BytesIO(data))


def header(name: str, kind: bytes = tarfile.REGTYPE, size: int = 0) -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.type, found.size, found.linkname = kind, size, "/etc/passwd"
    return found


def change_manifest(file: Path, change: Callable[[dict], None], *, signed: bool = True) -> None:
    """Change the manifest, by one who knows how it is signed, or by one who does not."""
    *rest, (_, data) = members(file)
    whole = json.loads(data)
    change(whole)
    if signed:
        content = json.dumps(whole["content"], sort_keys=True).encode()
        whole["sha256"] = hashlib.sha256(content).hexdigest()
    data = json.dumps(whole).encode()
    rewritten(file, [*rest, (header("manifest.json", size=len(data)), data)])


def unpack_all(file: Path, target: Path) -> None:
    with open_backup(file, KNOWN) as backup:
        for name in backup.manifest.members:
            backup.unpack(name, target / name)


def refusal(file: Path, target: Path) -> str:
    """Open and unpack a backup, which must be refused; return the message."""
    with pytest.raises(BackupError) as told:
        unpack_all(file, target)
    message = str(told.value)
    assert str(file) in message
    assert "\n" not in message
    return message


def test_what_was_written_is_unpacked(tmp_path):
    file = written(tmp_path / "b.tar")
    unpack_all(file, tmp_path)
    assert (tmp_path / NAME).read_bytes() == PLAN
    assert (tmp_path / "catalogue.sqlite").read_bytes() == b"rows"


@pytest.mark.parametrize(
    "name",
    ["../outside", "/etc/cron.d/x", "originals/../../x", "originals/ab/" + "0" * 64, "plansearch.json",
     "originals", "./catalogue.sqlite", "x\nsecond line"],
)  # fmt: skip
def test_a_name_that_no_backup_has_is_refused(tmp_path, name):
    file = written(tmp_path / "b.tar")
    rewritten(file, [(header(name), b""), *members(file)])
    assert "is no file of a backup" in refusal(file, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["b.tar"]


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_what_is_no_regular_file_is_refused(tmp_path, kind):
    file = written(tmp_path / "b.tar")
    rewritten(file, [(header("catalogue.sqlite", kind), b""), *members(file)[:1], *members(file)[2:]])
    assert "is no regular file" in refusal(file, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_same_name_twice_is_refused(tmp_path):
    file = written(tmp_path / "b.tar")
    rewritten(file, [members(file)[1], *members(file)])
    assert "twice" in refusal(file, tmp_path / "out")


@pytest.mark.parametrize("left_out", [0, 1, 2])
def test_a_member_that_is_missing_is_told(tmp_path, left_out):
    file = written(tmp_path / "b.tar")
    rewritten(file, [each for number, each in enumerate(members(file)) if number != left_out])
    assert ("no manifest" if left_out == 2 else "is missing") in refusal(file, tmp_path / "out")


def test_a_member_that_the_manifest_does_not_name_is_refused(tmp_path):
    file = written(tmp_path / "b.tar")
    rewritten(file, [(header(original_name("ab" * 32)), b""), *members(file)])
    assert "not what the manifest says" in refusal(file, tmp_path / "out")


def test_a_backup_that_was_cut_anywhere_is_refused(tmp_path):
    file = written(tmp_path / "b.tar")
    # Behind the manifest a tar has only zeros.
    whole = file.read_bytes().rstrip(b"\0")
    for length in range(0, len(whole), 100):
        file.write_bytes(whole[:length])
        refusal(file, tmp_path / "out")


def test_no_flipped_bit_goes_unnoticed(tmp_path):
    file = written(tmp_path / "b.tar")
    whole = file.read_bytes()
    data = [found.offset_data for found, _ in members(file)]
    # The content of each member, and its name.
    for place in [*data, *(start - 512 for start in data)]:
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        refusal(file, tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"thesis", b"\0" * 10240, b"\x1f\x8b\x08\0"])
def test_a_file_that_is_no_backup_is_refused(tmp_path, content):
    file = tmp_path / "b.tar"
    file.write_bytes(content)
    refusal(file, tmp_path / "out")


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert "cannot be read" in refusal(tmp_path / "nowhere.tar", tmp_path / "out")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda whole: whole.update(format="other"), "is no backup"),
        (lambda whole: whole.update(version=2), "newer PlanSearch"),
        (lambda whole: whole["content"].update(schema_version=SCHEMA_VERSION + 1), "newer PlanSearch"),
        (lambda whole: whole["content"].update(documents="many"), "is damaged"),
        (lambda whole: whole.update(content=[]), "is damaged"),
        (
            lambda whole: whole["content"]["members"]["catalogue.sqlite"].update(size=5),
            "not what the manifest",
        ),
        (
            lambda whole: whole["content"]["members"]["catalogue.sqlite"].update(sha256="0"),
            "catalogue.sqlite",
        ),
        (lambda whole: whole["content"]["members"][NAME].update(sha256="0"), "its name says"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(tmp_path, change, told):
    file = written(tmp_path / "b.tar")
    change_manifest(file, change)
    assert told in refusal(file, tmp_path / "out")


def test_a_manifest_that_is_not_what_was_written_is_refused(tmp_path):
    file = written(tmp_path / "b.tar")
    change_manifest(file, lambda whole: whole["content"].update(documents=2), signed=False)
    assert "its manifest is not what was written" in refusal(file, tmp_path / "out")
