"""Worlds that several tests share."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from fastapi import FastAPI
from filelock import FileLock
from hypothesis import settings
from starlette.testclient import TestClient

from index.data_folder import DataFolder
from index.embedder import load_embedder
from ingest.reading import readers as reading
from ingest.reading.readers import Readers
from plansearch.app import create_app
from plansearch.settings import Settings
from search_api.collecting import collect as collecting
from search_api.collecting.collect import ingest
from tests.browsing import chromium, open_page, server  # noqa: F401 - fixtures
from tests.product import Product

# Examples are checked for what they give, never for how long a busy machine takes. `make test` checks
# the same examples each time; `make explore` looks for new ones.
settings.register_profile("same", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("explore", deadline=None, max_examples=3000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples" / "text"
REAL_CORPUS = ROOT.parent / "shared" / "corpus"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that must not skip anything, where it did."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("PLANSEARCH_NO_SKIPS") == "1" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def _kept_readers() -> Iterator[None]:
    """Keep the child processes that read from one ingest to the next: starting one takes half a second."""

    def those() -> AbstractContextManager[Readers]:
        return nullcontext(kept)

    with Readers() as kept, pytest.MonkeyPatch.context() as patch:
        patch.setattr(collecting, "Readers", those)
        patch.setattr(reading, "begun", those)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_power_cuts() -> Iterator[None]:
    """Do not wait for the disk: no test outlasts the machine, and those of power cuts see the calls themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session")
def real_corpus() -> Path:
    """The five real plans, where they are at hand."""
    if not REAL_CORPUS.is_dir():
        pytest.skip("../shared/corpus is not here")
    return REAL_CORPUS


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder over the sample corpus; tests only read it, and all workers share it."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    own = tmp_path_factory.getbasetemp()
    folder = (own if alone else own.parent) / "samples"
    folder.mkdir(exist_ok=True)
    with FileLock(folder / "lock"):
        if not (folder / "made").exists():
            ingest(DataFolder.open_or_create(folder / "data"), [SAMPLES], load_embedder())
            (folder / "made").touch()
    return folder / "data"


@pytest.fixture(scope="session")
def sample_service(sample_data: Path) -> Product:
    """The product over the sample corpus."""
    return Product.open(sample_data)


@pytest.fixture(scope="session")
def sample_app(sample_data: Path) -> FastAPI:
    """The application over the sample corpus."""
    return create_app(Settings(data=sample_data, model="bundled"))


@pytest.fixture
def client(sample_app: FastAPI) -> TestClient:
    """A client without cookies; an exception in the application is its 500 answer."""
    return TestClient(sample_app, raise_server_exceptions=False)
