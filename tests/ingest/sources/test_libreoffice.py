"""LibreOffice as a process: a batch at once, bounded, and one bad file costs only itself."""

import contextlib
import http.server
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.sources import libreoffice
from ingest.sources.bounded_zip import BoundedZip
from ingest.sources.libreoffice import LibreOffice
from tests.ingest.sources.packed import opendocument

RTF = rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Times New Roman;}}\f0 Huong dan cua xa Hai Lam.\par}"
# Does with each file what the file says, after noting the files of the call and its own number.
PROGRAM = """#!/bin/sh
form=; target=; names=
while [ $# -gt 0 ]; do
  case "$1" in
    --convert-to) form=$2; shift ;;
    --outdir) target=$2; shift ;;
    -*) ;;
    *) names="$names $1" ;;
  esac
  shift
done
echo "$form: $(for n in $names; do cat "$n"; echo; done | tr '\\n' ' ')" >> "{log}"
for name in $names; do
  base=$(basename "$name"); made="$target/${{base%.*}}.$form"
  case "$(cat "$name")" in
    hangs) sleep 600 & echo $! > "{child}"; wait ;;
    crashes) exit 1 ;;
    half) head -c 40 "{good}" > "$made" ;;
    good*) cp "{good}" "$made" ;;
  esac
done
"""


class Fake:
    """A program in the place of LibreOffice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log, self.child = folder / "log", folder / "child"
        good = folder / "good.zip"
        good.write_bytes(opendocument("text", ""))
        self.program = folder / "soffice"
        self.program.write_text(PROGRAM.format(log=self.log, child=self.child, good=good), encoding="utf-8")
        self.program.chmod(0o755)

    def convert(self, *contents: str, kind: str = "doc") -> list[Path | str]:
        files = {}
        for number, content in enumerate(contents):
            file = self.folder / f"vao-{number}"
            file.write_text(content, encoding="utf-8")
            files[file] = kind
        target = self.folder / "ra"
        target.mkdir()
        return list(LibreOffice(str(self.program), seconds=0.5).convert(files, target).values())

    def calls(self) -> list[str]:
        return [" ".join(line.split()) for line in self.log.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def fake(tmp_path, monkeypatch):
    monkeypatch.setattr(libreoffice, "_SECONDS_A_FURTHER_FILE", 0.1)
    return Fake(tmp_path)


def test_a_batch_is_one_process(fake):
    made = fake.convert("good 1", "good 2")
    assert [BoundedZip(file.read_bytes()).names[0] for file in made] == ["mimetype", "mimetype"]
    assert fake.calls() == ["docx: good 1 good 2"]


def test_slides_become_slides(fake):
    assert [file.suffix for file in fake.convert("good", kind="odp")] == [".pptx"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("hangs", "longer than 0.5 seconds"),
        ("crashes", "cannot read"),
        ("half", "cannot read"),
        ("makes nothing", "cannot read"),
    ],
)
def test_a_bad_file_costs_only_itself(fake, bad, reason):
    made = fake.convert("good 1", bad, "good 2")
    assert isinstance(made[0], Path)
    assert reason in str(made[1])
    assert isinstance(made[2], Path)
    assert f"docx: {bad}" in fake.calls(), "it was tried alone"
    assert "docx: good 1" not in fake.calls(), "what was made is not made again"


def test_what_a_program_started_ends_with_it(fake):
    fake.convert("hangs")
    child = int(fake.child.read_text(encoding="utf-8"))
    assert ends(child)


def ends(process: int) -> bool:
    """True where a process ends soon: a signal takes its time on a busy machine."""
    for _ in range(200):
        if not is_running(process):
            return True
        time.sleep(0.05)
    return False


def is_running(process: int) -> bool:
    """True for a process that runs; one that has ended may wait for its parent to notice."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def test_the_memory_of_the_process_and_its_files_are_bounded(fake):
    fake.program.write_text(f'#!/bin/sh\nsleep 0.1\nulimit -v -f > "{fake.log}"\n', encoding="utf-8")
    fake.convert("good")
    assert "unlimited" not in fake.log.read_text()


def test_nothing_of_the_environment_is_handed_on(fake, monkeypatch):
    monkeypatch.setenv("PLANSEARCH_KEY", "mat-khau")
    fake.program.write_text(f'#!/bin/sh\nenv > "{fake.log}"\n', encoding="utf-8")
    fake.convert("good")
    assert "mat-khau" not in fake.log.read_text()


def test_the_version_is_told(fake):
    fake.program.write_text('#!/bin/sh\necho "LibreOffice 24.2.7.2 420(Build:2)"\n', encoding="utf-8")
    assert LibreOffice(str(fake.program)).name == "LibreOffice 24.2"
    assert LibreOffice(str(fake.folder / "none")).name == "LibreOffice"


@pytest.fixture(scope="module")
def office() -> LibreOffice:
    """The LibreOffice of this machine."""
    found = libreoffice.installed()
    if found is None:
        pytest.skip("LibreOffice is missing (apt-get install libreoffice-writer-nogui)")
    return found


def test_real_files_are_made_and_no_link_is_followed(office, tmp_path):
    """Two files of one name, a broken one, and one with a picture and a text from elsewhere."""
    asked: list[str] = []
    canary = tmp_path / "mat.txt"
    canary.write_text("CHIM HOANG YEN", encoding="utf-8")
    with listening(asked) as port:
        linked = (
            "<text:p>Hướng dẫn trồng cây</text:p>"
            '<text:p><draw:frame svg:width="5cm" svg:height="5cm">'
            f'<draw:image xlink:href="http://127.0.0.1:{port}/hinh.png" xlink:type="simple"'
            ' xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>'
            f'<text:section text:name="S"><text:section-source xlink:href="{canary.as_uri()}"/>'
            "<text:p>như cũ</text:p></text:section>"
        )
        files = {tmp_path / "a.rtf": "rtf", tmp_path / "a.odt": "odt", tmp_path / "b.doc": "doc"}
        contents = [RTF, opendocument("text", linked), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000]
        for file, content in zip(files, contents, strict=True):
            file.write_bytes(content)
        target = tmp_path / "ra"
        target.mkdir()
        rtf, odt, broken = office.convert(files, target).values()
    assert b"Huong dan cua xa Hai Lam." in BoundedZip(rtf.read_bytes()).read("word/document.xml")
    text = BoundedZip(odt.read_bytes()).read("word/document.xml").decode()
    assert "Hướng dẫn trồng cây" in text
    assert "CHIM HOANG YEN" not in text
    assert str(broken) == "LibreOffice cannot read it"
    assert asked == []


@contextlib.contextmanager
def listening(asked: list[str]) -> Iterator[int]:
    """Serve on this machine, noting what is asked for; gives the port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()
