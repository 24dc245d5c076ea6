"""Lines that the command line prints."""

import pytest

from plansearch.commands.output import note_words
from search_api.asking.successors import Note


@pytest.mark.parametrize(
    ("how", "what", "sure", "basis", "words"),
    [
        ("whole", (), True, "1/2025/QH15", "B has taken over from A since 1 March 2025 (1/2025/QH15)"),
        ("tasks", ("x", "y"), True, "", "B has taken over from A since 1 March 2025 what is of: x, y"),
        ("under", (), True, "", "A has been under B since 1 March 2025, and keeps its name"),
        ("merged", (), False, "", "what was A has belonged to B since 1 March 2025; not everywhere, or not on the same day"),
    ],
)  # fmt: skip
def test_a_note_is_a_line_with_its_day(how, what, sure, basis, words):
    assert note_words(Note("A", "A", "B", "2025-03-01", how, what, sure, basis)) == words
