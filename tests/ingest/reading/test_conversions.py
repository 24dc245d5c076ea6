"""Old word processor files are handed to LibreOffice together, and read as they would be alone."""

import sys
from concurrent.futures import Future
from pathlib import Path

import pytest

from ingest.reading.conversions import Conversions, kind_of_old
from ingest.reading.frames import Outcome, Unread
from ingest.reading.readers import Readers
from ingest.sources import libreoffice
from ingest.sources.libreoffice import LibreOffice

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Notes each call, and makes what it can of a file: of one that says so nothing.
PROGRAM = """#!{python}
import sys, zipfile, pathlib
files = [pathlib.Path(a) for a in sys.argv[1:] if a.endswith((".doc", ".rtf"))]
target = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
with open({log!r}, "a") as log:
    print(len(files), file=log)
for file in files:
    if b"hopeless" not in file.read_bytes():
        with zipfile.ZipFile(target / (file.stem + ".docx"), "w") as made:
            made.writestr("words", file.read_bytes())
"""


def unread(number: int, words: bytes = b"") -> Unread:
    return Unread("file", b"{\\rtf1 " + words + b"%d}" % number, f"{number}.rtf", f"id{number}")


class Fake:
    """A program in the place of LibreOffice, and a reader that gives back what it is given."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "log"
        program = folder / "soffice"
        program.write_text(PROGRAM.format(python=sys.executable, log=str(self.log)), encoding="utf-8")
        program.chmod(0o755)
        self.office = LibreOffice(str(program))
        self.read: list[Unread] = []

    def give(self, unread: Unread) -> "Future[Outcome]":
        self.read.append(unread)
        done: Future[Outcome] = Future()
        done.set_result(Outcome(kept=unread.document_id))
        return done

    def calls(self) -> list[int]:
        return [int(line) for line in self.log.read_text().split()]


@pytest.fixture
def fake(tmp_path):
    return Fake(tmp_path)


def test_files_that_wait_are_made_by_one_process_and_each_promise_is_kept(fake):
    conversions = Conversions(fake.office, fake.give)
    promised = [conversions.submit(unread(number)) for number in range(5)]
    assert [each.result(60).kept for each in promised] == [f"id{number}" for number in range(5)]
    assert fake.calls() == [5]
    assert all(each.content.startswith(b"PK") and each.maker == "LibreOffice" for each in fake.read)
    conversions.end()


def test_what_libreoffice_cannot_make_is_read_as_it_came(fake):
    conversions = Conversions(fake.office, fake.give)
    promised = [conversions.submit(unread(1)), conversions.submit(unread(2, b"hopeless"))]
    assert [each.result(60).kept for each in promised] == ["id1", "id2"]
    assert [bool(each.maker) for each in fake.read] == [True, False]
    assert fake.read[1] == unread(2, b"hopeless")
    conversions.end()


def test_a_failure_is_that_of_the_files_it_befell_and_the_next_are_made(fake):
    fail = [True]

    def give(unread: Unread) -> "Future[Outcome]":
        if fail.pop() if fail else False:
            raise OSError("no room")
        return fake.give(unread)

    conversions = Conversions(fake.office, give)
    with pytest.raises(OSError, match="no room"):
        conversions.submit(unread(1)).result(60)
    assert conversions.submit(unread(2)).result(60).kept == "id2"
    conversions.end()


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (Unread("file", b"{\\rtf1}", "a.txt", ""), "rtf"), (Unread("file", OLE, "A.DOC", ""), "doc"),
        (Unread("file", OLE, "a.xls", ""), None), (Unread("file", b"PK", "a.doc", ""), None),
        (Unread("file", b"{\\rtf1}", "a.rtf", "", maker="x"), None), (Unread("text", b"{\\rtf1}", "a", ""), None),
    ],
)  # fmt: skip
def test_only_old_word_processor_files_are_converted(file, kind):
    assert kind_of_old(file) == kind


@pytest.mark.skipif(
    libreoffice.installed() is None, reason="LibreOffice is missing (libreoffice-writer-nogui)"
)
def test_the_real_one_makes_what_the_readers_read():
    words = b"KE HOACH\\par Trong rau trong vuon truong\\par 1. Gieo hat cai o luong dau cua vuon.\\par "
    files = [unread(number, words) for number in range(2)]
    with Readers() as readers:
        found = [each.result(120) for each in [readers.submit(file) for file in files]]
    assert [outcome.refused for outcome in found] == [None, None]
    assert all(outcome.tool.startswith("LibreOffice") and "word reader" in outcome.tool for outcome in found)
