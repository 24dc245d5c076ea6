"""The questions that a data folder keeps, by which each new index is measured before it is served."""

from pathlib import Path

QUESTIONS_FILE, FREE_QUESTIONS_FILE = "questions.jsonl", "free_questions.jsonl"
DEFAULT_MARGIN = 0.05


def has_questions(data: Path) -> bool:
    """True where the data folder at `data` keeps some."""
    return any((data / name).exists() for name in (QUESTIONS_FILE, FREE_QUESTIONS_FILE))
