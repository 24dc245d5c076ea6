"""Bad input: each file is refused by name with its reason, and the others are read."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from PIL import Image

from index.data_folder import DataFolder
from index.errors import PlanSearchError
from ingest.sources.recognition.tesseract import missing
from search_api.collecting.collect import quarantined
from search_api.collecting.report import FileReport, IngestReport
from tests.docx_files import p, r, t, word_file
from tests.index_worlds import collect, indexed_texts, write_plan
from tests.ingest.sources.packed import packed
from tests.locked_pdf import locked_pdf
from tests.page_maker import written_pdf
from tests.serving import PLANSEARCH

GOOD = "Sửa trường học vùng cao."
LONG = "n" * 300
PAGES = 10_000
LARGE = 2 << 30
REASONS = {
    "locked.pdf": ("locked", "opens with a password only"),
    "no pages.pdf": ("empty", "the PDF has no pages"),
    "many pages.pdf": ("too_large", f"the PDF has {PAGES} pages, the limit is"),
    "large.txt": ("too_large", f"the file has {LARGE} bytes, the limit is"),
    "steering\x1b[31m\n.txt": ("empty", "no passage was found"),
    f"names.zip/{LONG}.txt": ("empty", "no passage was found"),
    "names.zip/deep.zip/deeper.zip": ("nested", "unpack it"),
    "names.zip/link.txt": ("unsafe", "it is a link"),
    "program.exe": ("unknown_type", "files of type '.exe' are not read"),
    "cut.docx": ("damaged", "damaged or was not saved whole"),
    "noise.txt": ("encoding", "not text in a known encoding"),
    "nowhere.txt": ("inaccessible", "the link leads nowhere"),
}


def pdf_of(pages: int) -> bytes:
    """Return a PDF that shows the same page many times."""
    return written_pdf(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: f"<</Type/Pages/Kids[{'3 0 R ' * pages}]/Count {pages}>>",
            3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        }
    )


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of nothing but bad files."""
    folder = tmp_path_factory.mktemp("bad")
    (folder / "locked.pdf").write_bytes(locked_pdf(b"mat khau"))
    (folder / "no pages.pdf").write_bytes(pdf_of(0))
    (folder / "many pages.pdf").write_bytes(pdf_of(PAGES))
    (folder / "large.txt").touch()
    # It takes no room on the disk.
    os.truncate(folder / "large.txt", LARGE)
    (folder / "steering\x1b[31m\n.txt").touch()
    (folder / "program.exe").write_bytes(b"MZ")
    (folder / "cut.docx").write_bytes(word_file(p(r(t(GOOD))))[:900])
    (folder / "noise.txt").write_bytes(b"k\xbf ho\xa6ch t\xa3i x\xa5 v\xb2ng cao, b\xa1o c\xa4o " * 9)
    (folder / "nowhere.txt").symlink_to(folder / "gone.txt")
    with ZipFile(folder / "names.zip", "w") as archive:
        archive.writestr(f"{LONG}.txt", "")
        archive.writestr("deep.zip", packed({"deeper.zip": packed({"a.txt": GOOD})}))
        link = ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "a.txt")
    return folder


@pytest.fixture(scope="module")
def report(bad: Path, tmp_path_factory: pytest.TempPathFactory) -> IngestReport:
    """What an ingest says of them beside a good one."""
    good = write_plan(tmp_path_factory.mktemp("good") / "good.txt", GOOD)
    return collect(tmp_path_factory.mktemp("data"), good, bad)


def of(report: IngestReport, path: Path) -> FileReport:
    """Return what is said of a file."""
    (found,) = [file for file in report.files if file.path == str(path)]
    return found


@pytest.mark.parametrize(("name", "kind", "reason"), [(name, *why) for name, why in REASONS.items()])
def test_each_bad_file_is_refused_with_its_reason_and_its_kind(report, bad, name, kind, reason):
    file = of(report, bad / name)
    assert (file.outcome, file.refusal) == ("refused", kind)
    assert reason in file.reason


def test_the_quarantine_has_the_same_kinds(report, bad, tmp_path):
    collect(tmp_path / "data", bad)
    kept = {file.path: file.kind for file in quarantined(DataFolder.open(tmp_path / "data"))}
    said = {file.path: file.refusal for file in report.files if file.outcome == "refused"}
    assert {Path(path).name: kind for path, kind in kept.items()} == {
        Path(path).name: kind for path, kind in said.items()
    }


def test_a_page_without_words_is_told_from_one_that_nothing_can_recognise(tmp_path):
    Image.new("L", (400, 400), 255).save(tmp_path / "blank.png")
    (refused,) = collect(tmp_path / "data", tmp_path / "blank.png").files
    assert refused.refusal == ("no_program" if missing() else "unrecognised")


def test_nothing_else_is_refused_and_the_ingest_has_not_failed(report):
    assert (report.count("refused"), report.count("added")) == (len(REASONS), 1)
    assert not report.failed


def test_an_ingest_of_nothing_but_bad_files_has_failed(bad, tmp_path):
    assert collect(tmp_path / "data", bad).failed


def test_a_name_that_no_file_can_have_is_named_as_one_that_is_missing(tmp_path):
    with pytest.raises(PlanSearchError, match=f"{LONG}.*check the path"):
        collect(tmp_path / "data", tmp_path / LONG)


def test_a_plan_of_a_long_name_in_an_archive_is_read(tmp_path):
    text = write_plan(tmp_path / "plan.txt", GOOD).read_text(encoding="utf-8")
    with ZipFile(tmp_path / "plans.zip", "w") as archive:
        archive.writestr(f"{LONG}.txt", text)
    for outcome in ("added", "unchanged"):
        assert [file.outcome for file in collect(tmp_path / "data", tmp_path / "plans.zip").files] == [
            outcome
        ]
    assert indexed_texts(tmp_path / "data") == {f"1. {GOOD}"}


def test_a_file_that_changes_while_it_is_read_is_refused_until_it_is_quiet(tmp_path, monkeypatch):
    plan = write_plan(tmp_path / "in" / "a.txt", GOOD)
    looked_at = os.fstat

    def written_to(handle: int) -> os.stat_result:
        status = looked_at(handle)
        if status.st_ino == plan.stat().st_ino:
            with plan.open("a") as file:
                file.write("2.")
        return status

    with monkeypatch.context() as patch:
        patch.setattr(os, "fstat", written_to)
        (refused,) = collect(tmp_path / "data", plan.parent).files
    assert (refused.outcome, refused.reason) == (
        "refused",
        "the file changed while it was read: ingest it again",
    )
    assert [file.outcome for file in collect(tmp_path / "data", plan.parent).files] == ["added"]


def without_privileges(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command that permissions hold for, also where the superuser runs the tests."""
    drop = []
    if os.geteuid() == 0:
        program = shutil.which("setpriv") or pytest.skip("setpriv is missing")
        drop = [program, "--bounding-set", "-dac_override,-dac_read_search"]
    return subprocess.run([*drop, *command], capture_output=True, encoding="utf-8", check=False)


@pytest.mark.skipif(sys.platform != "linux", reason="permissions are others elsewhere")
def test_what_may_not_be_read_is_refused_and_the_others_are_read(tmp_path):
    plans = write_plan(tmp_path / "in" / "good.txt", GOOD).parent
    for name, mode in {"file.txt": 0, "closed": 0, "listed only": 0o444}.items():
        path = plans / name
        path.touch() if path.suffix else write_plan(path / "a.txt", GOOD)
        path.chmod(mode)
    done = without_privileges(PLANSEARCH, "ingest", plans, "--data", tmp_path / "data")
    for name in ("closed", "listed only"):
        (plans / name).chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert f"{plans}/file.txt: the file cannot be read: Permission denied" in done.stderr
    assert f"{plans}/closed: the folder cannot be listed: Permission denied" in done.stderr
    assert f"{plans}/listed only/a.txt: it cannot be looked at: Permission denied" in done.stderr
    assert "1 added, 3 refused" in done.stdout
