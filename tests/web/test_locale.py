"""A locale is published only when complete."""

import ast
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import index.errors
import ingest.messages
import web

WEB = Path(web.__file__).parent
ROOMS = ("search_api", "index", "ingest")
# These make messages of what they are given.
PASSING_ON = {Path(room.__file__) for room in (ingest.messages, index.errors)}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    # "message" gives what is to be said of a file that was read, and why a job of the desk has failed.
    **dict.fromkeys(
        ("InvalidQueryError", "CrowdedError", "UnreachableError", "NoIndexError", "NoRoomError", "message")
    ),
}


@pytest.fixture(scope="module")
def messages() -> set[str | tuple[str, ...]]:
    """The texts of templates and code, as babel.cfg says, and those of errors and warnings that pages show."""
    with (WEB / "babel.cfg").open(encoding="utf-8") as stream:
        methods, options = parse_mapping_cfg(stream)
    code = [("**.py", "python")]
    rooms = [
        (WEB, methods, options),
        *((WEB.parent / room, code, {}) for room in ROOMS),
    ]
    found = {
        message
        for room, ways, how in rooms
        for _, _, message, _, _ in extract_from_dir(room, ways, how, KEYWORDS)
    }
    assert len(found) > 50
    return found


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_text_is_translated_and_compiled(messages, language):
    folder = WEB / "locale" / language / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as stream:
        written = read_po(stream, locale=language)
    with (folder / "messages.mo").open("rb") as stream:
        compiled = read_mo(stream)
    identities = {message[0] if isinstance(message, tuple) else message for message in messages}
    assert [i for i in identities if i not in written or not _complete(written[i])] == []
    assert _strings(compiled) == _strings(written)


def test_every_message_is_written_out_where_it_is_made():
    """What is put together or named elsewhere is not found, and so never translated."""
    calls = [
        (f"{path}:{node.lineno}", node)
        for room in ROOMS
        for path in (WEB.parent / room).rglob("*.py")
        if path not in PASSING_ON
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    made = [(place, call.args[0]) for place, call in calls if call.func.id == "message"]
    assert len(made) > 50
    assert [place for place, template in made if not isinstance(template, ast.Constant)] == []
    assert [place for place, call in calls if call.func.id == "Message"] == []


def _strings(catalog) -> dict[object, object]:
    return {_frozen(message.id): _frozen(message.string) for message in catalog if message.id}


def _frozen(text: str | list[str] | tuple[str, ...]) -> str | tuple[str, ...]:
    return text if isinstance(text, str) else tuple(text)


def _complete(message) -> bool:
    parts = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(parts) and not message.fuzzy
