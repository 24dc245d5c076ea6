"""What was read of a document, under another id: its passages are named after it."""

import json

from ingest.reading.passages import passage_ids


def renamed(reading: str, identity: str) -> str:
    """Return the JSON of a document, or of a version of one, as reading it under the id `identity` would give it."""
    document = json.loads(reading)
    text: str = document["text"]
    spans = [passage["span"] for passage in document["passages"]]
    ids = passage_ids(identity, (text[span["start"] : span["end"]] for span in spans))
    became = dict(zip((passage["id"] for passage in document["passages"]), ids, strict=True))
    document["id"] = identity
    for passage in document["passages"]:
        passage["id"] = became[passage["id"]]
        if passage["note_of"]:
            passage["note_of"] = became[passage["note_of"]]
    for duty in document["duties"]:
        duty["passage_id"] = became[duty["passage_id"]]
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
