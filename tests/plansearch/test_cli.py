"""The command line as people and programs meet it; what only a process of its own shows is one."""

import json
import shutil
import subprocess

import pytest

from tests.contract import ASK, DOCUMENT, HIT, INDEX, SEARCH, faults
from tests.index_worlds import collect, snapshot, write_plan
from tests.serving import PLANSEARCH, plansearch, process

QUERY = "tàu mất kết nối quá 6 giờ phải gọi chủ tàu"
FOREIGN = "how do black holes evaporate through Hawking radiation?"
OPTIONS = {
    "ingest": [
        "PATH",
        "--watch",
        "--sync",
        "--dry-run",
        "--report",
        "--retry",
        "--shard",
        "--data",
        "--json",
    ],
    "merge": ["SHARD", "--data", "--json"],
    "search": ["--limit", "--province", "--year", "--type", "--data", "--json"],
    "ask": ["--data", "--json"],
    "similar": ["--limit", "--data", "--json"],
    "duties": ["--actor", "--topic", "--province", "--deadline", "--format", "--output", "--data", "--json"],
    "documents": ["--data", "--json"],
    "show": ["--data", "--json"],
    "check": ["--data", "--json"],
    "remove": ["--data"],
    "publish": ["--data"],
    "quarantine": ["--data", "--json"],
    "eval": ["--data", "--json"],
    "serve": ["--host", "--port", "--data"],
    "demo": ["--port"],
    "verify": ["--data", "--json"],
    "backup": ["FILE", "--force", "--data", "--json"],
    "restore": ["FILE", "--data", "--json"],
}
HEAVY = ("torch", "transformers", "sentence_transformers")


def results(*arguments) -> dict:
    """Run a command with --json and return what it prints."""
    done = plansearch(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refused(*arguments) -> str:
    """Run a command that must fail as expected and return its message."""
    done = plansearch(*arguments)
    assert done.returncode == 2, (done.returncode, done.stdout, done.stderr)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr


def imported(stderr: str) -> set[str]:
    """Return the top modules that `-X importtime` reports."""
    names = [
        line.rsplit("|", 1)[-1].strip() for line in stderr.splitlines() if line.startswith("import time:")
    ]
    return {name.split(".")[0] for name in names}


@pytest.fixture(scope="module")
def passage(sample_service):
    """The id of a passage."""
    return sample_service.search(QUERY).hits[0].passage.id


@pytest.mark.parametrize("command", OPTIONS)
def test_each_command_explains_its_options(command):
    done = plansearch(command, "--help", environment={"COLUMNS": "200"})
    assert (done.returncode, done.stderr) == (0, "")
    assert [option for option in OPTIONS[command] if option not in done.stdout] == []


def test_the_program_lists_its_commands_without_loading_a_model():
    done = process("--help", environment={"PYTHONPROFILEIMPORTTIME": "1"})
    assert [command for command in OPTIONS if command not in done.stdout] == []
    assert imported(done.stderr).isdisjoint({*HEAVY, "faiss", "numpy", "fastapi"})


def test_search_prints_the_json_of_the_contract_and_imports_no_torch(sample_data, client):
    done = process(
        "search", QUERY, "--limit", "3", "--data", sample_data, "--json",
        environment={"PYTHONPROFILEIMPORTTIME": "1"},
    )  # fmt: skip
    body = json.loads(done.stdout)
    assert faults(body, SEARCH) == []
    assert (set(body["results"][0]), set(body["results"][0]["document"])) == (set(HIT), set(DOCUMENT))
    assert body == client.get("/api/v1/search", params={"q": QUERY, "limit": 3}).json()
    assert "faiss" in imported(done.stderr)
    assert imported(done.stderr).isdisjoint(HEAVY)


def test_search_prints_text_and_citation(sample_data, sample_service):
    done = plansearch("search", QUERY, "--province", "An Khê Đông", "--year", "2023", "--data", sample_data)
    hit = sample_service.search(QUERY).hits[0]
    assert (done.returncode, done.stderr) == (0, "")
    assert hit.passage.text in done.stdout
    assert hit.passage.id in done.stdout
    assert "của Ủy ban nhân dân tỉnh An Khê Đông" in done.stdout


def test_ask_prints_the_json_of_the_contract(sample_data):
    body = results("ask", QUERY, "--data", sample_data)
    assert faults(body, ASK) == []
    assert (body["question"], body["status"]) == (QUERY, "answered")


def test_ask_without_evidence_says_so_and_succeeds(sample_data):
    done = plansearch("ask", FOREIGN, "--data", sample_data)
    assert done.returncode == 0
    assert "do not seem to speak of this" in done.stdout


def test_ask_prints_quotes_with_their_citation(sample_data):
    done = plansearch("ask", QUERY, environment={"PLANSEARCH_DATA": str(sample_data)})
    assert (done.returncode, done.stderr) == (0, "")
    assert QUERY in done.stdout
    assert "của Ủy ban nhân dân tỉnh An Khê Đông" in done.stdout


def test_similar_prints_hits_of_other_documents(sample_data, passage, client):
    body = results("similar", passage, "--limit", "2", "--data", sample_data)
    assert faults(body, {"passage_id": str, "results": [HIT]}) == []
    assert body == client.get(f"/api/v1/passages/{passage}/similar", params={"limit": 2}).json()


def test_documents_prints_the_json_of_the_contract(sample_data):
    body = results("documents", "--data", sample_data)
    assert faults(body, {"documents": [DOCUMENT], "total": int, "index": INDEX}) == []
    assert body["total"] == len(body["documents"]) == 15


def test_documents_prints_every_id_and_title_on_one_line(sample_data, sample_service):
    lines = plansearch("documents", "--data", sample_data).stdout.splitlines()
    for document in sample_service.documents():
        assert any(document.id in line and document.metadata.title in line for line in lines), document.id


def test_show_prints_document_and_text(sample_data, sample_service):
    document = sample_service.documents()[0]
    body = results("show", document.id, "--data", sample_data)
    assert faults(body, {**DOCUMENT, "text": str, "passages": [{"passage_id": str}]}) == []
    printed = plansearch("show", document.id, "--data", sample_data).stdout
    assert document.metadata.title in printed
    assert sample_service.passages_of(document.id)[-1].text in printed


def test_eval_prints_measures(sample_data, tmp_path):
    file = tmp_path / "questions.jsonl"
    truth = {"source_file": "IUU_AKD_2023_ban_chot.txt", "phrase": "tàu mất kết nối quá 6 giờ phải gọi"}
    line = {"id": "a", "kind": "vi", "query": QUERY, "relevant": [truth]}
    file.write_text(json.dumps(line), encoding="utf-8")
    body = results("eval", file, "--data", sample_data)
    assert set(body["rows"]["vi"]["values"]) == {"hit@1", "hit@5", "nDCG@10", "R@5", "RR"}
    assert body["rows"]["all"]["values"]["hit@5"] == 1.0
    printed = plansearch("eval", file, "--data", sample_data).stdout
    assert "nDCG@10" in printed
    assert "abstention" in printed


def test_a_document_lives_from_ingest_to_removal(tmp_path):
    data, plans = tmp_path / "data", tmp_path / "plans"
    write_plan(plans / "a.txt", "Các thôn trồng cây ven đường làng.")
    write_plan(plans / "b.md", "Trạm thú y tiêm phòng cho đàn trâu bò.", title="Tiêm phòng gia súc")
    done = process("ingest", plans, "--data", data, "--json")
    report = json.loads(done.stdout)
    assert [file["outcome"] for file in report["files"]] == ["added", "added"]
    assert report["documents"] == 2
    again = plansearch("ingest", plans, "--data", data)
    assert (again.returncode, "2 unchanged" in again.stdout) == (0, True)
    gone = process("remove", report["files"][1]["document_id"], "--data", data)
    assert (gone.returncode, gone.stdout) == (0, "")
    found = results("search", "tiêm phòng trâu bò", "--data", data)["results"]
    assert {hit["document"]["source_file"] for hit in found} == {"a.txt"}
    assert plansearch("verify", "--data", data).stdout.split()[0] == "ok"


def test_verify_names_a_damaged_file_with_exit_code_one(tmp_path):
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", "Các thôn trồng cây ven đường làng."))
    damaged = max(tmp_path.glob("data/segments/*/*.faiss"))
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"!")
    done = plansearch("verify", "--data", tmp_path / "data", "--json")
    body = json.loads(done.stdout)
    assert (done.returncode, body["ok"]) == (1, False)
    assert any(damaged.name in fault for fault in body["faults"])


@pytest.mark.parametrize(
    ("arguments", "needles"),
    [
        (["search", ""], ["empty", "type a question"]),
        (["search", "a" * 10_000], ["10000", "2000", "shorten"]),
        (["search", "cá", "--province", "Atlantis"], ["province", "Atlantis", "Hải Lâm"]),
        (["show", "nope"], ["nope", "plansearch documents"]),
        (["remove", "nope"], ["nope", "plansearch documents"]),
        (["ingest", "nowhere"], ["nowhere", "check the path"]),
    ],
    ids=lambda value: " ".join(value)[:40],
)
def test_a_bad_input_is_named_with_a_remedy_and_changes_nothing(sample_data, arguments, needles):
    before = published(sample_data)
    message = refused(*arguments, "--data", sample_data)
    assert [needle for needle in needles if needle not in message] == []
    assert published(sample_data) == before


def published(data) -> dict[str, str]:
    """Return the digests of what is served, and of the catalogue without SQLite's working files."""
    working = ("-wal", "-shm", "writer.lock")
    return {name: digest for name, digest in snapshot(data).items() if not name.endswith(working)}


def test_a_query_that_is_not_text_is_no_crash(sample_data):
    done = process("search", b"t\xe0u c\xe1 vi ph\xa1m", "--data", sample_data, "--json")
    assert done.returncode in {0, 2}
    assert "Traceback" not in done.stderr


def test_a_reader_that_leaves_early_is_no_crash(sample_data):
    # `plansearch documents | head -1`
    command = [PLANSEARCH, "documents", "--data", sample_data, "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        told = running.stderr.read().decode()
    assert "Traceback" not in told
    assert "BrokenPipeError" not in told


def test_a_missing_data_folder_is_named_with_the_command_that_makes_it(tmp_path):
    message = refused("search", "cá", "--data", tmp_path / "no data")
    assert str(tmp_path / "no data") in message
    assert "plansearch ingest" in message


@pytest.mark.parametrize("command", [["search", "cá"], ["ingest"]], ids=lambda c: c[0])
def test_a_folder_that_is_not_ours_is_refused_and_left_alone(tmp_path, command):
    write_plan(tmp_path / "home" / "letter.txt", "Các thôn trồng cây ven đường làng.")
    before = snapshot(tmp_path)
    paths = [tmp_path / "home"] if command == ["ingest"] else []
    message = refused(*command, *paths, "--data", tmp_path / "home")
    assert str(tmp_path / "home") in message
    assert "--data" in message
    assert snapshot(tmp_path) == before


def test_a_folder_without_files_is_named(tmp_path):
    (tmp_path / "empty folder").mkdir()
    message = refused("ingest", tmp_path / "empty folder", "--data", tmp_path / "data")
    assert str(tmp_path / "empty folder") in message
    assert "name a folder with documents" in message


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """A folder with a plan among files that cannot be read."""
    folder = tmp_path_factory.mktemp("a folder with a long name so that lines would break") / "plans"
    write_plan(folder / "good.txt", "Các thôn trồng cây ven đường làng.")
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "table.xyz").write_text("Các thôn trồng cây ven đường làng. " * 5, encoding="utf-8")
    return folder


REASONS = {"empty.txt": "empty", "binary.txt": "binary", "table.xyz": ".xyz"}


@pytest.fixture(scope="module")
def named(mixed, tmp_path_factory):
    """An ingest that names each file of the mixed folder."""
    return plansearch("ingest", *sorted(mixed.iterdir()), "--data", tmp_path_factory.mktemp("named") / "data")


@pytest.mark.parametrize(("name", "reason"), REASONS.items())
def test_a_file_that_cannot_be_read_is_named_on_one_line_with_the_reason(named, mixed, name, reason):
    lines = named.stderr.splitlines()
    assert any(str(mixed / name) in line and reason in line for line in lines), named.stderr


def test_the_other_files_are_ingested(named):
    assert "1 added, 3 refused" in named.stdout


def test_where_something_was_read_the_exit_code_is_zero(named):
    assert named.returncode == 0


def test_files_that_cannot_be_read_in_a_folder_do_not_fail_the_ingest(mixed, tmp_path):
    done = plansearch("ingest", mixed, "--data", tmp_path / "data", "--json")
    outcomes = {file["path"]: file["outcome"] for file in json.loads(done.stdout)["files"]}
    assert outcomes.pop(str(mixed / "good.txt")) == "added"
    assert set(outcomes.values()) == {"refused"}
    assert done.returncode == 0


def test_nothing_readable_leaves_the_index_as_it_was(sample_data, mixed, tmp_path):
    shutil.copytree(sample_data, tmp_path / "data")
    before = published(tmp_path / "data" / "generations")
    done = plansearch("ingest", *(mixed / name for name in REASONS), "--data", tmp_path / "data")
    assert done.returncode == 2
    assert "3 refused" in done.stdout
    assert published(tmp_path / "data" / "generations") == before
