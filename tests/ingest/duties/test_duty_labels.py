"""How well actors and deadlines are read, against labels made by hand (tests/labels/README.md)."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ingest.language.folding import canonical, fold
from tests.index_worlds import collect
from tests.product import Product

LABELS = Path(__file__).parents[2] / "labels"
LEAST_ACTORS = 0.95
LEAST_DEADLINES = 0.90

# What makes one time differ from another, besides digits: units, rhythm, feasts, numbers in words
# ("năm" is year and five alike; "một" is left out, because "mỗi quý" says as much as "mỗi quý một lần").
UNITS = {"giờ", "phút", "ngày", "việc", "tuần", "tháng", "quý", "năm", "thứ", "nhật", "chạp", "tết", "lễ"}
RHYTHMS = {"hằng", "hàng", "mỗi"}
NUMBERS = {"hai", "ba", "bốn", "tư", "sáu", "bảy", "tám", "chín", "mười", "i", "ii", "iii", "iv"}
PERIOD_WORDS = UNITS | RHYTHMS | NUMBERS
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A provision's label beside what was read from it."""

    passage_id: str
    actors: tuple[str | None, str | None]
    deadlines: tuple[list[str], list[str]]


@pytest.fixture(scope="module")
def real_service(real_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Product:
    """The product over the five real plans."""
    data = tmp_path_factory.mktemp("real") / "data"
    collect(data, real_corpus)
    return Product.open(data)


def labels(name: str) -> list[dict[str, Any]]:
    """Return the labels of one file."""
    return [json.loads(line) for line in (LABELS / name).read_text(encoding="utf-8").splitlines()]


def readings(service: Product, name: str) -> list[Reading]:
    """Return each label of the file beside what the generation holds for its passage."""
    texts = {document.id: service.detail(document.id).text for document in service.documents()}
    return [reading(service, texts, label) for label in labels(name)]


def reading(service: Product, texts: dict[str, str], label: dict[str, Any]) -> Reading:
    """Return one label beside what was read; fails where the passage is not there any more."""
    passage = service.passage(label["passage_id"])
    text = texts[passage.document_id]
    record = service.snapshot.duty(passage.id)
    found = [deadline.span.of(text) for deadline in record.duty.deadlines] if record else []
    wanted = [in_words(deadline, text) for deadline in label["deadlines"]]
    actor = label["actor"] and in_words(label["actor"], text)
    return Reading(passage.id, (actor, record.actor if record else None), (wanted, found))


def in_words(label: str | list[int], text: str) -> str:
    """Return a label as words, given as words or as offsets."""
    return label if isinstance(label, str) else text[label[0] : label[1]]


def folded(text: str) -> str:
    """Return the words of `text`, unaccented, without punctuation."""
    return " ".join(_WORD.findall(fold(text)))


def same_actor(label: str | None, found: str | None) -> bool:
    """True for the same words apart from "Các" or "Những" at the start, and for two Nones."""
    if label is None or found is None:
        return label is found
    return re.sub("^(cac|nhung) ", "", folded(label)) == re.sub("^(cac|nhung) ", "", folded(found))


def same_deadline(label: str, found: str) -> bool:
    """True for the same words, or where one holds the other and nothing that makes a time is missing."""
    if folded(label) == folded(found):
        return True
    shorter, longer = sorted((folded(label), folded(found)), key=len)
    marks = time_marks(label)
    return f" {shorter} " in f" {longer} " and bool(marks) and marks == time_marks(found)


def time_marks(text: str) -> Counter[str]:
    """Count the digits and the period words of `text`."""
    words = _WORD.findall(canonical(text))
    return Counter(word for word in words if word in PERIOD_WORDS or any(c.isdigit() for c in word))


def same_deadlines(wanted: list[str], found: list[str]) -> bool:
    """True where each label has its finding and each finding its label."""
    return (
        len(wanted) == len(found)
        and all(any(same_deadline(label, words) for words in found) for label in wanted)
        and all(any(same_deadline(label, words) for label in wanted) for words in found)
    )


def assert_read(found: list[Reading], wrong: list[str], least: float) -> None:
    """Fail with the wrong ones where fewer than `least` of the readings are right."""
    share = 1 - len(wrong) / len(found)
    assert share >= least, "\n".join([f"{share:.1%} of {len(found)} right; wrong:", *wrong])


def assert_actors(found: list[Reading]) -> None:
    """Fail with the wrong actors where too few are right."""
    wrong = [
        f"{r.passage_id}: label {r.actors[0]!r}, read {r.actors[1]!r}"
        for r in found
        if not same_actor(*r.actors)
    ]
    assert_read(found, wrong, LEAST_ACTORS)


def assert_deadlines(found: list[Reading]) -> None:
    """Fail with the wrong deadlines where too few provisions have the right ones."""
    wrong = [
        f"{r.passage_id}: label {r.deadlines[0]}, read {r.deadlines[1]}"
        for r in found
        if not same_deadlines(*r.deadlines)
    ]
    assert_read(found, wrong, LEAST_DEADLINES)


def test_actors_of_the_samples(sample_service):
    assert_actors(readings(sample_service, "sample_duties.jsonl"))


def test_deadlines_of_the_samples(sample_service):
    assert_deadlines(readings(sample_service, "sample_duties.jsonl"))


def test_actors_of_the_real_plans(real_service):
    assert_actors(readings(real_service, "real_duties.jsonl"))


def test_deadlines_of_the_real_plans(real_service):
    assert_deadlines(readings(real_service, "real_duties.jsonl"))


def test_the_labels_of_the_samples_stand_in_the_plans(sample_service):
    """Also shows that each label has a provision of its own."""
    found = labels("sample_duties.jsonl")
    for label in found:
        passage = sample_service.passage(label["passage_id"])
        assert passage.kind == "provision"
        place = " ".join(passage.path) if label["from_heading"] else passage.text
        assert (label["actor"] or "") in place
        assert all(deadline in passage.text for deadline in label["deadlines"])
    assert len({label["passage_id"] for label in found}) == len(found) == 150


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("trước ngày 20 hằng tháng", "ngày 20 hằng tháng"),
        ("định kỳ hằng quý", "hằng quý"),
        ("mỗi quý một lần", "mỗi quý"),
        ("trong 02 ngày làm việc", "Trong 02 ngày làm việc kể từ khi hồ sơ hợp lệ"),
        ("sau mỗi kỳ họp", "sau mỗi kỳ họp"),
    ],
)
def test_the_same_time_in_more_or_fewer_words_counts(label, found):
    assert same_deadline(label, found)
    assert same_deadline(found, label)


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("trước ngày 20 hằng tháng", "trước ngày 20"),
        ("trước ngày 20 hằng tháng", "hằng tháng"),
        ("trước ngày 15/12/2024", "trước ngày 15/12"),
        ("trước ngày 15/12", "từ ngày 15/12"),
        ("trong quý II/2023", "trong quý I/2023"),
        ("chậm nhất 5 ngày làm việc", "chậm nhất 5 ngày"),
        ("ba tháng một lần", "tháng một lần"),
        ("mỗi quý 01 lần", "mỗi quý"),
        ("từ ngày 01/4 đến ngày 30/9", "từ ngày 01/4"),
        ("trước khi đoàn lên đường", "trước khi"),
    ],
)
def test_another_time_does_not_count(label, found):
    assert not same_deadline(label, found)
    assert not same_deadline(found, label)


@pytest.mark.parametrize(
    ("label", "found", "same"),
    [
        ("Các cơ quan báo chí", "cơ quan báo chí", True),
        ("Sở Ngoại vụ", "Sở Ngoại vụ", True),
        (None, None, True),
        (None, "Sở Ngoại vụ", False),
        ("Sở Ngoại vụ", None, False),
        ("Sở Ngoại vụ", "Sở Ngoại vụ và Công an tỉnh", False),
    ],
)
def test_an_actor_counts_whole(label, found, same):
    assert same_actor(label, found) is same


def test_a_missing_and_a_needless_deadline_are_wrong():
    assert same_deadlines(["tháng 5", "tháng 9"], ["tháng 9", "tháng 5"])
    assert not same_deadlines(["tháng 5", "tháng 9"], ["tháng 5"])
    assert not same_deadlines([], ["tháng 5"])
