"""What plans speak of: in a large index the passages that can name a topic are read, and the others not."""

from dataclasses import replace

import pytest

from index.types import Filters
from search_api.asking import evidence
from search_api.asking.asked import Asked

QUESTIONS = (
    "kế hoạch nào nói về du lịch?",
    "which plans mention fishing vessels?",
    "ke hoach nao noi den chuyen doi so",
    "kế hoạch nào nhắc đến phòng cháy chữa cháy",
)


def plans(service, question: str) -> dict[str, bool | None]:
    return {plan.document_id: plan.says for plan in service.ask(question).plans}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_plans_that_name_a_topic_are_found_without_reading_all(sample_service, question, monkeypatch):
    every = plans(sample_service, question)
    monkeypatch.setattr(evidence, "MOST_PASSAGES_READ", 0)
    some = plans(sample_service, question)
    assert {i for i, says in some.items() if says} == {i for i, says in every.items() if says} != set()
    assert not any(some[i] is False for i, says in every.items() if says is not False)


@pytest.mark.parametrize(("complete", "says"), [(True, False), (False, None)])
def test_of_what_was_not_read_it_is_not_said_that_it_is_silent(sample_service, complete, says):
    asked = Asked(sample_service.snapshot, "kế hoạch nào nói về du lịch?", Filters())
    names = asked.names_of(asked.reading.topic)
    assert names.plain
    judge = evidence._Judge(names, {}, (), (), few=False, complete=complete)
    assert judge.said("d1", evidence._Found(), ()).says is says


def test_too_many_passages_that_may_have_a_name_are_no_proof(sample_service, monkeypatch):
    asked = Asked(sample_service.snapshot, "kế hoạch nào nói về du lịch?", Filters())
    names = asked.names_of(asked.reading.topic)
    found, complete = evidence._having_names(asked.snapshot, names)
    assert complete
    assert any(map(names.stand_in, found))
    assert not any(
        names.stand_in(passage)
        for passage in asked.snapshot.every_passage()
        if passage.id not in {each.id for each in found}
    )
    monkeypatch.setattr(evidence, "_MOST_NAMING", len(found) - 1)
    assert evidence._having_names(asked.snapshot, names) == ([], False)


@pytest.mark.parametrize("most", [50_000, 0])
def test_a_count_is_proven_by_all_that_name_the_topic(sample_service, monkeypatch, most):
    monkeypatch.setattr(evidence, "MOST_PASSAGES_READ", most)
    answer = sample_service.ask("how many plans mention fishing vessels?")
    counted = answer.line
    assert counted.is_proven(sample_service.snapshot)
    (first, *_), silent = counted.spoken, counted.silent
    assert not replace(counted, spoken=(), silent=(*silent, first[0])).is_proven(sample_service.snapshot)
    assert not replace(counted, spoken=(*counted.spoken, (silent[0], ""))).is_proven(sample_service.snapshot)
