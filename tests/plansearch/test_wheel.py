"""The wheel, installed where nothing of the repository is seen: it has all its files and shows itself.

Its dependencies are those of the tests; that their ranges can be had anew is what `make install` shows.
"""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import ROOT, SAMPLES
from tests.serving import running

pytestmark = pytest.mark.thorough

ROOMS = ("ingest", "index", "search_api", "web", "plansearch")
# All that a wheel is made of.
PARTS = (*ROOMS, "samples", "pyproject.toml", "README.md", "LICENSE")
# What the locales are made of, and what Python makes by itself.
LEFT_OUT = {".po", ".cfg", ".pyc"}
PATIENCE = 120


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel of a copy, so that the repository has nothing of its making."""
    copy = tmp_path_factory.mktemp("copy")
    unmade = shutil.ignore_patterns("__pycache__")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, copy / part, symlinks=True, ignore=unmade)
        else:
            shutil.copy(ROOT / part, copy)
    pip("wheel", "--no-build-isolation", "--wheel-dir", copy / "dist", copy)
    (made,) = (copy / "dist").iterdir()
    return made


@pytest.fixture(scope="module")
def scripts(wheel, tmp_path_factory) -> Path:
    """The folder of commands of a new environment that has the wheel, and else the packages of this one."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder)
    paths = {"base": str(folder), "platbase": str(folder)}
    scripts = Path(sysconfig.get_path("scripts", "venv", paths))
    packages = Path(sysconfig.get_path("purelib", "venv", paths))
    pip("--python", scripts / Path(sys.executable).name, "install", wheel)
    # What such a line names is looked at for modules, not for further lines: the editable install is not seen.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return scripts


def pip(*arguments: str | Path) -> None:
    """Run pip without anything from outside."""
    options = ("--quiet", "--disable-pip-version-check", "--no-index", "--no-deps")
    before = 2 if arguments[0] == "--python" else 0
    command = [*map(str, arguments[: before + 1]), *options, *map(str, arguments[before + 1 :])]
    subprocess.run([sys.executable, "-m", "pip", *command], check=True, timeout=PATIENCE)


def test_every_file_that_the_product_reads_is_in_the_wheel(wheel):
    with ZipFile(wheel) as packed:
        inside = {name for name in packed.namelist() if ".dist-info/" not in name}
    files = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix not in LEFT_OUT
    }
    samples = {
        f"plansearch/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "samples").rglob("*")
        if path.is_file()
    }
    assert inside == files | samples


def test_the_installed_command_ingests_the_samples_and_serves_them_until_it_ends(scripts, tmp_path):
    texts = {path.name for path in SAMPLES.iterdir()}
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    # Where children look for modules too.
    alone = {"PYTHONPATH": "", "TMPDIR": str(temporary)}
    with running([str(scripts / "plansearch"), "demo"], tmp_path / "log.txt", alone) as served:
        page = served.get("/search", q="fishing", lang="en")
        assert "118/KH-UBND" in page.text
        assert '<html lang="en">' in page.text
        assert served.get("/static/site.css").status_code == 200
        documents = served.get("/api/v1/documents", limit=100).json()["documents"]
        assert {document["source_file"] for document in documents} >= texts
        assert any(temporary.iterdir())
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(20) == 0
    assert not any(temporary.iterdir())
    assert "Traceback" not in (tmp_path / "log.txt").read_text(encoding="utf-8")


def test_nothing_of_the_repository_is_seen_there(scripts, tmp_path):
    code = f"import {', '.join(ROOMS)}; print(*(room.__file__ for room in ({', '.join(ROOMS)})), sep='\\n')"
    environment = {**os.environ, "PYTHONPATH": ""}
    done = subprocess.run(
        [scripts / Path(sys.executable).name, "-c", code],
        check=True, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, encoding="utf-8", timeout=PATIENCE,
    )  # fmt: skip
    assert [path for path in done.stdout.split() if not path.startswith(str(scripts.parent))] == []
