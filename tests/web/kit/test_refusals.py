"""Each kind of refusal has words in each language, and a line in the manual."""

import re
from typing import get_args

from ingest.sources.errors import RefusalKind
from tests.guide_examples import text_of
from web.kit.i18n import translations
from web.kit.refusals import refusals


def test_each_kind_is_said_in_each_language_in_words_of_its_own():
    vietnamese, english = (refusals(translations(language).gettext) for language in ("vi", "en"))
    assert set(vietnamese) == set(english) == set(get_args(RefusalKind))
    said = [*vietnamese.values(), *english.values()]
    assert len(set(said)) == len(said)


def test_each_kind_is_in_the_manual():
    listed = re.findall(r"^\| `(\w+)` \|", text_of("desk.md").split("| `refusal` |")[1], re.MULTILINE)
    assert listed == list(get_args(RefusalKind))
