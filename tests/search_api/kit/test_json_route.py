"""A route writes the object that its endpoint returns, beside the loop, as its description says."""

import threading

import pytest
from fastapi import APIRouter, FastAPI, Response
from fastapi.testclient import TestClient

from search_api.kit.json_route import JsonRoute
from search_api.kit.schemas import Schema

router = APIRouter(route_class=JsonRoute)


class Counted(Schema):
    """What a route of this file answers."""

    word: str
    letters: int | None


@router.get("/words/{word}")
def counted(word: str, known: bool = True) -> Counted:
    """Count the letters of a word."""
    return Counted(word=word, letters=len(word) if known else None)


@router.get("/file")
def file() -> Response:
    """A file."""
    return Response("a;b", media_type="text/csv")


@pytest.fixture(scope="module")
def client():
    app = FastAPI()
    app.include_router(router)
    return TestClient(app)


def test_an_object_is_answered_as_json(client):
    response = client.get("/words/đường")
    assert response.headers["content-type"] == "application/json"
    assert response.json() == {"word": "đường", "letters": 5}
    assert client.get("/words/cá?known=0").json() == {"word": "cá", "letters": None}


def test_a_response_goes_out_as_it_is(client):
    response = client.get("/file")
    assert response.text == "a;b"
    assert response.headers["content-type"].startswith("text/csv")


def test_the_description_names_schema_and_parameters(client):
    operation = client.app.openapi()["paths"]["/words/{word}"]["get"]
    content = operation["responses"]["200"]["content"]
    assert content == {"application/json": {"schema": {"$ref": "#/components/schemas/Counted"}}}
    assert [parameter["name"] for parameter in operation["parameters"]] == ["word", "known", "fields"]
    assert client.get("/words/cá?known=perhaps").status_code == 422


def test_json_is_written_beside_the_loop(client, monkeypatch):
    written_in = []

    def note(self, **_) -> str:
        written_in.append(threading.current_thread().name)
        return "{}"

    monkeypatch.setattr(Counted, "model_dump_json", note)
    client.get("/words/nước")
    assert written_in[0].startswith("AnyIO worker thread")
