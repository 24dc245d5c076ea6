"""The coverage as a table for a spreadsheet."""

import csv
import io

from search_api.coverage.matrix import Coverage, column_labels
from search_api.coverage.topics import Topic
from search_api.kit.spreadsheets import FileLanguage, csv_cell

_HEAD = {
    "vi": ("Chủ đề", "Loại", "Số cột có nói", "Số đoạn"),
    "en": ("Topic", "Kind", "Columns that speak of it", "Passages"),
}
_KINDS = {
    "vi": {False: "có tên", True: "tìm thấy trong kho văn bản"},
    "en": {False: "named", True: "found in this index"},
}
_NEAR = {"vi": "{} (chỉ gần nghĩa)", "en": "{} (only near)"}


def csv_table(found: Coverage, language: FileLanguage) -> str:
    """Return the matrix as CSV: a count for each column, then the passages that are only near.

    The byte order mark lets Excel read Vietnamese.
    """
    lines = io.StringIO()
    writer = csv.writer(lines)
    labels = column_labels(found)
    near = [_NEAR[language].format(label) for label in labels]
    writer.writerow([csv_cell(name) for name in (*_HEAD[language], *labels, *near)])
    for line in found.lines:
        counts = [len(cell.spoken) for cell in line.cells] + [len(cell.near) for cell in line.cells]
        name, kind = topic_name(line.topic, language), _KINDS[language][line.topic.found]
        writer.writerow([csv_cell(name), kind, line.breadth, line.total, *counts])
    return "\ufeff" + lines.getvalue()


def topic_name(topic: Topic, language: FileLanguage) -> str:
    """Return the name of a topic in a language; a topic found in the index has only a Vietnamese one."""
    return topic.english if language == "en" and topic.english else topic.vietnamese
