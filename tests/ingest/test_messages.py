"""Messages are said in a language that knows them, wherever they were kept meanwhile."""

import json
from dataclasses import asdict

from pydantic import TypeAdapter

from ingest.messages import joined, message, message_of
from ingest.sources.source import Block, Source

NESTED = message(
    "%(where)s: not valid %(encoding)s", where=message("line %(line)s", line=5), encoding="TCVN3"
)
VIETNAMESE = {
    "%(where)s: not valid %(encoding)s": "%(where)s: không đúng mã %(encoding)s",
    "line %(line)s": "dòng %(line)s",
}


def vietnamese(text: str) -> str:
    return VIETNAMESE.get(text, text)


def test_a_message_in_a_message_is_translated_with_it():
    assert str(NESTED) == "line 5: not valid TCVN3"
    assert NESTED.told(vietnamese) == "dòng 5: không đúng mã TCVN3"


def test_messages_are_joined_and_each_is_translated():
    both = joined("; ", [NESTED, message("line %(line)s", line=7), "50 %"])
    assert both.told(vietnamese) == "dòng 5: không đúng mã TCVN3; dòng 7; 50 %"


def test_a_sentence_without_values_may_hold_any_sign():
    assert str(message("100 % of it")) == "100 % of it"


def test_every_text_in_it_can_be_changed():
    assert str(NESTED.mapped(lambda text: text.replace("TCVN3", "VNI"))) == "line 5: not valid VNI"


def test_it_is_the_same_after_it_was_kept_as_json_and_a_sentence_of_a_version_before_is_one():
    assert message_of(json.loads(json.dumps(asdict(NESTED)))) == NESTED
    assert str(message_of("line 5: 100 % bad")) == "line 5: 100 % bad"


def test_a_source_keeps_its_messages_and_one_of_a_version_before_its_sentences():
    sources = TypeAdapter(Source)
    source = Source((Block("Rau"),), "text", warnings=(NESTED,))
    kept = sources.dump_json(source)
    assert sources.validate_json(kept) == source
    before = json.loads(kept) | {"warnings": ["line 5: bad"]}
    assert sources.validate_json(json.dumps(before)).warnings == (message("line 5: bad"),)
