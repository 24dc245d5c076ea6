"""What was removed never comes back: not by damage, not by a kill, not out of the files."""

import re
import shutil
import zlib
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import NoIndexError
from index.snapshot import Snapshot
from plansearch.app import create_app
from plansearch.settings import Settings
from search_api.collecting.collect import remove
from tests.every_route import text_of
from tests.index_worlds import collect, index_files, indexed_texts, write_plan

# Words that only the removed document has, one of them as no other word begins.
NAME = "Kangtem"
SECRET = f"Giao Trạm Thú y nuôi hươu sao ở trại {NAME} trước ngày 05/3/2025 theo Nghị định số 99/2021/NĐ-CP."
OTHER = "Giao Sở Y tế nuôi hươu sao lấy nhung trước ngày 06/4/2025 theo Nghị định số 11/2021/NĐ-CP."
# Where a document can be met.
PLACES = (
    "/", "/help", "/documents", "/compare", "/search?q=nuôi hươu sao", "/ask?q=nuôi hươu sao ở đâu?",
    "/duties", "/instruments", "/coverage?by=document", "/api/v1/search?q=nuôi hươu sao",
    "/api/v1/ask?q=nuôi hươu sao ở đâu?", "/api/v1/documents", "/api/v1/duties.csv", "/api/v1/duties.ics",
    "/api/v1/duties.xlsx", "/api/v1/duties", "/api/v1/instruments", "/api/v1/coverage?by=document",
)  # fmt: skip


class World:
    """A data folder over two plans, and what the second one is called in it."""

    def __init__(self, folder: Path) -> None:
        self.plans, self.data = folder / "in", folder / "data"
        write_plan(self.plans / "a.txt", OTHER, title="Nuôi hươu lấy nhung")
        write_plan(self.plans / "b.txt", SECRET, title=f"Nuôi hươu ở {NAME}")
        report = collect(self.data, self.plans)
        self.kept, self.document = (file.document_id for file in report.files)
        records = self.folder.open_generation().generation.records
        (self.passage,) = [passage.id for passage in records.of_document(self.document)]
        (self.other,) = [passage.id for passage in records.of_document(self.kept)]

    @property
    def folder(self) -> DataFolder:
        return DataFolder.open(self.data)

    def client(self) -> TestClient:
        """The application, opened afresh."""
        return TestClient(create_app(Settings(data=self.data)), raise_server_exceptions=False)

    def remove(self) -> None:
        remove(self.folder, self.document, load_embedder())

    def addresses(self) -> list[str]:
        """The addresses that name the document, its passage or its instrument."""
        return [
            f"/documents/{self.document}", f"/api/v1/documents/{self.document}",
            f"/documents/{self.document}/instruments", f"/api/v1/documents/{self.document}/instruments",
            f"/api/v1/passages/{self.passage}", f"/passages/{self.passage}/similar",
            f"/api/v1/passages/{self.passage}/similar", "/instruments/99-2021-nd-cp",
            "/api/v1/instruments/99-2021-nd-cp", f"/compare.html?d={self.document}&d={self.kept}",
        ]  # fmt: skip

    def places(self) -> list[str]:
        beside = f"/passages/{self.other}/similar"
        return [*PLACES, beside, f"/api/v1{beside}", f"/documents/{self.kept}"]

    def seen(self, client: TestClient) -> list[str]:
        """Return where the document is met."""
        pages = {place: client.get(place) for place in self.places()}
        assert {answer.status_code for answer in pages.values()} == {200}
        shown = re.compile(f"{NAME}|{self.document}|{self.passage}|99[-/]2021")
        met = [place for place, answer in pages.items() if shown.search(text_of(answer.content))]
        return met + [address for address in self.addresses() if client.get(address).status_code != 404]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> World:
    return World(tmp_path_factory.mktemp("removed"))


@pytest.fixture
def world(made: World, tmp_path: Path):
    """A copy of the folder; its files of plans are those of the first."""
    copied = object.__new__(World)
    vars(copied).update(vars(made))
    copied.data = Path(shutil.copytree(made.data, tmp_path / "data"))
    return copied


class Killed(BaseException):
    """Nothing after it is done."""


def killed(*_: object, **__: object) -> None:
    raise Killed


def test_before_it_is_removed_the_document_is_met_everywhere(world):
    met = world.seen(world.client())
    assert set(world.places()) - set(met) <= {"/", "/help", f"/documents/{world.kept}"}
    assert met[-len(world.addresses()) :] == world.addresses()


def put(file: Path, content: bytes) -> None:
    """Put other bytes in the place of a file; who has mapped it keeps what it was."""
    beside = file.with_name(f"{file.name}.put")
    beside.write_bytes(content)
    beside.replace(file)


@pytest.mark.parametrize("cut_short", [False, True], ids=["completed", "killed before the cleaning"])
def test_damage_to_any_file_does_not_bring_it_back(world, monkeypatch, cut_short):
    if cut_short:
        # The generation that holds it is still there, and is what a damaged one falls back to.
        with monkeypatch.context() as patch:
            patch.setattr(DataFolder, "forget_removed", killed)
            with pytest.raises(Killed):
                world.remove()
    else:
        world.remove()
        collect(world.data, write_plan(world.data.parent / "c.txt", "Trồng rau trong vườn trường."))
    newest = world.folder.generation_names()[0]
    assert world.seen(world.client()) == []
    damaged = 0
    for file in index_files(world.data, newest):
        whole = file.read_bytes()
        if whole:
            flipped = bytearray(whole)
            flipped[len(whole) // 2] ^= 1
            put(file, flipped)
            opened = world.folder.open_generation()
            assert opened.generation.manifest.generation != newest, file
            snapshot = Snapshot(opened.generation, load_embedder(), None, opened.removed)
            assert {d.document_id for d in snapshot.duties()} == {world.kept}, file
            assert {h.document.id for h in snapshot.searcher.search("nuôi hươu sao").hits} == {world.kept}
            damaged += 1
            if damaged == 1:
                assert world.seen(world.client()) == []
            put(file, whole)
    assert damaged > 12


def test_with_its_list_damaged_as_well_nothing_is_served_rather_than_what_was_removed(world, monkeypatch):
    monkeypatch.setattr(DataFolder, "forget_removed", killed)
    with pytest.raises(Killed):
        world.remove()
    (world.data / "removed.json").write_text("{", encoding="utf-8")
    assert world.seen(world.client()) == []
    (world.data / "segments" / "s000002" / "passages.faiss").write_bytes(b"")
    with pytest.raises(NoIndexError):
        world.folder.open_generation()


def test_a_removal_that_was_cut_short_hides_the_document_and_is_completed(world, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(DataFolder, "publish", killed)
        with pytest.raises(Killed):
            world.remove()
    assert world.folder.generation_names() == ["g000001"]
    assert world.seen(world.client()) == []
    collect(world.data, world.plans / "a.txt")
    assert world.seen(world.client()) == []
    assert world.folder.faults() == []
    assert files_with(world.data, NAME) == set()
    collect(world.data, write_plan(world.data.parent / "c.txt", "Trồng rau trong vườn trường."))
    assert world.seen(world.client()) == []


def test_the_removal_of_another_document_completes_it_as_well(world, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(DataFolder, "note_removed", killed)
        with pytest.raises(Killed):
            world.remove()
    remove(world.folder, world.kept, load_embedder())
    assert indexed_texts(world.data) == set()
    assert world.folder.faults() == []
    assert files_with(world.data, NAME) == set()


def files_with(folder: Path, words: str) -> set[str]:
    """Return the files in which words stand, plainly or within something compressed."""
    return {
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(words.lower() in part for part in parts(path.read_bytes()))
    }


def parts(content: bytes) -> list[str]:
    """Return the words of bytes, as they are and decompressed, in small letters."""
    begins = re.finditer(b"\x78[\x01\x5e\x9c\xda]", content)
    found = [content, *(unpacked(content[match.start() :]) for match in begins)]
    return [part.decode("utf-8", "replace").lower() for part in found]


def unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(content)
    except zlib.error:
        return b""


def test_when_remove_has_returned_its_words_are_in_no_file(world):
    assert {"catalogue.sqlite", "records.sqlite"} <= files_with(world.data, NAME)
    world.remove()
    assert files_with(world.data, NAME) == set()
    assert files_with(world.data, f"trại {NAME}") == set()
    assert "nhung" in "".join(indexed_texts(world.data))


def test_what_is_looked_for_in_the_files_is_found_where_only_a_compressed_part_has_it(world):
    records = world.data / "segments" / "s000001" / "records.sqlite"
    fields = [part for part in parts(records.read_bytes())[1:] if NAME.lower() in part]
    assert fields


def test_ingested_again_it_is_found_again_and_stays(world):
    world.remove()
    collect(world.data, world.plans)
    for words in ("Trồng rau trong vườn trường.", "Dạy bơi cho trẻ em ven sông."):
        assert SECRET in "".join(indexed_texts(world.data))
        assert f"/documents/{world.document}" in world.seen(world.client())
        collect(world.data, write_plan(world.data.parent / "c.txt", words))
    assert SECRET in "".join(indexed_texts(world.data))
    assert world.folder.faults() == []


def test_while_a_document_is_removed_every_page_answers(world, monkeypatch):
    client, found, publish = world.client(), [], DataFolder.publish

    def publishing(folder, *rest, **options):
        found.append(world.seen(client))
        manifest = publish(folder, *rest, **options)
        found.append(world.seen(client))
        return manifest

    assert world.seen(client) != []
    monkeypatch.setattr(DataFolder, "publish", publishing)
    world.remove()
    assert found == [[], []]
    assert world.seen(client) == []
