"""The JSON of the interface contract as shapes, to check answers field by field."""

from collections.abc import Mapping

TEXT_OR_NONE = (str, type(None))
DOCUMENT = {
    "id": str, "title": str, "number": TEXT_OR_NONE, "type": TEXT_OR_NONE, "issuer": TEXT_OR_NONE,
    "province": TEXT_OR_NONE, "year": (int, type(None)), "date": TEXT_OR_NONE, "signer": TEXT_OR_NONE,
    "source_file": str,
}  # fmt: skip
MATCH = {"query": str, "text": str, "start": int, "end": int, "kind": {"meaning", "word"}}
HIT = {
    "passage_id": str, "rank": int, "score": float, "document": DOCUMENT, "section": [str], "text": str,
    "start": int, "end": int, "page": (int, type(None)), "matches": [MATCH], "citation": str, "citation_en": str,
    "also_in": [{"document_id": str, "source_file": str, "url": str}],
    "url": str,
}  # fmt: skip
INDEX = {"generation": str, "passages": int, "model": str}
SEARCH = {
    "query": str, "results": [HIT], "total": int, "confidence": {"high", "low", "none"}, "index": INDEX,
}  # fmt: skip
QUOTE = {
    "quote": str, "actor": TEXT_OR_NONE, "deadline": TEXT_OR_NONE, "citation": str, "citation_en": str,
    "passage_id": str, "start": int, "end": int,
}  # fmt: skip
ASK = {"question": str, "status": {"answered", "no_evidence"}, "answer": [QUOTE]}
WORDS = {"text": str, "start": int, "end": int}
CHECK = {
    "quotations": [{
        "text": str, "verdict": {"verbatim", "altered", "older_version", "not_found"}, "passage_id": TEXT_OR_NONE,
        "start": (int, type(None)), "end": (int, type(None)),
        "differences": [{"kind": str, "draft": WORDS, "plan": WORDS}],
    }],
    "citations": [{"text": str, "verdict": {"right", "mismatch", "unknown"}}],
}  # fmt: skip
PROBLEM = {
    "type": str, "title": str, "status": int, "detail": str, "instance": str, "request_id": str,
}  # fmt: skip


def faults(value: object, shape: object, at: str = "$") -> list[str]:
    """Return where `value` departs from `shape`; fields beyond the shape are allowed."""
    if isinstance(shape, Mapping):
        if not isinstance(value, dict):
            return [f"{at} is not an object"]
        missing = [f"{at}.{name} is missing" for name in shape if name not in value]
        inner = [faults(value[name], part, f"{at}.{name}") for name, part in shape.items() if name in value]
        return missing + [fault for found in inner for fault in found]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{at} is not a list"]
        return [fault for n, item in enumerate(value) for fault in faults(item, shape[0], f"{at}[{n}]")]
    if isinstance(shape, set):
        return [] if value in shape else [f"{at} is {value!r}, not one of {sorted(shape)}"]
    kinds = shape if isinstance(shape, tuple) else (shape,)
    return [] if type(value) in kinds else [f"{at} is {value!r}, not {kinds}"]


def assert_problem(response, status: int) -> str:
    """Check a problem document and return its detail."""
    assert response.status_code == status, response.text[:500]
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert faults(body, PROBLEM) == []
    assert body["status"] == status
    assert body["type"].startswith("/problems/")
    assert body["request_id"] == response.headers["x-request-id"]
    assert body["title"]
    assert body["detail"]
    return body["detail"]
