"""A question typed without marks: the page shows how it was read, and asks it as typed."""

import re


def test_the_page_shows_the_marks_that_were_supposed_and_can_do_without(client):
    page = client.get("/ask", params={"q": "chong chay rung giap bien"}).text
    assert "<del>chong chay rung giap bien</del> <ins>chống cháy rừng giáp biên</ins>" in page
    as_typed = re.search(r'class="slips".*?<a href="([^"]+)"', page)
    assert as_typed
    assert "<ins>" not in client.get(as_typed[1].replace("&amp;", "&")).text
