"""Where texts name topics: exact terms, exceptions, names of bodies, texts without marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.folding import canonical, strip_marks
from ingest.language.phrases import PhraseTable, word_forms, word_spans
from search_api.coverage.topics import Topic, TopicFinder, named_topics

SEA = Topic("sea", "sea", "biển", ("biển, đảo", "ven biển"))
TOURISM = Topic("tourism", "tourism", "du lịch", ("du lịch", "khách"))
REPORTS = Topic("reports", "reports", "báo cáo", ("báo cáo",), ("báo cáo viên", "không báo cáo"))
PRESS = Topic("press", "press", "báo chí", ("Đài Phát thanh và Truyền hình", "truyền hình"))
FINDER = TopicFinder((SEA, TOURISM, REPORTS, PRESS))
WORDS = st.sampled_from(["biển", "đảo", ",", "ven", "báo", "cáo", "viên", "không", "khách", "du", "lịch"])


def named(text: str) -> list[tuple[str, str]]:
    """Return the keys and the words of the mentions in a text."""
    topics = (SEA, TOURISM, REPORTS, PRESS)
    return [(topics[m.topic].key, text[m.start : m.end]) for m in FINDER.mentions(text)]


def test_a_term_is_found_in_its_own_spelling_and_in_another():
    text = "Bảo vệ BIỂN, đảo; đón khách. Xã ven  biển"
    assert named(text) == [("sea", "BIỂN, đảo"), ("tourism", "khách"), ("sea", "ven  biển")]
    assert named("Thuỷ thủ đón khách, uỷ ban") == [("tourism", "khách")]


@pytest.mark.parametrize("text", ["biển. Đảo", "biển; đảo", "biển đảo quá", "Khách-sạn du, lịch"])
def test_a_term_ends_where_a_mark_says_so(text):
    assert ("sea", text[:9]) not in named(text)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Sở Văn hóa, Thể thao và Du lịch treo băng rôn", []),
        ("Sở Văn hóa - Thể thao và Du lịch treo băng rôn", []),
        ("Sở Văn hóa, Thể thao và Du lịch quảng bá du lịch", ["tourism"]),
        ("Đài Phát thanh và Truyền hình đưa tin", ["press"]),
        ("đội ngũ báo cáo viên các cấp", []),
        ("khai thác hải sản không báo cáo", []),
        ("báo cáo viên gửi báo cáo", ["reports"]),
    ],
)
def test_bodies_and_exceptions_hide_only_what_stands_inside_them(text, topics):
    assert list(dict.fromkeys(key for key, _ in named(text))) == topics


def test_a_text_without_any_mark_is_read_without_marks_but_not_by_single_syllables():
    assert [key for key, _ in named("bao ve bien, dao va du lich cho khach")] == ["sea", "tourism"]
    assert named("Bảo vệ bien, dao") == []


def test_an_acronym_is_found_in_a_heading_of_plain_letters():
    finder = TopicFinder((Topic("iuu", "", "", ("IUU", "Lào")),))
    assert finder.topics_in("3. IUU") == {0}
    assert finder.topics_in("3. lao") == set()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("khách từ Pháp, Đức", True),
        ("hợp tác với Pháp.", True),
        ("Tại Pháp có hội người Việt", True),
        ("các biện pháp, pháp luật", False),
        ("Pháp luật về biển", False),
        ("dạy tiếng Pháp", False),
        ("ông Trần Văn Pháp ký", False),
    ],
)
def test_a_name_of_one_syllable_counts_only_where_it_stands_as_one(text, named):
    assert TopicFinder((Topic("france", "", "", ("Pháp",)),)).topics_in(text) == ({0} if named else set())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("đoàn công tác tại Nhật Bản", True),
        ("HỢP TÁC VỚI NHẬT BẢN", True),
        ("cập nhật bản đồ ngập lụt mỗi tuần", False),
    ],
)
def test_a_longer_name_begins_with_a_capital(text, named):
    assert TopicFinder((Topic("japan", "", "", ("Nhật Bản",)),)).topics_in(text) == ({0} if named else set())


def test_a_body_is_named_within_the_name_of_another_and_a_thing_is_not():
    text = "Bộ Chỉ huy Bộ đội Biên phòng và Sở Văn hóa, Thể thao và Du lịch cử cán bộ."
    topics = (Topic("guard", "", "", ("Bộ đội Biên phòng",)), Topic("tourism", "", "", ("du lịch",)))
    assert TopicFinder(topics).topics_in(text) == {0}


@given(st.lists(WORDS, max_size=14))
def test_the_table_finds_what_a_plain_search_finds(words):
    phrases = {
        ("biển", ",", "đảo"): 0,
        ("du", "lịch"): 1,
        ("khách",): 2,
        ("báo", "cáo"): 3,
        ("báo", "cáo", "viên"): 4,
    }
    plain = {
        (sense, first, first + len(phrase))
        for first in range(len(words))
        for phrase, sense in phrases.items()
        if tuple(words[first : first + len(phrase)]) == phrase
    }
    assert set(PhraseTable(phrases.items()).places(words)) == plain


@given(st.lists(st.one_of(WORDS, st.text(max_size=4)), max_size=10))
def test_every_mention_lies_in_the_text_and_reads_as_one_of_the_terms(words):
    text = " ".join(words)
    assert len(word_forms(text)) == len(word_spans(text))
    topics = (SEA, TOURISM, REPORTS, PRESS)
    for mention in FINDER.mentions(text):
        terms = [word_forms(term) for term in topics[mention.topic].terms]
        found = word_forms(text[mention.start : mention.end])
        assert found in terms or [strip_marks(w) for w in found] in [
            [strip_marks(w) for w in t] for t in terms
        ]


def test_the_table_has_forty_topics_or_more_each_with_names_and_terms_of_its_own():
    topics = named_topics()
    assert 40 <= len(topics) <= 60
    assert len({topic.key for topic in topics}) == len(topics)
    assert (
        len({topic.english for topic in topics} | {topic.vietnamese for topic in topics})
        >= 2 * len(topics) - 1
    )
    for topic in topics:
        assert topic.terms, topic.key
        assert len({canonical(term) for term in topic.terms}) == len(topic.terms), topic.key
        assert not topic.found


def test_every_exception_of_the_table_would_otherwise_name_its_topic():
    for topic in named_topics():
        bare = TopicFinder([Topic(topic.key, "", "", topic.terms)])
        idle = [phrase for phrase in topic.exceptions if not bare.topics_in(f"về {phrase}")]
        assert idle == [], topic.key
