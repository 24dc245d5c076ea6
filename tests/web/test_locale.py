"""A locale is published only when complete."""

from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import web

WEB = Path(web.__file__).parent
KEYWORDS = {**DEFAULT_KEYWORDS, "InvalidQueryError": None, "CrowdedError": None, "UnreachableError": None}


@pytest.fixture(scope="module")
def messages() -> set[str | tuple[str, ...]]:
    """The texts of templates and code, as babel.cfg says, and those of errors that pages show."""
    with (WEB / "babel.cfg").open(encoding="utf-8") as stream:
        methods, options = parse_mapping_cfg(stream)
    code = [("**.py", "python")]
    rooms = [(WEB, methods, options), *((WEB.parent / room, code, {}) for room in ("search_api", "index"))]
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


def _strings(catalog) -> dict[object, object]:
    return {_frozen(message.id): _frozen(message.string) for message in catalog if message.id}


def _frozen(text: str | list[str] | tuple[str, ...]) -> str | tuple[str, ...]:
    return text if isinstance(text, str) else tuple(text)


def _complete(message) -> bool:
    parts = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(parts) and not message.fuzzy
