"""Collections of passages and queries."""

import csv
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.scratch import plain_document
from index.types import DocumentRecord, WholeDocument
from ingest.types import Metadata

LONGEST_ARTICLE = 20_000
_RELATIONS = re.compile(r"\(Điều này có nội dung liên quan đến.*?\)(?=\n|$)", re.S)
_ARTICLE = re.compile(r"Điều \d+\.\d+\.[A-ZĐ]{2,4}\.[\d.]+\d")
# Topics whose articles were kept out of the training data, relations included.
HELD_OUT_TOPICS = frozenset({
    "Báo chí", "Cấp bản sao từ sổ gốc, chứng thực bản sao từ bản chính, chứng thực chữ ký", "Dân số",
    "Hoạt động chữ thập đỏ", "Hoạt động mỹ thuật", "Hộ tịch",
    "Phòng, chống nhiễm vi rút gây ra hội chứng suy giảm miễn dịch mắc phải ở người", "Quảng cáo",
    "Thỏa thuận quốc tế", "Trưng mua, trưng dụng tài sản", "Đăng ký biện pháp bảo đảm", "Đấu giá tài sản",
    "Đặc xá",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Query:
    """A query and the ids of its right passages."""

    id: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages by id, and queries over them."""

    name: str
    passages: dict[str, str]
    queries: tuple[Query, ...]


def constitution(data: Path) -> Collection:
    """English wordings → clauses of the 2013 Constitution."""
    folder = data / "dev" / "constitution_2013"
    passages = dict(_rows(folder / "passages.tsv"))
    queries = [
        Query(str(n), text, frozenset([clause]))
        for n, (text, clause) in enumerate(_rows(folder / "queries_en.tsv"))
        if clause in passages
    ]
    return Collection("constitution", passages, tuple(queries))


def statistics(data: Path) -> Collection:
    """English → Vietnamese paragraphs of indicator metadata; equal paragraphs are one passage."""
    pairs = list(_rows(data / "dev" / "gso_sdg_vn_heldout" / "pairs.tsv"))
    ids: dict[str, str] = {}
    for _, vietnamese in pairs:
        ids.setdefault(vietnamese, str(len(ids)))
    wanted: dict[str, set[str]] = {}
    for english, vietnamese in pairs:
        wanted.setdefault(english, set()).add(ids[vietnamese])
    queries = [Query(str(n), text, frozenset(w)) for n, (text, w) in enumerate(wanted.items())]
    passages = {identity: text for text, identity in ids.items()}
    return Collection("statistics", passages, tuple(queries))


def codified_law(data: Path) -> Collection:
    """Vietnamese headings → whole articles of held-out topics."""
    folder = data / "dev" / "codified_law_heldout"
    passages = dict(_rows(folder / "passages.tsv"))
    wanted: dict[str, set[str]] = {}
    for text, article in _rows(folder / "queries.tsv"):
        wanted.setdefault(text, set()).add(article)
    queries = [Query(str(n), text, frozenset(w)) for n, (text, w) in enumerate(wanted.items())]
    return Collection("codified law", passages, tuple(queries))


def scale_articles(path: Path) -> Iterator[tuple[str, str]]:
    """Yield id and text of the articles of the codified law."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for number, line in enumerate(stream):
            fields = json.loads(line)
            yield f"law-{number}", f"{fields['head']}. {fields['text']}"


@dataclass(frozen=True, slots=True)
class RelatedArticles:
    """Articles of the codified law, each a document of its own, and the ids related to some of them."""

    documents: list[WholeDocument]
    related: dict[str, set[str]]


def related_articles(path: Path) -> RelatedArticles:
    """Return all articles, and the official relations of topics that the model was not trained on.

    Where the text of an article names its relations, that note is cut out.
    """
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        articles = [json.loads(line) for line in stream]
    number_of = {article["no"]: number for number, article in enumerate(articles)}
    documents = []
    related: dict[str, set[str]] = {}
    for number, article in enumerate(articles):
        text = _RELATIONS.sub("", f"{article['head']}. {article['text']}")[:LONGEST_ARTICLE]
        identity = f"law-{number}"
        record = DocumentRecord(identity, identity, Metadata(title=article["head"]))
        documents.append(plain_document(record, [(identity, text, ())]))
        for named in _ARTICLE.findall(article.get("related") or ""):
            other = number_of.get(named, number)
            if other != number and {article["topic"], articles[other]["topic"]} & HELD_OUT_TOPICS:
                related.setdefault(identity, set()).add(f"law-{other}")
    return RelatedArticles(documents, related)


def plain_collection(texts: Iterable[tuple[str, str]]) -> WholeDocument:
    """Return one document with each text as a passage."""
    record = DocumentRecord("collection", "collection", Metadata(title="collection"))
    return plain_document(record, ((identity, text, ()) for identity, text in texts))


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) >= 2 and row[0].strip() and row[1].strip():
                yield row[0], row[1]
