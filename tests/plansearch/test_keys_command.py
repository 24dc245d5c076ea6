"""`plansearch keys`: made, listed and revoked from the command line."""

import json

import pytest

from plansearch.keys import KeyStore
from tests.serving import plansearch


@pytest.fixture
def data(tmp_path):
    """A data folder that is not made yet: keys may come before documents."""
    return tmp_path / "data"


def listed(data):
    return json.loads(plansearch("keys", "list", "--json", "--data", data).stdout)["keys"]


def test_a_key_is_shown_once_and_listed_without_its_words(data):
    options = ("--scope", "ingest", "--expires", "2999-01-31", "--limit", "60/minute")
    documents = ("--documents", "a1", "--documents", "province:Hải Lâm")
    made = plansearch("keys", "create", "--name", "Sở Y tế", *options, *documents, "--data", data)
    assert made.returncode == 0
    words = made.stdout.strip()
    held = KeyStore(data).holder(words)
    assert held is not None
    (key,) = listed(data)
    assert key.pop("created")
    assert key == {
        "id": held.id, "name": "Sở Y tế", "scope": "ingest", "state": "good", "expires": "2999-01-31",
        "limit": "60/minute", "documents": ["a1", "province:Hải Lâm"], "revoked": None,
    }  # fmt: skip
    secret = words.rpartition("_")[2]
    assert secret not in plansearch("keys", "list", "--data", data).stdout
    assert secret not in plansearch("keys", "list", "--json", "--data", data).stdout


def test_an_empty_list_of_documents_is_none_and_no_list_is_all(data):
    for documents in ((), ("--documents", "")):
        plansearch("keys", "create", "--name", "x", *documents, "--data", data)
    assert [key["documents"] for key in listed(data)] == [None, []]
    table = plansearch("keys", "list", "--data", data).stdout.splitlines()
    assert [line.split("\t")[6] for line in table[1:]] == ["all", "none"]


def test_a_revoked_key_says_so(data):
    made = json.loads(plansearch("keys", "create", "--name", "x", "--json", "--data", data).stdout)
    assert plansearch("keys", "revoke", made["id"], "--data", data).returncode == 0
    assert KeyStore(data).holder(made["key"]) is None
    assert [key["state"] for key in listed(data)] == ["revoked"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("create", "--name", " "), "name"),
        (("create", "--name", "a\x1b[31m"), "name"),
        (("create", "--name", "a\nb"), "name"),
        (("create", "--name", "x", "--limit", "many"), "60/minute"),
        (("create", "--name", "x", "--limit", "0/minute"), "60/minute"),
        (("create", "--name", "x", "--expires", "2001-01-01"), "--expires"),
        (("create", "--name", "x", "--expires", "soon"), "soon"),
        (("create", "--name", "x", "--scope", "all"), "all"),
        (("revoke", "nothing"), "keys list"),
    ],
)
def test_what_cannot_be_done_is_told_and_makes_no_key(data, wrong, told):
    done = plansearch("keys", *wrong, "--data", data)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert listed(data) == []
