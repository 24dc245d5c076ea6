"""Which syllables follow each other in questions."""

import json

from search_api.asking.marks import asked_pairs
from training.question_pairs import question_pairs


def test_only_vietnamese_questions_with_marks_are_counted(tmp_path):
    provision = {
        "id": "t-1", "topic": "press", "province": "Hải Lâm", "heading": "", "provision": "Ai hỏi.", "translation": "",
        "questions": [
            {"lang": "vi", "kind": "who", "text": "Ai trả lời, ai trả lời chậm?"},
            {"lang": "vi", "kind": "who", "text": "ai tra loi"},
            {"lang": "en", "kind": "who", "text": "Who answers thì ai?"},
        ],
    }  # fmt: skip
    (tmp_path / "provisions-1.jsonl").write_text(json.dumps(provision) + "\n", encoding="utf-8")
    counted = question_pairs(tmp_path)
    assert counted == {("ai", "trả"): 2, ("trả", "lời"): 2, ("lời", "ai"): 1, ("lời", "chậm"): 1}


def test_the_shipped_table_knows_what_stands_beside_words_that_ask():
    pairs = asked_pairs()
    assert pairs["do", "ai"] > 0
    assert pairs["bao", "nhiêu"] > pairs["báo", "nhiêu"]
