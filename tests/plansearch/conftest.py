"""A data folder over two small plans, and applications over it with settings of their own."""

import pytest

from plansearch.app import create_app
from plansearch.settings import Settings
from tests.every_route import write_round
from tests.index_worlds import collect


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder over two small plans."""
    folder = tmp_path_factory.mktemp("two")
    write_round(folder / "in", 1)
    collect(folder / "data", folder / "in")
    return folder / "data"


@pytest.fixture(scope="module")
def made(data):
    """Make applications over the plans, which are closed in the end."""
    apps = []

    def make(**settings):
        apps.append(create_app(Settings(data=data, **settings)))
        return apps[-1]

    yield make
    for app in apps:
        app.state.index.close()
