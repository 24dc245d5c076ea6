"""`python -m training.question_pairs` counts which syllables follow each other in our own Vietnamese questions.

Plans are not worded as questions are: what stands beside "ai", "khi nào" and "bao nhiêu" is learned here, for questions
that are typed without marks.
"""

import argparse
from collections import Counter
from itertools import pairwise
from pathlib import Path

from ingest.language.phrases import keys_of
from training.provisions import read_provisions

ROOT = Path(__file__).parent.parent
OWN_DATA = ROOT / "training" / "data"
TABLE = ROOT / "search_api" / "asking" / "question_pairs.tsv"


def question_pairs(folder: Path) -> Counter[tuple[str, str]]:
    """Return how often syllables with their marks follow each other in the questions of a folder of provisions."""
    questions = (question for provision in read_provisions(folder) for question in provision.questions)
    marked = (
        question.text for question in questions if question.lang == "vi" and not question.text.isascii()
    )
    return Counter(pair for text in marked for pair in pairwise(keys_of(text)))


def main() -> None:
    """Write the table that ships with the program."""
    argparse.ArgumentParser(description=main.__doc__).parse_args()
    pairs = sorted(question_pairs(OWN_DATA).items())
    rows = ["first\tsecond\ttimes", *(f"{first}\t{second}\t{times}" for (first, second), times in pairs)]
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
