"""Generated plans: the same again, as many as asked for, read as plans are, what is planted there once."""

from dataclasses import replace

import pytest

from benchmarks.scale.plans import plans, written
from benchmarks.scale.questions import questions_of
from benchmarks.scale.vocabulary import planted, vocabulary
from index.records import whole_document
from ingest.reading.reader import read_document

PROVISIONS, SEED = 1200, 3


@pytest.fixture(scope="module")
def world():
    return list(plans(PROVISIONS, SEED))


@pytest.fixture(scope="module")
def documents(world):
    return [whole_document(read_document(plan.text, f"{plan.place}.txt", str(plan.place))) for plan in world]


def test_the_same_numbers_give_the_same_plans_and_others_give_others(world):
    assert list(plans(PROVISIONS, SEED)) == world
    other = {plan.text for plan in plans(PROVISIONS, SEED + 1)}
    assert not other & {plan.text for plan in world}


def test_as_many_provisions_are_read_as_were_asked_for(world, documents):
    # Each plan has its grounds besides.
    assert sum(len(document.passages) for document in documents) == PROVISIONS + len(world)
    assert all(passage.path for document in documents for passage in document.passages[1:])


@pytest.mark.parametrize("provisions", [20, 61, 80, 81, 150])
def test_few_provisions_are_counted_too(provisions):
    few = list(plans(provisions, SEED))
    read = [read_document(plan.text, f"{plan.place}.txt", str(plan.place)) for plan in few]
    assert sum(len(document.passages) for document in read) == provisions + len(few)


def test_no_two_plans_have_the_same_number_issuer_and_year(world, documents):
    read = [d.record.metadata for d in documents]
    assert [(m.number, m.province, m.year) for m in read] == [plan.key for plan in world]
    many = [plan.key for plan in plans(30_000, SEED)]
    assert len({*many}) == len(many)


def test_what_is_planted_stands_once_and_nothing_else_has_its_word(world):
    whole = "\n".join(plan.text for plan in world).lower()
    assert [one.item for plan in world for one in plan.planted] == [one.item for one in planted()]
    assert {one.item for one in planted() if whole.count(one.item.lower()) != 1} == set()


def test_plans_are_made_of_no_word_that_has_what_is_planted_in_it():
    words = vocabulary()
    every = {*words.bodies, *words.roles, *words.events}
    every |= {word for topic in words.topics for word in (*topic.actions, *topic.objects, *topic.documents)}
    assert len(every) > 5000
    assert [w for w in every for one in planted() if one.item.lower() in w.lower()] == []


def test_each_question_has_the_passage_that_answers_it(world, documents):
    passages = {passage.id: passage.text for document in documents for passage in document.passages}
    questions = list(questions_of(planted(), _passages(documents)))
    assert len({question.text for question in questions}) == 2 * len(planted())
    for question, one in zip(questions[::2], planted(), strict=True):
        assert passages[question.relevant].endswith(one.provision)


def test_what_was_planted_and_is_not_read_is_told(documents):
    one = replace(planted()[0], provision="Nuôi lạc đà trên sân thượng.")
    with pytest.raises(ValueError, match="lạc đà"):
        list(questions_of([one], _passages(documents)))


def test_a_folder_of_other_plans_is_refused_and_one_of_the_same_is_taken(tmp_path):
    world = written(tmp_path, 90, SEED)
    before = {path: path.stat().st_mtime_ns for path in world.texts.rglob("*.txt")}
    assert len(before) == world.plans > 1
    assert written(tmp_path, 90, SEED) == world
    assert {path: path.stat().st_mtime_ns for path in world.texts.rglob("*.txt")} == before
    with pytest.raises(ValueError, match="name another folder"):
        written(tmp_path, 91, SEED)


def _passages(documents):
    return (passage for document in documents for passage in document.passages)
