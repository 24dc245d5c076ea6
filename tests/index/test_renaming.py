"""A document under another id is what reading it under that would give."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.as_json import to_json
from index.renaming import renamed
from ingest.reading.reader import read_document
from ingest.types import Document
from tests.conftest import SAMPLES


def as_kept(text: str, identity: str) -> str:
    """Return the JSON that a catalogue keeps of a text read under an id."""
    return to_json(Document, replace(read_document(text, "a.txt", identity), source=""))


def test_each_sample_is_the_same_as_when_it_is_read_under_the_other_id():
    for file in sorted(SAMPLES.iterdir()):
        text = file.read_text(encoding="utf-8")
        other = json.loads(renamed(as_kept(text, "one"), "other"))
        assert other == json.loads(as_kept(text, "other")), file.name
        assert other["passages"], file.name


@given(st.lists(st.sampled_from(["Treo đèn biển.", "Sửa trường học.", "treo  đèn biển."]), min_size=1))
def test_of_equal_words_each_gets_the_id_of_its_place(provisions):
    text = "KẾ HOẠCH\nNhiệm vụ\n\n" + "\n\n".join(f"- {words}" for words in provisions)
    assert json.loads(renamed(as_kept(text, "one"), "other")) == json.loads(as_kept(text, "other"))
