"""A disk that takes no writes: all that reads goes on, on every page, and what writes says why it cannot."""

import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.embedded.lexical import LexicalIndex
from index.rows import Rows
from plansearch.app import create_app
from plansearch.settings import Settings
from tests.every_route import ask, fill, write_round
from tests.index_worlds import collect, write_plan
from tests.serving import plansearch


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 12 MB of its own; needs the right to mount."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root on Linux")
    disk = tmp_path / "disk"
    disk.mkdir()
    if mount("-t", "tmpfs", "-o", "size=12m", "tmpfs", disk):
        pytest.skip("mounting is not permitted here")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.fixture
def data(disk: Path, tmp_path: Path) -> Path:
    """A data folder on it; plans to ingest lie elsewhere."""
    write_round(tmp_path / "in", 1)
    collect(disk / "data", tmp_path / "in")
    return disk / "data"


def mount(*arguments: str | Path) -> int:
    """Run `mount` and return its exit status."""
    return subprocess.run(["mount", *map(str, arguments)], capture_output=True, check=False).returncode


def make_read_only(data: Path) -> None:
    if mount("-o", "remount,ro", data.parent):
        pytest.skip("mounting anew is not permitted here")
    with pytest.raises(OSError, match="Read-only"):
        (data / "new").touch()


def make_full(data: Path) -> None:
    free = os.statvfs(data)
    (data.parent / "filler").write_bytes(b"\x01" * (free.f_bavail * free.f_bsize))
    with pytest.raises(OSError, match="No space"):
        (data / "new").write_bytes(b"\x01")
    (data / "new").unlink()


takes_no_writes = pytest.mark.parametrize("harm", [make_read_only, make_full], ids=["read-only", "full"])


@takes_no_writes
def test_every_page_answers(data, harm):
    harm(data)
    # Opened afterwards, as by a server that starts there.
    app = create_app(Settings(data=data))
    client = TestClient(app, raise_server_exceptions=False)
    answers = {
        path: ask(client, address)
        for path, address in fill(app, app.state.index.snapshot())
        # There is no server that writes summaries.
        if not path.endswith("/written")
    }
    assert [(path, told) for path, told in answers.items() if told.status != 200] == []
    assert answers["/search"].rounds == answers["/api/v1/search"].rounds == {1}
    app.state.index.close()


def test_the_links_through_which_a_read_only_index_is_read_go_with_it(data, tmp_path, monkeypatch):
    make_read_only(data)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    part = data / "segments" / "s000001" / "lexical"
    opened = LexicalIndex(data / "generations" / "g000001" / "lexical", [part], Rows([1]))
    (links,) = (tmp_path / "temporary").iterdir()
    remove, meanwhile = shutil.rmtree, iter([True])

    def remove_while_it_is_watched(folder: Path, **options: bool) -> None:
        remove(folder, **options)
        if next(meanwhile, False):
            folder.mkdir(exist_ok=True)
            (folder / ".tantivy-meta.lock").touch()

    monkeypatch.setattr(shutil, "rmtree", remove_while_it_is_watched)
    del opened
    gc.collect()
    assert not links.exists()


@takes_no_writes
def test_the_command_line_finds_and_verifies_there(data, harm):
    harm(data)
    found = plansearch("search", "đèn biển", "--data", data, "--json")
    assert found.returncode == 0
    assert "đèn biển" in json.loads(found.stdout)["results"][0]["text"]
    verified = plansearch("verify", "--data", data)
    assert (verified.returncode, verified.stdout.split()[0]) == (0, "ok")


@takes_no_writes
def test_it_can_be_backed_up_to_another_disk(data, harm, tmp_path):
    harm(data)
    assert plansearch("backup", tmp_path / "plans.tar", "--data", data).returncode == 0
    restored = plansearch("restore", tmp_path / "plans.tar", "--data", tmp_path / "again")
    assert (restored.returncode, restored.stderr) == (0, "")


@takes_no_writes
def test_what_cannot_be_backed_up_or_restored_there_is_told_and_leaves_nothing(data, harm, tmp_path):
    assert plansearch("backup", tmp_path / "plans.tar", "--data", data).returncode == 0
    harm(data)
    before = set(data.parent.iterdir())
    for command in (
        ("backup", data.parent / "plans.tar", "--data", data),
        ("restore", tmp_path / "plans.tar", "--data", data.parent / "again"),
    ):
        done = plansearch(*command)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert "read-only" in done.stderr or "disk full" in done.stderr
        assert set(data.parent.iterdir()) == before


@takes_no_writes
def test_what_would_write_ends_with_a_message(data, harm, tmp_path):
    harm(data)
    document = json.loads(plansearch("documents", "--data", data, "--json").stdout)["documents"][0]["id"]
    plan = write_plan(tmp_path / "new.txt", "Sửa trường học vùng cao.")
    for command in (("ingest", plan), ("remove", document)):
        done = plansearch(*command, "--data", data)
        assert done.returncode == 2, command
        assert "Traceback" not in done.stdout + done.stderr
        assert str(data) in done.stderr.replace("\n", "")
        assert "read-only" in done.stderr or "disk full" in done.stderr
    assert plansearch("verify", "--data", data).returncode == 0


def test_shards_of_a_disk_that_takes_no_writes_are_joined(disk, tmp_path):
    write_round(tmp_path / "in", 1)
    shards = [disk / "1", disk / "2"]
    for number, shard in enumerate(shards, 1):
        done = plansearch("ingest", tmp_path / "in", "--shard", f"{number}/2", "--data", shard)
        assert done.returncode == 0, done.stderr
    make_read_only(shards[0])
    done = plansearch("merge", *shards, "--data", tmp_path / "data")
    assert (done.returncode, done.stderr) == (0, "")
    assert plansearch("verify", "--data", tmp_path / "data").stdout.splitlines()[0] == "ok"
