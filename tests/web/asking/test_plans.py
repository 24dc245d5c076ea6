"""The documents of an answer: those that are asked for stand first."""

import re

import pytest


@pytest.mark.parametrize(
    ("question", "first"),
    [("kế hoạch nào nói đến du lịch?", "yes"), ("kế hoạch nào không nói đến du lịch?", "no")],
)
def test_the_documents_that_are_asked_for_stand_first(client, question, first):
    page = client.get("/ask", params={"q": question}).text
    listed = re.findall(r'<li class="(yes|no|unsure)"><span class="verdict">', page)
    assert listed[0] == first
    assert {"yes", "no"} <= set(listed)
